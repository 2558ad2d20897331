// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.EmbeddedKms;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does in the background what time brings: deletes keys whose waiting period ended, rotates those that are due, and records
 * what the outbox holds. One platform thread, because the engine's store and the trail's files are native I/O. Closed before
 * the engine.
 */
final class Sweeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final EmbeddedKms engine;
    private final OutboxDrain drain;
    private final Trail trail;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sweeper").factory());

    Sweeper(EmbeddedKms engine, OutboxDrain drain, Trail trail, Clock clock) {
        this.engine = engine;
        this.drain = drain;
        this.trail = trail;
        this.clock = clock;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a turn never throws
    void start(Duration interval) {
        thread.scheduleWithFixedDelay(this::turn, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One turn; never throws, so that the next one comes. */
    private void turn() {
        try {
            sweep();
        } catch (TrailUnavailableException e) {
            LOG.warn("What is due waits: {}", e.getMessage());
        } catch (RuntimeException e) {
            if (thread.isShutdown()) {
                LOG.info("What is due waits for the next start: {}", e.getMessage());
            } else {
                LOG.error("What is due could not be done; it will be tried again", e);
            }
        }
    }

    /**
     * Does what is due and records it.
     *
     * @throws TrailUnavailableException if the trail takes no records: nothing new is then begun
     */
    synchronized void sweep() {
        trail.requireWritable();
        ScopedValue.where(CallRecord.CURRENT, new ServiceCallRecord(clock)).run(engine::sweep);
        drain.drain();
    }

    /**
     * Lets something happen between two turns, so that no turn sees it half done, and sweeps after it.
     *
     * @throws TrailUnavailableException as {@link #sweep}
     */
    synchronized void sweepAfter(Runnable change) {
        change.run();
        sweep();
    }

    @Override
    public void close() {
        thread.close();
    }
}
