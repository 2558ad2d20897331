// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sealkeep.web.BatchItem;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many ReEncrypts. */
@Schema(name = "BatchReEncryptRequest", example = """
                {"items": [
                  {"ciphertextBlob": "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=", "sourceEncryptionContext": {"purpose": "example"},
                   "destinationKeyId": "alias/example", "destinationEncryptionContext": {"purpose": "another example"}}]}""")
record BatchReEncryptInput(
        @ArraySchema(schema = @Schema(implementation = ReEncryptInput.class), minItems = 1, maxItems = Batch.MOST_ITEMS)
        @JsonSetter(contentNulls = Nulls.SET)
        @Nullable
        List<BatchItem<ReEncryptInput>> items) {}
