// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.DecapsulateResponse;

/** What Decapsulate answers. */
@Schema(name = "DecapsulateResponse")
record DecapsulateOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "The secret in clear, 32 bytes") @Nullable
        Bytes sharedSecret,

        @Nullable String encapsulationAlgorithm) {

    static DecapsulateOutput of(DecapsulateResponse response) {
        return new DecapsulateOutput(
                response.keyId(), Bytes.of(response.sharedSecret()), response.encapsulationAlgorithmAsString());
    }
}
