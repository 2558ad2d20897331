// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Sign takes. */
@Schema(name = "SignRequest", example = """
                {"keyId": "alias/example-signing", "message": "SGVsbG8sIFNlYWxrZWVwIQ==",
                 "signingAlgorithm": "ECDSA_SHA_256"}""")
record SignInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(description = "1 to 4096 bytes, in base64: the message, or its digest") @Nullable
        Bytes message,

        @Schema(description = "What the message is: RAW where absent; DIGEST; for ML-DSA alone EXTERNAL_MU") @Nullable
        String messageType,

        @Schema(description = "One of the key's signingAlgorithms") @Nullable
        String signingAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
