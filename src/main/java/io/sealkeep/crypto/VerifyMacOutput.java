// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;

/** What VerifyMac answers; a MAC that is not valid is an error. */
@Schema(name = "VerifyMacResponse")
record VerifyMacOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Nullable Boolean macValid,
        @Nullable String macAlgorithm) {

    static VerifyMacOutput of(VerifyMacResponse response) {
        return new VerifyMacOutput(response.keyId(), response.macValid(), response.macAlgorithmAsString());
    }
}
