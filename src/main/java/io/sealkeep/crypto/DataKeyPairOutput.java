// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;

/** A data key pair: its private key encrypted, and in clear unless that was declined. */
@Schema(name = "DataKeyPairResponse")
record DataKeyPairOutput(
        @Schema(description = "The ARN of the key that the private key is encrypted under") @Nullable
        String keyId,

        @Nullable String keyPairSpec,

        @Schema(description = "The private key in clear, as PKCS #8 in DER: use it, then forget it") @Nullable
        Bytes privateKeyPlaintext,

        @Schema(description = "The private key encrypted: keep it, and decrypt it where it is needed") @Nullable
        Bytes privateKeyCiphertextBlob,

        @Schema(description = "The public key, as X.509 SubjectPublicKeyInfo in DER") @Nullable
        Bytes publicKey,

        @Nullable String keyMaterialId) {

    static DataKeyPairOutput of(GenerateDataKeyPairResponse response) {
        return new DataKeyPairOutput(
                response.keyId(),
                response.keyPairSpecAsString(),
                Bytes.of(response.privateKeyPlaintext()),
                Bytes.of(response.privateKeyCiphertextBlob()),
                Bytes.of(response.publicKey()),
                response.keyMaterialId());
    }

    static DataKeyPairOutput of(GenerateDataKeyPairWithoutPlaintextResponse response) {
        return new DataKeyPairOutput(
                response.keyId(),
                response.keyPairSpecAsString(),
                null,
                Bytes.of(response.privateKeyCiphertextBlob()),
                Bytes.of(response.publicKey()),
                response.keyMaterialId());
    }
}
