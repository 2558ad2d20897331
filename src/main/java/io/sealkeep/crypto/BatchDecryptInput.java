// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sealkeep.web.BatchItem;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many Decrypts. */
@Schema(name = "BatchDecryptRequest", example = """
                {"items": [
                  {"ciphertextBlob": "ZXhhbXBsZS1jaXBoZXJ0ZXh0LWJsb2I=", "encryptionContext": {"purpose": "example"}},
                  {"ciphertextBlob": "bm8gYmxvYiBhdCBhbGw="}]}""")
record BatchDecryptInput(
        @ArraySchema(schema = @Schema(implementation = DecryptInput.class), minItems = 1, maxItems = Batch.MOST_ITEMS)
        @JsonSetter(contentNulls = Nulls.SET)
        @Nullable
        List<BatchItem<DecryptInput>> items) {}
