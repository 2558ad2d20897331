// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON form of a message to describe. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // made and read by the JSON mapper alone
record EnvelopeDescribeRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                format = "byte",
                description = "A message, or its first bytes as far as its header goes, in base64.")
        byte @Nullable [] message) {}
