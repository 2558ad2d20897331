// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.durability.Promises.Answer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import tools.jackson.databind.JsonNode;

/**
 * Compares what was promised with what is there, and collects every difference as a sentence: the store against the ledger, the
 * trail against the ledger, the store against the trail, and whether ciphertexts still open. One thread.
 */
final class Findings {

    private final List<String> problems = new ArrayList<>();

    private Findings() {}

    /**
     * Returns all differences; none if everything is as it must be.
     *
     * @param runs the ledgers of all workloads that ever ran on this store
     * @param kms tells what is in the store
     * @param records the whole trail
     */
    static List<String> of(Collection<Promises> runs, KmsClient kms, List<JsonNode> records) {
        Findings findings = new Findings();
        Map<String, String> store = Registers.ofStore(kms);
        findings.storeAgainstTrail(store, Registers.ofRecords(records));
        Map<String, List<JsonNode>> byRequest = findings.byRequest(records);
        for (Promises run : runs) {
            findings.storeAgainstLedger(store, run);
            findings.trailAgainstLedger(byRequest, run);
            findings.ciphertexts(kms, store, run);
        }
        return findings.problems;
    }

    private void storeAgainstTrail(Map<String, String> store, Map<String, String> trail) {
        Set<String> names = new TreeSet<>(store.keySet());
        names.addAll(trail.keySet());
        for (String name : names) {
            String there = store.getOrDefault(name, Promises.ABSENT);
            String recorded = trail.getOrDefault(name, Promises.ABSENT);
            if (!there.equals(recorded)) {
                problems.add("store and trail differ: " + name + " is " + there + ", the records say " + recorded);
            }
        }
    }

    private void storeAgainstLedger(Map<String, String> store, Promises run) {
        for (String name : run.registers()) {
            boolean told = !name.startsWith("rotations/") || store.containsKey(name);
            String there = store.getOrDefault(name, Promises.ABSENT);
            if (told && !run.allows(name, there)) {
                problems.add("answered and lost: " + name + " is " + there + ", answered was " + run.value(name));
            }
        }
    }

    private Map<String, List<JsonNode>> byRequest(List<JsonNode> records) {
        Map<String, List<JsonNode>> byRequest = new HashMap<>();
        Set<String> eventIds = new HashSet<>();
        for (JsonNode record : records) {
            String eventId = record.path("eventID").asString("");
            if (!eventIds.add(eventId)) {
                problems.add("recorded twice: event " + eventId);
            }
            if (record.has("requestID")) {
                byRequest
                        .computeIfAbsent(record.path("requestID").asString(""), id -> new ArrayList<>())
                        .add(record);
            }
        }
        byRequest.forEach((id, same) -> {
            if (same.size() > 1) {
                problems.add(same.size() + " records of request " + id);
            }
        });
        return byRequest;
    }

    private void trailAgainstLedger(Map<String, List<JsonNode>> byRequest, Promises run) {
        for (Answer answer : run.answers()) {
            List<JsonNode> records = byRequest.getOrDefault(answer.requestId(), List.of());
            if (records.isEmpty()) {
                problems.add("answered without a record: " + answer);
                continue;
            }
            JsonNode record = records.getFirst();
            String error = record.path("errorCode").asString(Promises.NONE);
            if (!error.equals(answer.error())
                    || !record.path("eventName").asString("").equals(answer.operation())) {
                problems.add("answered " + answer + ", recorded " + record);
            }
        }
    }

    private void ciphertexts(KmsClient kms, Map<String, String> store, Promises run) {
        run.ciphertexts().forEach((key, blobs) -> {
            if ("Enabled".equals(store.get("state/" + key))) {
                blobs.forEach(blob -> open(kms, key, blob));
            }
        });
    }

    private void open(KmsClient kms, String key, String blob) {
        try {
            SdkBytes bytes = SdkBytes.fromByteArray(Base64.getDecoder().decode(blob));
            DecryptResponse opened = kms.decrypt(r -> r.ciphertextBlob(bytes).encryptionContext(Workload.CONTEXT));
            int length = opened.plaintext().asByteArrayUnsafe().length;
            if (!opened.keyId().endsWith(key)
                    || (length != 32 && !opened.plaintext().equals(Workload.PLAINTEXT))) {
                problems.add("a ciphertext of " + key + " opens to something else");
            }
        } catch (KmsException e) {
            problems.add("a ciphertext of " + key + " does not open: " + e.getMessage());
        }
    }
}
