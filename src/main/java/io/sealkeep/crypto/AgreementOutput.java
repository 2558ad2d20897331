// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretResponse;

/** What DeriveSharedSecret answers. */
@Schema(name = "DeriveSharedSecretResponse")
record AgreementOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "The raw secret: derive keys from it, do not use it as one") @Nullable
        Bytes sharedSecret,

        @Nullable String keyAgreementAlgorithm,
        @Nullable String keyOrigin) {

    static AgreementOutput of(DeriveSharedSecretResponse response) {
        return new AgreementOutput(
                response.keyId(),
                Bytes.of(response.sharedSecret()),
                response.keyAgreementAlgorithmAsString(),
                response.keyOriginAsString());
    }
}
