// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the trail; a null member does not restrict. Immutable.
 *
 * @param from earliest {@code eventTime}, inclusive
 * @param to latest {@code eventTime}, exclusive
 * @param eventName an exact event name, for example {@code Decrypt}
 * @param key a key ARN, or a bare key id that matches in every region
 * @param principal a principal's ARN, or a principal id where it has no ARN
 * @param errorCode an exact error code
 * @param requestId an exact request id
 * @param limit most events to return, 1 to 1000
 * @param cursor where the page before ended, as it gave it
 */
public record TrailQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String eventName,
        @Nullable String key,
        @Nullable String principal,
        @Nullable String errorCode,
        @Nullable String requestId,
        int limit,
        @Nullable String cursor) {

    /** The most events a page can have. */
    public static final int LARGEST_LIMIT = 1000;
}
