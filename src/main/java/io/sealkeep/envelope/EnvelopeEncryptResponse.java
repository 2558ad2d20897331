// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** The JSON form of a message. Immutable. */
record EnvelopeEncryptResponse(
        @Schema(description = "The message in the format of the AWS Encryption SDK, in base64")
        Bytes message,

        @Schema(description = "The ARN of the key that encrypted the data key")
        String keyId,

        @Schema(description = "The pairs that are bound to the message")
        Map<String, String> encryptionContext) {}
