// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import java.time.Instant;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageRequest;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyLastUsageData;

/** When a key was last used. */
final class UsageOperations {

    private final Keys keys;
    private final Usages usages;

    UsageOperations(Keys keys, Usages usages) {
        this.keys = keys;
        this.usages = usages;
    }

    /** Uses are followed from a key's making on, so a key without one was never used. */
    GetKeyLastUsageResponse getKeyLastUsage(GetKeyLastUsageRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.GET_KEY_LAST_USAGE);
        Instant created = key.row().kind().createdAt();
        GetKeyLastUsageResponse.Builder response = GetKeyLastUsageResponse.builder()
                .keyId(key.row().keyId())
                .keyCreationDate(created)
                .trackingStartDate(created);
        usages.find(key.ref())
                .ifPresent(usage -> response.keyLastUsage(KeyLastUsageData.builder()
                        .operation(usage.operation())
                        .timestamp(usage.at())
                        .kmsRequestId(usage.requestId())
                        .cloudTrailEventId(usage.eventId())
                        .build()));
        return response.build();
    }
}
