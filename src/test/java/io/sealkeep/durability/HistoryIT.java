// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.durability.Linearizability.Call;
import io.sealkeep.durability.Requests.Answered;
import io.sealkeep.kms.CrashableKms;
import io.sealkeep.kms.CrashableKms.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * Threat 24: several threads disable, enable, schedule the deletion of and encrypt with two keys, and move the alias through which
 * they encrypt. All of it went as if each call had happened in one moment; so no key was used after the answer to its DisableKey.
 *
 * <p>{@code -Dsealkeep.history-rounds=…} for a longer run.
 */
class HistoryIT {

    private static final int ROUNDS = Integer.getInteger("sealkeep.history-rounds", 20);
    private static final long SEED = Long.getLong("sealkeep.random-seed", 1);
    private static final int THREADS = 8;
    private static final int CALLS = 60;

    @TempDir
    private Path directory;

    /** What is asked: an operation, and the key it is for, 0 or 1. */
    private record Input(String operation, int key) {}

    /** What the two keys' states and the alias are. */
    private record World(String first, String second, int alias) {

        String state(int key) {
            return key == 0 ? first : second;
        }

        World with(int key, String state) {
            return key == 0 ? new World(state, second, alias) : new World(first, state, alias);
        }

        World aliasTo(int key) {
            return new World(first, second, key);
        }
    }

    @Test
    void calls_ofManyThreads_happenInOneOrder() throws Exception {
        int calls = 0;
        Map<String, Integer> outcomes = new TreeMap<>();
        try (CrashableKms kms = CrashableKms.open(directory.resolve("home"), Fault.NONE, 64 << 20)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Call<Input, String>> history = round(kms.client(), round);
                assertThat(Linearizability.firstWrong(history, new World("Enabled", "Enabled", 0), HistoryIT::next))
                        .as("round " + round + " of seed " + SEED)
                        .isNull();
                calls += history.size();
                history.forEach(call -> outcomes.merge(call.input().operation + " " + outcome(call), 1, Integer::sum));
            }
        }
        System.out.println(calls + " calls in one order: " + outcomes);
        assertThat(outcomes.keySet())
                .contains("Encrypt ok", "Encrypt DisabledException", "Encrypt KMSInvalidStateException");
    }

    private static String outcome(Call<Input, String> call) {
        return call.output().startsWith("key") ? "ok" : call.output();
    }

    private static List<Call<Input, String>> round(KmsClient kms, int round) throws InterruptedException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            keys.add(answer(() -> kms.createKey(r -> r.description("")))
                    .keyMetadata()
                    .arn());
        }
        String alias = "alias/moving-" + round;
        answer(() -> kms.createAlias(r -> r.aliasName(alias).targetKeyId(keys.getFirst())));
        ConcurrentLinkedQueue<Call<Input, String>> history = new ConcurrentLinkedQueue<>();
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            Random random = new Random(SEED * 1000 + round * 100L + t);
            threads.add(Thread.ofPlatform().start(() -> {
                await(begin);
                for (int n = 0; n < CALLS; n++) {
                    Input input = input(random, thread);
                    long start = System.nanoTime();
                    String output = call(kms, input, keys, alias);
                    history.add(new Call<>(thread, start, System.nanoTime(), input, output));
                }
            }));
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return List.copyOf(history);
    }

    /** Two threads change, for a change takes far longer than a use. */
    private static Input input(Random random, int thread) {
        int key = random.nextInt(2);
        if (thread >= 2) {
            return new Input(random.nextBoolean() ? "Encrypt" : "EncryptByAlias", key);
        }
        return new Input(
                List.of(
                                "DisableKey",
                                "EnableKey",
                                "EnableKey",
                                "UpdateAlias",
                                "ScheduleKeyDeletion",
                                "CancelKeyDeletion")
                        .get(random.nextInt(6)),
                key);
    }

    private static String call(KmsClient kms, Input input, List<String> keys, String alias) {
        String key = keys.get(input.key);
        return switch (input.operation) {
            case "Encrypt" -> encrypt(kms, key, keys);
            case "EncryptByAlias" -> encrypt(kms, alias, keys);
            case "DisableKey" -> outcome(() -> kms.disableKey(r -> r.keyId(key)));
            case "EnableKey" -> outcome(() -> kms.enableKey(r -> r.keyId(key)));
            case "UpdateAlias" ->
                outcome(() -> kms.updateAlias(r -> r.aliasName(alias).targetKeyId(key)));
            case "ScheduleKeyDeletion" ->
                outcome(() -> kms.scheduleKeyDeletion(r -> r.keyId(key).pendingWindowInDays(7)));
            default -> outcome(() -> kms.cancelKeyDeletion(r -> r.keyId(key)));
        };
    }

    private static String encrypt(KmsClient kms, String name, List<String> keys) {
        Answered<EncryptResponse> answered =
                Requests.LOCAL.make(() -> kms.encrypt(r -> r.keyId(name).plaintext(Workload.PLAINTEXT)));
        EncryptResponse response = answered.response();
        return response == null ? answered.error() : "key" + keys.indexOf(response.keyId());
    }

    private static <R extends KmsResponse> String outcome(Supplier<R> call) {
        Answered<R> answered = Requests.LOCAL.make(call);
        return answered.response() == null ? answered.error() : "ok";
    }

    private static <R extends KmsResponse> R answer(Supplier<R> call) {
        Answered<R> answered = Requests.LOCAL.make(call);
        return Optional.ofNullable(answered.response()).orElseThrow(() -> new IllegalStateException(answered.error()));
    }

    /** The rules of key states, written down once more and independently of the engine. */
    private static Optional<World> next(World world, Input input, String output) {
        String state = world.state(input.key);
        boolean pending = state.equals("PendingDeletion");
        return switch (input.operation) {
            case "Encrypt" -> used(world, input.key, output);
            case "EncryptByAlias" -> used(world, world.alias, output);
            case "DisableKey" -> changed(!pending, world.with(input.key, "Disabled"), world, output);
            case "EnableKey" -> changed(!pending, world.with(input.key, "Enabled"), world, output);
            case "UpdateAlias" -> changed(!pending, world.aliasTo(input.key), world, output);
            case "ScheduleKeyDeletion" -> changed(!pending, world.with(input.key, "PendingDeletion"), world, output);
            default -> changed(pending, world.with(input.key, "Disabled"), world, output);
        };
    }

    private static Optional<World> changed(boolean allowed, World after, World before, String output) {
        String expected = allowed ? "ok" : "KMSInvalidStateException";
        return output.equals(expected) ? Optional.of(allowed ? after : before) : Optional.empty();
    }

    private static Optional<World> used(World world, int key, String output) {
        String expected = switch (world.state(key)) {
            case "Enabled" -> "key" + key;
            case "Disabled" -> "DisabledException";
            default -> "KMSInvalidStateException";
        };
        return output.equals(expected) ? Optional.of(world) : Optional.empty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
