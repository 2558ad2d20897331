// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.DecryptResponse;

/** What Decrypt answers. */
@Schema(name = "DecryptResponse")
record DecryptOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Nullable Bytes plaintext,
        @Nullable String encryptionAlgorithm,

        @Schema(description = "The version of the key's material that opened the blob") @Nullable
        String keyMaterialId) {

    static DecryptOutput of(DecryptResponse response) {
        return new DecryptOutput(
                response.keyId(),
                Bytes.of(response.plaintext()),
                response.encryptionAlgorithmAsString(),
                response.keyMaterialId());
    }
}
