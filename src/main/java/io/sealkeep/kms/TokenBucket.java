// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A bucket that holds as many tokens as come in a second, at least one, and begins full. Kept as the time at which it will be full
 * again, in the manner of the generic cell rate algorithm (ITU-T I.371), so there is no count that could drift. Safe for concurrent
 * use.
 */
final class TokenBucket {

    private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);

    private final long interval;
    private final long slack;
    private long full;

    /**
     * Makes a full bucket.
     *
     * @param perSecond tokens a second, 0.001 to 1,000,000
     * @param now counted time, as {@link System#nanoTime}
     */
    TokenBucket(BigDecimal perSecond, long now) {
        this.interval = SECOND.divide(perSecond, 0, RoundingMode.DOWN).longValueExact();
        this.slack = Math.max(0, perSecond.longValue() - 1) * interval;
        this.full = now;
    }

    /** Takes a token, if there is one. */
    synchronized boolean take(long now) {
        long due = full - now > 0 ? full : now;
        if (due - now > slack) {
            return false;
        }
        full = due + interval;
        return true;
    }
}
