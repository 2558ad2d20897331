// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Encrypt takes. */
@Schema(name = "EncryptRequest", example = """
                {"keyId": "alias/example", "plaintext": "SGVsbG8sIFNlYWxrZWVwIQ==",
                 "encryptionContext": {"purpose": "example"}}""")
record EncryptInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(description = "1 to 4096 bytes, in base64") @Nullable
        Bytes plaintext,

        @Nullable Map<String, String> encryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent") @Nullable
        String encryptionAlgorithm,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
