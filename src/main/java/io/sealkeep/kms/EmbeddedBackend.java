// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.EmbeddedKms;
import io.sealkeep.engine.Seed;
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
    private final Trail trail;
    private final Clock clock;
    private final BackendDescription description;

    /** Records what the outbox holds before any door opens. */
    EmbeddedBackend(EmbeddedKms engine, Trail trail, Clock clock, BackendDescription description) {
        this.engine = engine;
        this.changes = new OutboxDrain(engine.outbox(), trail);
        this.sweeper = new Sweeper(engine, changes, trail, clock);
        this.trail = trail;
        this.clock = clock;
        this.description = description;
        drainAtStart();
    }

    /**
     * Empties the engine's outbox into the trail. Where the trail takes records but cannot say yet which it has, because its index
     * is damaged and has to be built anew, the start does not wait for that: the sweeper empties the outbox.
     */
    private void drainAtStart() {
        try {
            changes.drain();
        } catch (TrailUnavailableException e) {
            trail.requireWritable();
            LOG.warn("What the outbox holds is recorded later: {}", e.getMessage());
        }
    }

    /**
     * Makes the keys of a seed that are not there yet, and records them. Before {@link #start} and before any call.
     *
     * @throws io.sealkeep.home.StartRefusedException if the seed cannot be: nothing of it is then made
     * @throws TrailUnavailableException if the trail takes no records: nothing of it is then made
     */
    void seed(Seed seed) {
        trail.requireWritable();
        int made = ScopedValue.where(CallRecord.CURRENT, new ServiceCallRecord(clock))
                .call(() -> engine.seed(seed));
        drainAtStart();
        LOG.info("{}: {} of {} keys were made, the others are there", seed.source(), made, seed.keys().size());
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
