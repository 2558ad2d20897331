// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sealkeep.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A new key, and what became of the alias that was asked for with it: it exists, or the problem says why it does not. */
@Schema(name = "CreatedKey")
record CreatedKey(
        @JsonUnwrapped KeyView key,

        @Schema(description = "The alias, where one was asked for and created") @Nullable
        String aliasName,

        @Schema(description = "Why the alias was not created; the key exists all the same") @Nullable
        Problem aliasProblem) {}
