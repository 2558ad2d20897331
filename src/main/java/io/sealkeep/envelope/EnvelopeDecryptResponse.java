// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** The JSON form of a plaintext. Immutable. */
record EnvelopeDecryptResponse(
        @Schema(description = "The data, in base64") Bytes plaintext,

        @Schema(description = "The ARN of the key that decrypted the data key")
        String keyId,

        @Schema(description = "The message's encryption context, authenticated")
        Map<String, String> encryptionContext) {}
