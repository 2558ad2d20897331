// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncryptResponse;

/** What Encrypt answers. */
@Schema(name = "EncryptResponse")
record EncryptOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Nullable Bytes ciphertextBlob,
        @Nullable String encryptionAlgorithm) {

    static EncryptOutput of(EncryptResponse response) {
        return new EncryptOutput(
                response.keyId(), Bytes.of(response.ciphertextBlob()), response.encryptionAlgorithmAsString());
    }
}
