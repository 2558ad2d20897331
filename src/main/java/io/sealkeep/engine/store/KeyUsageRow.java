// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last successful cryptographic use of a key. Immutable.
 *
 * @param operation the API action
 * @param requestId the id of the request, as its answer and its record have it
 * @param eventId the id of its record; null where nothing was audited
 */
public record KeyUsageRow(
        KeyRef key,
        String operation,
        Instant at,
        String requestId,
        @Nullable String eventId) {}
