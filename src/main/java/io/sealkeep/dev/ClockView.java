// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.dev;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * What time it is.
 *
 * @param now the time by which the engine and the trail go
 * @param ahead how far that is ahead of the machine's clock, an ISO 8601 duration
 */
@Schema(name = "Clock", example = "{\"now\": \"2026-12-24T09:00:00Z\", \"ahead\": \"PT720H\"}")
record ClockView(
        @Schema(description = "The time by which the engine and the trail go")
        Instant now,

        @Schema(description = "How far that is ahead of the machine's clock")
        String ahead) {}
