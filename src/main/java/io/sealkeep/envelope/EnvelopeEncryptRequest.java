// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of what to encrypt. Immutable. */
@Schema(example = """
                {"keyId": "alias/example", "plaintext": "SGVsbG8sIGVudmVsb3BlIQ==",
                 "encryptionContext": {"purpose": "example"}}""")
record EnvelopeEncryptRequest(
        @Schema(description = "The key to encrypt the data key under: key id, key ARN, alias name or alias ARN")
        @Nullable
        String keyId,

        @Schema(description = "The data, none or more bytes, in base64") @Nullable
        Bytes plaintext,

        @Schema(description = "Pairs that are bound to the message and stand in it in clear: no secrets") @Nullable
        Map<String, String> encryptionContext) {}
