// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyLastUsageData;

/** When a key was last used, and by which call. */
@Schema(name = "LastUsage", example = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                 "keyCreationDate": "2026-11-24T09:00:00Z", "trackingStartDate": "2026-11-24T09:00:00Z",
                 "keyLastUsage": {"operation": "Encrypt", "timestamp": "2026-11-24T10:00:00Z",
                  "kmsRequestId": "6f2d1f0e-0000-4000-8000-000000000001",
                  "cloudTrailEventId": "6f2d1f0e-0000-4000-8000-000000000002"}}""")
record LastUsageView(
        @Nullable String keyId,
        @Nullable Instant keyCreationDate,

        @Schema(description = "Since when uses are followed") @Nullable
        Instant trackingStartDate,

        @Schema(description = "Absent where the key was not used since then") @Nullable
        Use keyLastUsage) {

    /** A use of a key. */
    @Schema(name = "KeyUse")
    record Use(
            @Nullable String operation,
            @Nullable Instant timestamp,

            @Schema(description = "The request id of that call") @Nullable
            String kmsRequestId,

            @Schema(description = "The id of its record: GET /v1/audit/events/{eventId}") @Nullable
            String cloudTrailEventId) {

        static @Nullable Use of(@Nullable KeyLastUsageData use) {
            return use == null
                    ? null
                    : new Use(use.operationAsString(), use.timestamp(), use.kmsRequestId(), use.cloudTrailEventId());
        }
    }

    static LastUsageView of(GetKeyLastUsageResponse response) {
        return new LastUsageView(
                response.keyId(),
                response.keyCreationDate(),
                response.trackingStartDate(),
                Use.of(response.keyLastUsage()));
    }
}
