// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What ReEncrypt takes. */
@Schema(name = "ReEncryptRequest", example = """
                {"ciphertextBlob": "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=", "sourceEncryptionContext": {"purpose": "example"},
                 "destinationKeyId": "alias/example", "destinationEncryptionContext": {"purpose": "another example"}}""")
record ReEncryptInput(
        @Schema(description = "The blob, in base64") @Nullable
        Bytes ciphertextBlob,

        @Schema(description = "A key id, key ARN, alias name or alias ARN, to refuse a blob of any other key") @Nullable
        String sourceKeyId,

        @Nullable Map<String, String> sourceEncryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent") @Nullable
        String sourceEncryptionAlgorithm,

        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String destinationKeyId,

        @Nullable Map<String, String> destinationEncryptionContext,

        @Schema(description = "SYMMETRIC_DEFAULT where absent") @Nullable
        String destinationEncryptionAlgorithm,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
