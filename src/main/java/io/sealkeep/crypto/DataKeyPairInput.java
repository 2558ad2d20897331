// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext take. */
@Schema(name = "DataKeyPairRequest", example = """
                {"keyId": "alias/example", "keyPairSpec": "ECC_NIST_P256", "encryptionContext": {"purpose": "example"}}""")
record DataKeyPairInput(
        @Schema(description = "A symmetric key, to encrypt the private key: key id, key ARN, alias name or alias ARN")
        @Nullable
        String keyId,

        @Schema(description = "Such as ECC_NIST_P256, RSA_2048 or ECC_NIST_EDWARDS25519") @Nullable
        String keyPairSpec,

        @Nullable Map<String, String> encryptionContext,

        @Schema(description = "Whether to answer the private key in clear too; true where absent") @Nullable
        Boolean withPlaintext,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
