// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/** What Verify answers; a signature that is not valid is an error. */
@Schema(name = "VerifyResponse")
record VerifyOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Nullable Boolean signatureValid,
        @Nullable String signingAlgorithm) {

    static VerifyOutput of(VerifyResponse response) {
        return new VerifyOutput(response.keyId(), response.signatureValid(), response.signingAlgorithmAsString());
    }
}
