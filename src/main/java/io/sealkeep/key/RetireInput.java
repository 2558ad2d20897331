// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What RetireGrant takes: a token, or a key's ARN and the id of a grant on it. */
@Schema(name = "RetireGrant", example = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                 "grantId": "abcde1237f76e4ba7987489ac329fbfba6ad343d6f7075dbd1ef191f0120514a"}""")
record RetireInput(
        @Schema(description = "Any of the tokens that CreateGrant answered for the grant") @Nullable
        Token grantToken,

        @Schema(description = "A key ARN: AWS takes nothing else here") @Nullable
        String keyId,

        @Nullable String grantId,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
