// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What EnableKeyRotation takes. */
@Schema(name = "EnableRotation", example = "{\"rotationPeriodInDays\": 365}")
record RotationInput(
        @Schema(description = "90 to 2560 days; 365, or what it was before, where absent") @Nullable
        Integer rotationPeriodInDays) {}
