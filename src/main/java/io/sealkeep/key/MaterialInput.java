// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What ImportKeyMaterial takes. */
@Schema(name = "ImportMaterial", example = """
                {"importToken": "ZXhhbXBsZS1pbXBvcnQtdG9rZW4=", "encryptedKeyMaterial": "ZXhhbXBsZS1tYXRlcmlhbA==",
                 "expirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"}""")
record MaterialInput(
        @Schema(description = "The token of import-parameters, in base64") @Nullable
        Bytes importToken,

        @Schema(description = "The material, wrapped with the public key of import-parameters, in base64") @Nullable
        Bytes encryptedKeyMaterial,

        @Schema(
                description =
                        "KEY_MATERIAL_EXPIRES, with validTo, or KEY_MATERIAL_DOES_NOT_EXPIRE; the former where absent")
        @Nullable
        String expirationModel,

        @Schema(description = "When the material is to be deleted: at most 365 days ahead") @Nullable
        Instant validTo,

        @Schema(
                description =
                        "NEW_KEY_MATERIAL for material to rotate to, which a symmetric key can have; EXISTING_KEY_MATERIAL"
                                + " to bring back what it had")
        @Nullable
        String importType,

        @Schema(description = "A note about this material, for symmetric keys") @Nullable
        String keyMaterialDescription,

        @Schema(description = "The material that this is to be, to refuse any other") @Nullable
        String keyMaterialId) {}
