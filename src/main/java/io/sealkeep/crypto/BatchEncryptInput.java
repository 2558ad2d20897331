// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.sealkeep.web.BatchItem;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Many Encrypts. */
@Schema(name = "BatchEncryptRequest", example = """
                {"items": [
                  {"keyId": "alias/example", "plaintext": "SGVsbG8sIFNlYWxrZWVwIQ=="},
                  {"keyId": "alias/example", "plaintext": "SGVsbG8gYWdhaW4h", "encryptionContext": {"purpose": "example"}}]}""")
record BatchEncryptInput(
        @ArraySchema(schema = @Schema(implementation = EncryptInput.class), minItems = 1, maxItems = Batch.MOST_ITEMS)
        @JsonSetter(contentNulls = Nulls.SET)
        @Nullable
        List<BatchItem<EncryptInput>> items) {}
