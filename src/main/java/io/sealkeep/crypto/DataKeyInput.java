// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What GenerateDataKey and GenerateDataKeyWithoutPlaintext take. */
@Schema(name = "DataKeyRequest", example = """
                {"keyId": "alias/example", "keySpec": "AES_256", "encryptionContext": {"purpose": "example"}}""")
record DataKeyInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(description = "AES_256 or AES_128") @Nullable
        String keySpec,

        @Schema(description = "1 to 1024, in place of keySpec") @Nullable
        Integer numberOfBytes,

        @Nullable Map<String, String> encryptionContext,

        @Schema(description = "Whether to answer the data key in clear too; true where absent") @Nullable
        Boolean withPlaintext,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
