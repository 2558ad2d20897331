// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON form of a message to describe. Immutable. */
@Schema(example = """
                {"message": "ZXhhbXBsZS1tZXNzYWdl"}""")
record EnvelopeDescribeRequest(
        @Schema(description = "A message, or its beginning as far as its header goes, in base64") @Nullable
        Bytes message) {}
