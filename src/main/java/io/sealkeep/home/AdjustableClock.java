// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A clock that can be moved forward, and the counted time beside it, which moves along: so what watches the one by the other sees
 * time that passed, not a clock that jumped. For tests of what time brings; there is one in the profile {@code dev} alone. Safe for
 * concurrent use.
 */
public final class AdjustableClock extends Clock {

    /** How far ahead of the clock beneath it may be at most. */
    public static final Duration FURTHEST = Duration.ofDays(10_000);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final AtomicReference<Duration> ahead;

    /**
     * Makes a clock that is not ahead yet.
     *
     * @param nanoTime counted time, as {@link System#nanoTime}
     */
    public AdjustableClock(Clock clock, LongSupplier nanoTime) {
        this(clock, nanoTime, new AtomicReference<>(Duration.ZERO));
    }

    private AdjustableClock(Clock clock, LongSupplier nanoTime, AtomicReference<Duration> ahead) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ahead = ahead;
    }

    /** Returns how far ahead it is of the clock beneath; never negative. */
    public Duration ahead() {
        return ahead.get();
    }

    /**
     * Returns how far ahead it would be, had it been moved by this much.
     *
     * @throws IllegalArgumentException if it cannot be moved so: backwards, not at all, or further than {@link #FURTHEST}; the
     *     message is fit for a caller
     */
    public Duration aheadAfter(Duration by) {
        if (by.isNegative() || by.isZero()) {
            throw new IllegalArgumentException("The clock can only be moved forward.");
        }
        Duration before = ahead.get();
        if (by.compareTo(FURTHEST.minus(before)) > 0) {
            throw new IllegalArgumentException("The clock can be moved " + FURTHEST.toDays()
                    + " days ahead of the machine's at most, and is " + before + " ahead.");
        }
        return before.plus(by);
    }

    /**
     * Moves it forward.
     *
     * @throws IllegalArgumentException as {@link #aheadAfter}
     */
    public synchronized void advance(Duration by) {
        ahead.set(aheadAfter(by));
    }

    /** Returns counted time in nanoseconds, as {@link System#nanoTime}. */
    public long nanoTime() {
        return nanoTime.getAsLong() + ahead.get().toNanos();
    }

    @Override
    public Instant instant() {
        return clock.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    /** Returns the same clock, moved together with this one, in another zone. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new AdjustableClock(clock.withZone(zone), nanoTime, ahead);
    }

    @Override
    public String toString() {
        return "AdjustableClock[" + clock + ", " + ahead.get() + " ahead]";
    }
}
