// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.home.AdjustableClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The embedded engine's time, which can be moved forward; the trail's is the same. There is one in the profile {@code dev} alone,
 * where the backend is embedded. Safe for concurrent use.
 */
public final class EngineTime {

    private final AdjustableClock clock;
    private final EmbeddedBackend backend;

    EngineTime(AdjustableClock clock, EmbeddedBackend backend) {
        this.clock = clock;
        this.backend = backend;
    }

    /** Returns what time it is. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns how far ahead of the machine's clock that is. */
    public Duration ahead() {
        return clock.ahead();
    }

    /**
     * Moves the time forward and does at once what has become due: deletions and rotations, each recorded, at most 500 of a kind;
     * the rest follow at the sweeper's next turns. Counted time moves along, so nothing waits for the clock to be found steady (ADR 26)
     * that would not have waited had the time passed.
     *
     * @param before makes the record of the move; the time moves only if it returns
     * @throws IllegalArgumentException if the time cannot be moved so, with the reason for the caller
     * @throws software.amazon.awssdk.services.kms.model.KmsException if the trail takes no records; nothing is moved then, or
     *     nothing that is due was begun
     */
    public void advance(Duration by, Runnable before) {
        try {
            backend.sweepAfter(() -> {
                clock.aheadAfter(by);
                before.run();
                clock.advance(by);
            });
        } catch (TrailUnavailableException e) {
            throw BackendErrors.trailUnavailable(e);
        }
    }
}
