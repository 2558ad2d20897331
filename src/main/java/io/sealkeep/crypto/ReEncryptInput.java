// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;

/** What ReEncrypt takes. */
@Schema(name = "ReEncryptRequest", example = """
                {"ciphertextBlob": "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=", "sourceEncryptionContext": {"purpose": "example"},
                 "destinationKeyId": "alias/example", "destinationEncryptionContext": {"purpose": "another example"}}""")
record ReEncryptInput(
        @Schema(description = "The blob, in base64") @Nullable
        Bytes ciphertextBlob,

        @Schema(
                description =
                        "A key id, key ARN, alias name or alias ARN, to refuse a blob of any other key; for the ciphertext of"
                                + " an asymmetric key, which does not name it, required")
        @Nullable
        String sourceKeyId,

        @Nullable Map<String, String> sourceEncryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent; an asymmetric key needs it said") @Nullable
        String sourceEncryptionAlgorithm,

        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String destinationKeyId,

        @Nullable Map<String, String> destinationEncryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent; an asymmetric key needs it said") @Nullable
        String destinationEncryptionAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun,

        @Schema(description = "IGNORE_CIPHERTEXT: with dryRun, look at the keys alone") @Nullable
        List<String> dryRunModifiers) {

    ReEncryptRequest sdk() {
        return ReEncryptRequest.builder()
                .ciphertextBlob(Bytes.sdk(ciphertextBlob))
                .sourceKeyId(sourceKeyId)
                .sourceEncryptionContext(sourceEncryptionContext)
                .sourceEncryptionAlgorithm(sourceEncryptionAlgorithm)
                .destinationKeyId(destinationKeyId)
                .destinationEncryptionContext(destinationEncryptionContext)
                .destinationEncryptionAlgorithm(destinationEncryptionAlgorithm)
                .grantTokens(Token.sdk(grantTokens))
                .dryRun(dryRun)
                .dryRunModifiersWithStrings(dryRunModifiers)
                .build();
    }
}
