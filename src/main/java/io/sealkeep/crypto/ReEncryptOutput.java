// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** What ReEncrypt answers. */
@Schema(name = "ReEncryptResponse")
record ReEncryptOutput(
        @Nullable Bytes ciphertextBlob,

        @Schema(description = "The ARN of the source key") @Nullable
        String sourceKeyId,

        @Nullable String sourceEncryptionAlgorithm,
        @Nullable String sourceKeyMaterialId,

        @Schema(description = "The ARN of the destination key") @Nullable
        String keyId,

        @Nullable String destinationEncryptionAlgorithm,
        @Nullable String destinationKeyMaterialId) {

    static ReEncryptOutput of(ReEncryptResponse response) {
        return new ReEncryptOutput(
                Bytes.of(response.ciphertextBlob()),
                response.sourceKeyId(),
                response.sourceEncryptionAlgorithmAsString(),
                response.sourceKeyMaterialId(),
                response.keyId(),
                response.destinationEncryptionAlgorithmAsString(),
                response.destinationKeyMaterialId());
    }
}
