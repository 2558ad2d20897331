// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncryptRequest;

/** What Encrypt takes. */
@Schema(name = "EncryptRequest", example = """
                {"keyId": "alias/example", "plaintext": "SGVsbG8sIFNlYWxrZWVwIQ==",
                 "encryptionContext": {"purpose": "example"}}""")
record EncryptInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(
                description =
                        "1 to 4096 bytes, in base64; under an asymmetric key fewer: as many as its algorithm has room for")
        @Nullable
        Bytes plaintext,

        @Schema(description = "Under a symmetric key alone") @Nullable
        Map<String, String> encryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent; an asymmetric key needs it said") @Nullable
        String encryptionAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {

    EncryptRequest sdk() {
        return EncryptRequest.builder()
                .keyId(keyId)
                .plaintext(Bytes.sdk(plaintext))
                .encryptionContext(encryptionContext)
                .encryptionAlgorithm(encryptionAlgorithm)
                .grantTokens(Token.sdk(grantTokens))
                .dryRun(dryRun)
                .build();
    }
}
