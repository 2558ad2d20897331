// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;

/** Whether and when a key rotates by itself. */
@Schema(name = "RotationStatus", example = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                 "keyRotationEnabled": true, "rotationPeriodInDays": 365, "nextRotationDate": "2027-11-24T09:00:00Z"}""")
record RotationStatusView(
        @Nullable String keyId,
        @Nullable Boolean keyRotationEnabled,
        @Nullable Integer rotationPeriodInDays,
        @Nullable Instant nextRotationDate,
        @Nullable Instant onDemandRotationStartDate) {

    static RotationStatusView of(GetKeyRotationStatusResponse status) {
        return new RotationStatusView(
                status.keyId(),
                status.keyRotationEnabled(),
                status.rotationPeriodInDays(),
                status.nextRotationDate(),
                status.onDemandRotationStartDate());
    }
}
