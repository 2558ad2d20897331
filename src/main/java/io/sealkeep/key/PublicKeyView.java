// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;

/** The public half of a key. */
@Schema(name = "PublicKey")
record PublicKeyView(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "X.509 SubjectPublicKeyInfo in DER, in base64") @JsonProperty(required = true) @Nullable
        Bytes publicKey,

        @Nullable String keySpec,
        @Nullable String keyUsage,
        @Nullable List<String> encryptionAlgorithms,
        @Nullable List<String> signingAlgorithms,
        @Nullable List<String> keyAgreementAlgorithms,
        @Nullable List<String> encapsulationAlgorithms) {

    static PublicKeyView of(GetPublicKeyResponse key) {
        return new PublicKeyView(
                key.keyId(),
                Bytes.of(key.publicKey()),
                key.keySpecAsString(),
                key.keyUsageAsString(),
                key.hasEncryptionAlgorithms() ? key.encryptionAlgorithmsAsStrings() : null,
                key.hasSigningAlgorithms() ? key.signingAlgorithmsAsStrings() : null,
                key.hasKeyAgreementAlgorithms() ? key.keyAgreementAlgorithmsAsStrings() : null,
                key.hasEncapsulationAlgorithms() ? key.encapsulationAlgorithmsAsStrings() : null);
    }
}
