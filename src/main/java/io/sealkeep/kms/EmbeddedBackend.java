// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.engine.EmbeddedKms;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kms.KmsClient;

/** The embedded engine, with the sweeper that does what time brings. Its regions are whatever callers name. */
final class EmbeddedBackend implements KmsBackend {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBackend.class);

    private final EmbeddedKms engine;
    private final OutboxDrain changes;
    private final Sweeper sweeper;
    private final BackendDescription description;

    /** Records what the outbox holds before any door opens. */
    EmbeddedBackend(EmbeddedKms engine, Trail trail, Clock clock, BackendDescription description) {
        this.engine = engine;
        this.changes = new OutboxDrain(engine.outbox(), trail);
        this.sweeper = new Sweeper(engine, changes, trail, clock);
        this.description = description;
        drainAtStart(trail);
    }

    /**
     * Empties the engine's outbox into the trail. Where the trail takes records but cannot say yet which it has, because its index
     * is damaged and has to be built anew, the start does not wait for that: the sweeper empties the outbox.
     */
    private void drainAtStart(Trail trail) {
        try {
            changes.drain();
        } catch (TrailUnavailableException e) {
            trail.requireWritable();
            LOG.warn("What the outbox holds is recorded later: {}", e.getMessage());
        }
    }

    void start(Duration sweepInterval) {
        sweeper.start(sweepInterval);
    }

    /** Does now what the sweeper would do at its next turn. */
    void sweep() {
        sweeper.sweep();
    }

    /** As {@link #sweep}, after something that happens between two turns of the sweeper. */
    void sweepAfter(Runnable change) {
        sweeper.sweepAfter(change);
    }

    @Override
    public KmsClient client(String region) {
        return engine;
    }

    @Override
    public ChangeLog changes() {
        return changes;
    }

    @Override
    public BackendDescription description() {
        return description;
    }

    @Override
    public void close() {
        sweeper.close();
        engine.close();
    }
}
