// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.SignResponse;

/** What Sign answers. */
@Schema(name = "SignResponse")
record SignOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(
                description =
                        "The signature: ECDSA's in DER (ANSI X9.62), RSA's, Ed25519's and ML-DSA's as their standards say")
        @Nullable
        Bytes signature,

        @Nullable String signingAlgorithm) {

    static SignOutput of(SignResponse response) {
        return new SignOutput(response.keyId(), Bytes.of(response.signature()), response.signingAlgorithmAsString());
    }
}
