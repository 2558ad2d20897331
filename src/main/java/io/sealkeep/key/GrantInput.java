// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What CreateGrant takes. */
@Schema(name = "CreateGrant", example = """
                {"granteePrincipal": "arn:aws:iam::000000000000:root", "retiringPrincipal": "arn:aws:iam::000000000000:root",
                 "operations": ["Encrypt", "Decrypt"], "constraints": {"encryptionContextSubset": {"purpose": "example"}},
                 "name": "example"}""")
record GrantInput(
        @Schema(
                description =
                        "Who gets the permissions: the ARN of an account, user, role or session; or granteeServicePrincipal")
        @Nullable
        String granteePrincipal,

        @Schema(
                description =
                        "The AWS service that gets the permissions; then constraints.sourceArn and who may retire are needed")
        @Nullable
        String granteeServicePrincipal,

        @Schema(description = "Who may retire the grant; or retiringServicePrincipal") @Nullable
        String retiringPrincipal,

        @Nullable String retiringServicePrincipal,

        @Schema(description = "What is permitted: operations that keys of this kind have") @Nullable
        List<String> operations,

        @Nullable KeyGrantConstraints constraints,

        @Schema(description = "A request with the name of a grant, and all else the same, makes no other grant")
        @Nullable
        String name,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
