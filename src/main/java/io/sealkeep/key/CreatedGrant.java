// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A grant that was made, or was there, with a new token for it. */
@Schema(name = "CreatedGrant")
record CreatedGrant(
        @Schema(example = GrantView.EXAMPLE_ID) @Nullable String grantId,

        @Schema(description = "Stands for the grant in calls that are permitted by it, until it is revoked or retired")
        @Nullable
        Token grantToken) {}
