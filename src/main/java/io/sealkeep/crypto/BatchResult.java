// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of one item of a batch: one of the two members is there. */
record BatchResult<R>(
        @Schema(description = "What the operation answers, where it was done") @Nullable
        R result,

        @Schema(description = "Why it was not, otherwise") @Nullable
        Problem problem) {}
