// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the trail, newest first. Immutable.
 *
 * @param events whole CloudTrail records, each one line of JSON
 * @param nextCursor what to give as cursor for the page after, or null at the end
 * @param completeUntil null where the page reflects every record that was durable when the query arrived; else the event time
 *     of the last record, in the order of the trail, that the index had reached. Event times follow that order roughly, not strictly:
 *     a missing record can be a little older than this
 */
public record TrailPage(
        List<String> events,
        @Nullable String nextCursor,
        @Nullable Instant completeUntil) {}
