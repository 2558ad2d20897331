// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved, and the counted time beside it. */
public final class TestClock extends Clock {

    private volatile Instant now = Instant.parse("2026-11-24T09:00:00.123Z");
    private volatile Duration counted = Duration.ZERO;

    /** Lets time pass. */
    public void forward(Duration duration) {
        now = now.plus(duration);
        counted = counted.plus(duration);
    }

    /** Sets the clock forwards, or backwards, while no time passes. */
    public void jump(Duration duration) {
        now = now.plus(duration);
    }

    /** Returns counted time: what {@link System#nanoTime} would. */
    public long nanoTime() {
        return counted.toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
