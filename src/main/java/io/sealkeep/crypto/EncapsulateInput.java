// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Encapsulate takes. */
@Schema(name = "EncapsulateRequest", example = """
                {"keyId": "alias/example-encapsulation", "encapsulationAlgorithm": "ML_KEM"}""")
record EncapsulateInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(description = "ML_KEM") @Nullable String encapsulationAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
