// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/** When a key will be deleted. */
@Schema(name = "Deletion", example = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                 "deletionDate": "2026-12-01T09:00:00Z", "keyState": "PendingDeletion", "pendingWindowInDays": 7}""")
record DeletionView(
        String keyId,
        @Nullable Instant deletionDate,
        @Nullable String keyState,
        @Nullable Integer pendingWindowInDays) {

    static DeletionView of(ScheduleKeyDeletionResponse response) {
        return new DeletionView(
                response.keyId(), response.deletionDate(), response.keyStateAsString(), response.pendingWindowInDays());
    }
}
