// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncapsulateResponse;

/** A secret, and what gives it to the holder of the key. */
@Schema(name = "EncapsulateResponse")
record EncapsulateOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "The secret in clear, 32 bytes") @Nullable
        Bytes sharedSecret,

        @Schema(description = "What Decapsulate makes the same secret of") @Nullable
        Bytes sharedSecretCiphertextBlob,

        @Nullable String encapsulationAlgorithm) {

    static EncapsulateOutput of(EncapsulateResponse response) {
        return new EncapsulateOutput(
                response.keyId(),
                Bytes.of(response.sharedSecret()),
                Bytes.of(response.sharedSecretCiphertextBlob()),
                response.encapsulationAlgorithmAsString());
    }
}
