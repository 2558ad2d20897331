// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.call.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;
import software.amazon.awssdk.services.kms.model.UpdatePrimaryRegionRequest;

/**
 * The second record of a call that changes a key in another region, filed there: made by KMS for the caller, under the call's request id.
 * Stateless.
 *
 * <p>Sources: AWS KMS Developer Guide, "UpdatePrimaryRegion", its two sample records, and "ReplicateKey", which says that a CreateKey
 * operation comes of it but does not show its record: that one is inferred from those of CreateKey and UpdatePrimaryRegion.
 */
final class RecordElsewhere {

    private static final String KMS = "kms.amazonaws.com";

    /** What a request to replicate says of the copy. */
    private static final List<String> OF_COPY =
            List.of("description", "bypassPolicyLockoutSafetyCheck", "tags", "policy");

    private RecordElsewhere() {}

    /**
     * Returns the second record, or nothing for most operations.
     *
     * @param keys the keys that the call resolved
     */
    static Optional<AuditEvent> of(SdkPojo request, SdkPojo response, List<String> keys, Caller caller, Instant time) {
        if (request instanceof UpdatePrimaryRegionRequest update) {
            return Optional.of(newPrimary(update.primaryRegion(), keys.getFirst(), caller, time));
        }
        if (response instanceof ReplicateKeyResponse) {
            return Optional.of(replica(request, response, caller, time));
        }
        return Optional.empty();
    }

    private static AuditEvent newPrimary(String region, String oldPrimary, Caller caller, Instant time) {
        String arn = inRegion(oldPrimary, region);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("keyId", arn);
        parameters.put("primaryRegion", region);
        return begin("UpdatePrimaryRegion", region, caller, time)
                .requestParameters(parameters)
                .responseElements(Map.of("keyId", arn))
                .withoutResources()
                .build();
    }

    private static AuditEvent replica(SdkPojo request, SdkPojo response, Caller caller, Instant time) {
        SdkPojo metadata = Objects.requireNonNull(RecordedMembers.structure(response, "replicaKeyMetadata"));
        AuditedOperation createKey = AuditedOperation.named("CreateKey");
        Map<String, Object> known = RecordedMembers.of(
                request, OF_COPY, AuditedOperation.named("ReplicateKey").defaults(request));
        known.putAll(RecordedMembers.of(
                metadata, List.of("origin", "keyUsage", "keySpec", "customerMasterKeySpec", "multiRegion"), Map.of()));
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (String name : createKey.parameters()) {
            Object value = known.get(name);
            if (value != null) {
                parameters.put(name, value);
            }
        }
        Map<String, Object> elements = RecordedMembers.of(response, List.of("replicaKeyMetadata"), Map.of());
        String region = Objects.requireNonNull(RecordedMembers.text(request, "replicaRegion"));
        return begin(createKey.name(), region, caller, time)
                .requestParameters(parameters)
                .responseElements(Map.of("keyMetadata", Objects.requireNonNull(elements.get("replicaKeyMetadata"))))
                .resource(Objects.requireNonNull(RecordedMembers.text(metadata, "arn")))
                .build();
    }

    private static String inRegion(String keyArn, String region) {
        String[] parts = keyArn.split(":", 6);
        parts[3] = region;
        return String.join(":", parts);
    }

    /** Source address and user agent stay the caller's, as in AWS's sample. */
    private static AuditEvent.Builder begin(String name, String region, Caller caller, Instant time) {
        Caller there = new Caller(
                caller.principal(), caller.requestId(), region, caller.sourceIpAddress(), caller.userAgent(), KMS);
        return AuditEvent.of(there, time, AuditEvent.KMS, name).readOnly(false);
    }
}
