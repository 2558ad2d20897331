// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Decapsulate takes. */
@Schema(name = "DecapsulateRequest", example = """
                {"keyId": "alias/example-encapsulation", "sharedSecretCiphertextBlob": "ZXhhbXBsZS1lbmNhcHN1bGF0ZWQtc2VjcmV0",
                 "encapsulationAlgorithm": "ML_KEM"}""")
record DecapsulateInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(description = "What Encapsulate answered, or anyone who has the public key has made, in base64")
        @Nullable
        Bytes sharedSecretCiphertextBlob,

        @Schema(description = "ML_KEM") @Nullable String encapsulationAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
