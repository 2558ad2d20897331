// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A key's material that an operation was carried out on. */
@Schema(name = "MaterialReference", example = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/0987ab65-43cd-21ef-09ab-87654321cdef",
                 "keyMaterialId": "123d90a46faef4e7a3ef0e0cc6b2ac9ec8bfe2b1f1a9ac0ac7c3ddab03a1b43c"}""")
record MaterialReference(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "Absent where the key had none") @Nullable
        String keyMaterialId) {}
