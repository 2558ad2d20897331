// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What UpdatePrimaryRegion takes. */
@Schema(name = "UpdatePrimaryRegion", example = "{\"primaryRegion\": \"eu-central-1\"}")
record PrimaryRegionInput(
        @Schema(description = "The region of the replica that becomes the primary key") @Nullable
        String primaryRegion) {}
