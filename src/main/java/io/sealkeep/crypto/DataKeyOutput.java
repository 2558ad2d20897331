// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;

/** A data key, encrypted, and in clear unless that was declined. */
@Schema(name = "DataKeyResponse")
record DataKeyOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "The data key in clear: use it, then forget it") @Nullable
        Bytes plaintext,

        @Schema(description = "The data key encrypted: keep it beside the data") @Nullable
        Bytes ciphertextBlob,

        @Nullable String keyMaterialId) {

    static DataKeyOutput of(GenerateDataKeyResponse response) {
        return new DataKeyOutput(
                response.keyId(),
                Bytes.of(response.plaintext()),
                Bytes.of(response.ciphertextBlob()),
                response.keyMaterialId());
    }

    static DataKeyOutput of(GenerateDataKeyWithoutPlaintextResponse response) {
        return new DataKeyOutput(response.keyId(), null, Bytes.of(response.ciphertextBlob()), response.keyMaterialId());
    }
}
