// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON form of what to encrypt. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // made and read by the JSON mapper alone
record EnvelopeEncryptRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                example = "alias/example",
                description = "The key to encrypt under: key id, key ARN, alias name or alias ARN.")
        @Nullable
        String keyId,

        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                format = "byte",
                example = "SGVsbG8sIGVudmVsb3BlIQ==",
                description = "The data, in base64.")
        byte @Nullable [] plaintext,

        @Schema(
                example = "{\"tenant\":\"example\"}",
                description = "Pairs that are bound to the message, and stand in it in clear: no secrets.")
        @Nullable
        Map<String, String> encryptionContext) {}
