// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.durability.Requests.Answered;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * Calls of all kinds on keys of its own, one after the other, each entered into a ledger before it is made and after it was
 * answered. {@link Promises} says what the lines mean. One thread.
 */
final class Workload {

    /** Every ciphertext is of this text under this context. */
    static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("a small secret");

    static final Map<String, String> CONTEXT = Map.of("purpose", "durability");

    private static final AtomicLong CALLS = new AtomicLong();
    private static final int MOST_KEYS = 6;
    private static final int MOST_ROTATIONS = 20;

    /** A key of this workload, as it should be. */
    private static final class Key {
        final String id;
        final List<String> aliases = new ArrayList<>();
        String state = "Enabled";
        int rotations;

        Key(String id) {
            this.id = id;
        }
    }

    private final KmsClient kms;
    private final Requests requests;
    private final Consumer<String> ledger;
    private final String name;
    private final Random random;
    private final List<Key> keys = new ArrayList<>();
    private int steps;

    /**
     * @param ledger gets each line; returns when it is out of the process's hands
     * @param name no other workload on the same store has it
     */
    Workload(KmsClient kms, Requests requests, Consumer<String> ledger, String name, long seed) {
        this.kms = kms;
        this.requests = requests;
        this.ledger = ledger;
        this.name = name;
        this.random = new Random(seed);
    }

    /** Makes one call. */
    void step() {
        steps++;
        if (keys.isEmpty() || (keys.size() < MOST_KEYS && random.nextInt(8) == 0)) {
            createKey();
            return;
        }
        Key key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> tag(key);
            case 2 -> createAlias(key);
            case 3 -> moveOrDeleteAlias(key);
            case 4, 5 -> changeState(key);
            case 6 -> rotate(key);
            case 7, 8, 9 -> encrypt(key);
            default -> generateDataKey(key);
        }
    }

    private void createKey() {
        String description = name + "-" + steps;
        call(
                "CreateKey",
                "key/" + description,
                Promises.ANY,
                () -> kms.createKey(r -> r.description(description)),
                r -> {
                    Key key = new Key(r.keyMetadata().keyId());
                    keys.add(key);
                    return key.id;
                });
    }

    private void tag(Key key) {
        String value = name + "-" + steps;
        Tag tag = Tag.builder().tagKey("mark").tagValue(value).build();
        change(
                "TagResource",
                "tag/" + key.id,
                value,
                () -> kms.tagResource(r -> r.keyId(key.id).tags(tag)),
                () -> {});
    }

    private void createAlias(Key key) {
        String alias = name + "-" + steps;
        change(
                "CreateAlias",
                "alias/" + alias,
                key.id,
                () -> kms.createAlias(r -> r.aliasName("alias/" + alias).targetKeyId(key.id)),
                () -> key.aliases.add(alias));
    }

    private void moveOrDeleteAlias(Key key) {
        if (key.aliases.isEmpty()) {
            createAlias(key);
            return;
        }
        String alias = key.aliases.get(random.nextInt(key.aliases.size()));
        Key other = keys.get(random.nextInt(keys.size()));
        if (other == key) {
            change(
                    "DeleteAlias",
                    "alias/" + alias,
                    Promises.ABSENT,
                    () -> kms.deleteAlias(r -> r.aliasName("alias/" + alias)),
                    () -> key.aliases.remove(alias));
        } else {
            change(
                    "UpdateAlias",
                    "alias/" + alias,
                    other.id,
                    () -> kms.updateAlias(r -> r.aliasName("alias/" + alias).targetKeyId(other.id)),
                    () -> {
                        key.aliases.remove(alias);
                        other.aliases.add(alias);
                    });
        }
    }

    private void changeState(Key key) {
        switch (key.state) {
            case "Enabled" -> {
                if (random.nextBoolean()) {
                    state(key, "DisableKey", "Disabled", () -> kms.disableKey(r -> r.keyId(key.id)));
                } else {
                    state(
                            key,
                            "ScheduleKeyDeletion",
                            "PendingDeletion",
                            () -> kms.scheduleKeyDeletion(r -> r.keyId(key.id).pendingWindowInDays(7)));
                }
            }
            case "Disabled" -> state(key, "EnableKey", "Enabled", () -> kms.enableKey(r -> r.keyId(key.id)));
            default -> state(key, "CancelKeyDeletion", "Disabled", () -> kms.cancelKeyDeletion(r -> r.keyId(key.id)));
        }
    }

    private void state(Key key, String operation, String state, Supplier<? extends KmsResponse> call) {
        change(operation, "state/" + key.id, state, call, () -> key.state = state);
    }

    private void rotate(Key key) {
        if (key.rotations < MOST_ROTATIONS) {
            String count = Integer.toString(key.rotations + 1);
            change(
                    "RotateKeyOnDemand",
                    "rotations/" + key.id,
                    count,
                    () -> kms.rotateKeyOnDemand(r -> r.keyId(key.id)),
                    () -> key.rotations++);
        }
    }

    private void encrypt(Key key) {
        call(
                "Encrypt",
                "opens/" + key.id,
                Promises.NONE,
                () -> kms.encrypt(r -> r.keyId(key.id).plaintext(PLAINTEXT).encryptionContext(CONTEXT)),
                r -> base64(r.ciphertextBlob()));
    }

    private void generateDataKey(Key key) {
        call(
                "GenerateDataKey",
                "opens/" + key.id,
                Promises.NONE,
                () -> kms.generateDataKey(
                        r -> r.keyId(key.id).keySpec("AES_256").encryptionContext(CONTEXT)),
                r -> base64(r.ciphertextBlob()));
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }

    private void change(
            String operation, String register, String value, Supplier<? extends KmsResponse> call, Runnable done) {
        call(operation, register, value, call, response -> {
            done.run();
            return value;
        });
    }

    private <R extends KmsResponse> void call(
            String operation, String register, String value, Supplier<R> call, Function<R, String> result) {
        long number = CALLS.incrementAndGet();
        ledger.accept("begin " + number + " " + operation + " " + register + " " + value);
        Answered<R> answered = requests.make(call);
        R response = answered.response();
        ledger.accept("done " + number + " " + answered.requestId() + " " + answered.error() + " " + register + " "
                + (response == null ? value : result.apply(response)));
        if (answered.error().equals(Promises.UNKNOWN)) {
            // What became of it is not known, so go on with keys of which everything is.
            keys.clear();
        }
    }
}
