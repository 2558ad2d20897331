// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What GenerateRandom takes. */
@Schema(name = "RandomRequest", example = "{\"numberOfBytes\": 32}")
record RandomInput(
        @Schema(description = "1 to 1024") @Nullable Integer numberOfBytes,

        @Schema(description = "A CloudHSM key store whose cluster is to make them; KMS itself where absent") @Nullable
        String customKeyStoreId) {}
