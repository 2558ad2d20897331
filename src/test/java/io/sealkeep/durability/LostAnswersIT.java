// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import tools.jackson.databind.JsonNode;

/**
 * Threat 33: answers get lost, and the client asks again. CreateKey is not idempotent, so some keys exist twice; each of them has
 * exactly one record, and the trail shows which calls made more than one. CreateAlias says that it has been done already.
 */
class LostAnswersIT {

    private static final int CALLS = Integer.getInteger("sealkeep.lost-answers-calls", 60);
    private static final long SEED = Long.getLong("sealkeep.random-seed", 1);
    private static final int TRIES = 30;

    @TempDir
    private Path directory;

    private int attempts;

    @Test
    void createKey_repeatedAfterALostAnswer_isVisibleInTheTrail() throws Exception {
        try (Service service = Service.start(directory.resolve("home"));
                DroppingProxy proxy = new DroppingProxy(service.port(), SEED);
                KmsClient lossy = Service.kms(proxy.port(), 1);
                KmsClient direct = service.kms()) {
            Map<String, String> answered = new TreeMap<>();
            int aliasesMadeBefore = 0;
            for (int i = 0; i < CALLS; i++) {
                String name = "call-" + i;
                String keyId = untilAnswered(() ->
                        lossy.createKey(r -> r.description(name)).keyMetadata().keyId());
                answered.put(name, keyId);
                aliasesMadeBefore += untilAnswered(() -> createAlias(lossy, name, keyId));
            }
            Map<String, TreeSet<String>> recorded = keysInTrail(ServiceKillIT.events(service));
            Map<String, TreeSet<String>> stored = keysInStore(direct);
            assertThat(recorded).isEqualTo(stored);
            answered.forEach((name, key) -> assertThat(stored.get(name)).contains(key));
            int keys = stored.values().stream().mapToInt(TreeSet::size).sum();
            System.out.printf(
                    "%d calls in %d attempts, %d requests and %d answers lost: %d keys, %d of them twins; %d aliases were there already%n",
                    2 * CALLS,
                    attempts,
                    proxy.lostRequests(),
                    proxy.lostAnswers(),
                    keys,
                    keys - CALLS,
                    aliasesMadeBefore);
            assertThat(keys - CALLS).as("answers to CreateKey that were lost").isPositive();
            // What reached the service is one record, be it answered or not.
            assertThat(ServiceKillIT.events(service).stream().filter(LostAnswersIT::isChange))
                    .hasSize(proxy.passedOn());
            assertThat(aliasesMadeBefore).isPositive().isLessThanOrEqualTo(proxy.lostAnswers() - (keys - CALLS));
            direct.listAliasesPaginator()
                    .aliases()
                    .forEach(alias -> assertThat(alias.targetKeyId())
                            .isEqualTo(answered.get(alias.aliasName().substring("alias/".length()))));
        }
    }

    private <T> T untilAnswered(Supplier<T> call) {
        for (int i = 0; i < TRIES; i++) {
            try {
                attempts++;
                return call.get();
            } catch (SdkClientException e) {
                // No answer.
            }
        }
        throw new IllegalStateException("no answer in " + TRIES + " tries");
    }

    /** Returns how often the alias was there already: 1 after answers were lost. */
    private static int createAlias(KmsClient kms, String name, String keyId) {
        try {
            kms.createAlias(r -> r.aliasName("alias/" + name).targetKeyId(keyId));
            return 0;
        } catch (AlreadyExistsException e) {
            return 1;
        }
    }

    private static boolean isChange(JsonNode record) {
        String name = record.path("eventName").asString("");
        return name.equals("CreateKey") || name.equals("CreateAlias");
    }

    private static Map<String, TreeSet<String>> keysInTrail(List<JsonNode> records) {
        Map<String, TreeSet<String>> keys = new TreeMap<>();
        List<String> all = new ArrayList<>();
        for (JsonNode record : records) {
            if (record.path("eventName").asString("").equals("CreateKey")) {
                JsonNode metadata = record.path("responseElements").path("keyMetadata");
                String keyId = metadata.path("keyId").asString("");
                all.add(keyId);
                keys.computeIfAbsent(metadata.path("description").asString(""), name -> new TreeSet<>())
                        .add(keyId);
            }
        }
        assertThat(all).doesNotHaveDuplicates();
        return keys;
    }

    private static Map<String, TreeSet<String>> keysInStore(KmsClient kms) {
        Map<String, TreeSet<String>> keys = new TreeMap<>();
        kms.listKeysPaginator()
                .keys()
                .forEach(key -> keys.computeIfAbsent(
                                kms.describeKey(r -> r.keyId(key.keyId()))
                                        .keyMetadata()
                                        .description(),
                                name -> new TreeSet<>())
                        .add(key.keyId()));
        return keys;
    }
}
