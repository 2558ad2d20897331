// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.time.Duration;

/**
 * How a trail behaves. Immutable.
 *
 * @param accountId the account of records that the trail writes about itself
 * @param region the region of those records
 * @param segmentBytes the size at which a segment file is followed by the next
 * @param answerWithin how long a call waits for its record to be durable, and a query for the index; five times as
 *     long a query may take
 * @param queueBytes how much may wait to be written before calls are refused
 */
public record TrailSettings(
        String accountId, String region, long segmentBytes, Duration answerWithin, long queueBytes) {

    /** Returns the defaults for an account and a region. */
    public static TrailSettings of(String accountId, String region) {
        return new TrailSettings(accountId, region, 64L << 20, Duration.ofSeconds(2), 16L << 20);
    }
}
