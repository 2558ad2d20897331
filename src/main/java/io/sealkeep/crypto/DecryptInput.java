// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Decrypt takes. */
@Schema(name = "DecryptRequest", example = """
                {"ciphertextBlob": "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=", "encryptionContext": {"purpose": "example"}}""")
record DecryptInput(
        @Schema(description = "The blob, in base64") @Nullable
        Bytes ciphertextBlob,

        @Schema(description = "A key id, key ARN, alias name or alias ARN, to refuse a blob of any other key") @Nullable
        String keyId,

        @Nullable Map<String, String> encryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent") @Nullable
        String encryptionAlgorithm,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
