// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What GenerateMac takes. */
@Schema(name = "MacRequest", example = """
                {"keyId": "alias/example-mac", "message": "SGVsbG8sIFNlYWxrZWVwIQ==", "macAlgorithm": "HMAC_SHA_256"}""")
record MacInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(description = "1 to 4096 bytes, in base64") @Nullable
        Bytes message,

        @Schema(description = "One of the key's macAlgorithms") @Nullable
        String macAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
