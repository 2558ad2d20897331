// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.dev;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** By how much to move the clock. */
@Schema(name = "AdvanceClock", example = "{\"advance\": \"P30D\"}")
record ClockAdvance(
        @Schema(description = "An ISO 8601 duration of days, hours, minutes and seconds: P30D, PT12H, P1DT30M")
        @Nullable
        String advance) {

    /**
     * Returns it as a duration.
     *
     * @throws IllegalArgumentException if it is none, with the reason for the caller
     */
    Duration duration() {
        try {
            return Duration.parse(advance == null ? "" : advance);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "advance must be an ISO 8601 duration of days, hours, minutes and seconds, such as P30D or PT12H.",
                    e);
        }
    }
}
