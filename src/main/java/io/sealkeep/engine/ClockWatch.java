// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether the clock can be believed with what cannot be undone: once it has kept step, for a while, with the time that the
 * machine counts by itself and that no time server sets. Safe for concurrent use.
 */
final class ClockWatch {

    /** By how much they may come apart: more than time servers correct in the course of things, less than any waiting period. */
    static final Duration TOLERANCE = Duration.ofMinutes(1);

    /** How long they must keep step: a fault that is noticed and mended within it has deleted nothing. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

    private final LongSupplier nanoTime;
    private Instant since;
    private long sinceNanos;

    /**
     * Begins to watch.
     *
     * @param nanoTime counted time, as {@link System#nanoTime}
     * @param now what the clock says
     */
    ClockWatch(LongSupplier nanoTime, Instant now) {
        this.nanoTime = nanoTime;
        this.since = now;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /**
     * Takes what the clock says now, and returns whether it has kept step for {@link #GRACE}. Where it came apart, forwards or
     * backwards, the watch begins anew.
     */
    synchronized boolean isSteady(Instant now) {
        long nanos = nanoTime.getAsLong();
        Duration counted = Duration.ofNanos(nanos - sinceNanos);
        Duration ahead = Duration.between(since, now).minus(counted);
        if (ahead.abs().compareTo(TOLERANCE) > 0) {
            LOG.warn(
                    "The clock went {} against the time that passed. No key is deleted until it has kept step for {}.",
                    ahead,
                    GRACE);
            since = now;
            sinceNanos = nanos;
            return false;
        }
        return counted.compareTo(GRACE) >= 0;
    }
}
