// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.DecryptRequest;

/** What Decrypt takes. */
@Schema(name = "DecryptRequest", example = """
                {"ciphertextBlob": "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=", "encryptionContext": {"purpose": "example"}}""")
record DecryptInput(
        @Schema(description = "The blob, in base64") @Nullable
        Bytes ciphertextBlob,

        @Schema(
                description =
                        "A key id, key ARN, alias name or alias ARN, to refuse a blob of any other key; for the ciphertext of"
                                + " an asymmetric key, which does not name it, required")
        @Nullable
        String keyId,

        @Nullable Map<String, String> encryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent; an asymmetric key needs it said") @Nullable
        String encryptionAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun,

        @Schema(description = "IGNORE_CIPHERTEXT: with dryRun, look at the key alone") @Nullable
        List<String> dryRunModifiers) {

    DecryptRequest sdk() {
        return DecryptRequest.builder()
                .ciphertextBlob(Bytes.sdk(ciphertextBlob))
                .keyId(keyId)
                .encryptionContext(encryptionContext)
                .encryptionAlgorithm(encryptionAlgorithm)
                .grantTokens(Token.sdk(grantTokens))
                .dryRun(dryRun)
                .dryRunModifiersWithStrings(dryRunModifiers)
                .build();
    }
}
