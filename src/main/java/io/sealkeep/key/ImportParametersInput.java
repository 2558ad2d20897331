// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What GetParametersForImport takes. */
@Schema(
        name = "ImportParametersRequest",
        example = "{\"wrappingAlgorithm\": \"RSAES_OAEP_SHA_256\", \"wrappingKeySpec\": \"RSA_2048\"}")
record ImportParametersInput(
        @Schema(
                description =
                        "How the material will be wrapped: RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1 where it is short;"
                                + " RSA_AES_KEY_WRAP_SHA_256 or RSA_AES_KEY_WRAP_SHA_1 for any; SM2PKE")
        @Nullable
        String wrappingAlgorithm,

        @Schema(description = "RSA_2048, RSA_3072, RSA_4096 or SM2") @Nullable
        String wrappingKeySpec) {}
