// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import tools.jackson.databind.JsonNode;

/**
 * The values of all registers (see {@link Promises}), from two sources that know nothing of each other: the store, and the records
 * of the trail played from the first to the last. They must be equal: a change without a record or a record without its change
 * makes them differ.
 */
final class Registers {

    private Registers() {}

    /** Asks a client. Its calls change nothing. */
    static Map<String, String> ofStore(KmsClient kms) {
        Map<String, String> registers = new TreeMap<>();
        kms.listKeysPaginator().keys().forEach(entry -> {
            KeyMetadata key = kms.describeKey(r -> r.keyId(entry.keyId())).keyMetadata();
            registers.put("key/" + key.description(), key.keyId());
            registers.put("state/" + key.keyId(), key.keyStateAsString());
            kms.listResourceTags(r -> r.keyId(key.keyId()))
                    .tags()
                    .forEach(tag -> registers.put("tag/" + key.keyId(), tag.tagValue()));
            if (key.keyState() != KeyState.PENDING_DELETION) {
                int rotations = kms.listKeyRotations(r -> r.keyId(key.keyId()))
                        .rotations()
                        .size();
                registers.put("rotations/" + key.keyId(), Integer.toString(rotations));
            }
        });
        kms.listAliasesPaginator().aliases().stream()
                .filter(alias -> alias.targetKeyId() != null)
                .forEach(alias ->
                        registers.put("alias/" + alias.aliasName().substring("alias/".length()), alias.targetKeyId()));
        return registers;
    }

    /** Plays records. */
    static Map<String, String> ofRecords(List<JsonNode> records) {
        Map<String, String> registers = new TreeMap<>();
        for (JsonNode record : records) {
            if (!record.has("errorCode")) {
                play(record, registers);
            }
        }
        // The store does not tell the rotations of a key that waits for its deletion.
        registers
                .entrySet()
                .removeIf(entry -> entry.getKey().startsWith("rotations/")
                        && "PendingDeletion"
                                .equals(registers.get("state/" + entry.getKey().substring("rotations/".length()))));
        return registers;
    }

    private static void play(JsonNode record, Map<String, String> registers) {
        JsonNode request = record.path("requestParameters");
        String alias = "alias/" + request.path("aliasName").asString("").replaceFirst("^alias/", "");
        String key = keyId(record);
        switch (record.path("eventName").asString("")) {
            case "CreateKey" -> {
                registers.put("key/" + request.path("description").asString(""), key);
                registers.put("state/" + key, "Enabled");
                registers.put("rotations/" + key, "0");
            }
            case "EnableKey" -> registers.put("state/" + key, "Enabled");
            case "DisableKey", "CancelKeyDeletion" -> registers.put("state/" + key, "Disabled");
            case "ScheduleKeyDeletion" -> registers.put("state/" + key, "PendingDeletion");
            case "TagResource" ->
                registers.put(
                        "tag/" + key,
                        request.path("tags").path(0).path("tagValue").asString(""));
            case "CreateAlias", "UpdateAlias" ->
                registers.put(alias, request.path("targetKeyId").asString(""));
            case "DeleteAlias" -> registers.remove(alias);
            case "RotateKey" ->
                registers.merge("rotations/" + key, "1", (old, one) -> Integer.toString(Integer.parseInt(old) + 1));
            default -> {}
        }
    }

    /** Returns the id of the key among the resources, which may name an alias beside it. */
    private static String keyId(JsonNode record) {
        for (JsonNode resource : record.path("resources")) {
            String arn = resource.path("ARN").asString("");
            int at = arn.indexOf(":key/");
            if (at >= 0) {
                return arn.substring(at + ":key/".length());
            }
        }
        return "";
    }
}
