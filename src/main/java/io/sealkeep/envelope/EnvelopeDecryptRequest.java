// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of what to decrypt. Immutable. */
@Schema(example = """
                {"message": "ZXhhbXBsZS1tZXNzYWdl", "encryptionContext": {"purpose": "example"}}""")
record EnvelopeDecryptRequest(
        @Schema(description = "A message in the format of the AWS Encryption SDK, in base64") @Nullable
        Bytes message,

        @Schema(description = "The only key to accept: key id, key ARN, alias name or alias ARN; any key where absent")
        @Nullable
        String keyId,

        @Schema(description = "Pairs that the message's encryption context must contain") @Nullable
        Map<String, String> encryptionContext) {}
