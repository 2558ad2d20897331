// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.Trail;
import io.sealkeep.engine.EmbeddedKms;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.kms.KmsClient;

/** The embedded engine, with the sweeper that does what time brings. Its regions are whatever callers name. */
final class EmbeddedBackend implements KmsBackend {

    private final EmbeddedKms engine;
    private final OutboxDrain changes;
    private final Sweeper sweeper;
    private final BackendDescription description;

    /** Empties the engine's outbox into the trail, so that no door opens before every change is recorded. */
    EmbeddedBackend(EmbeddedKms engine, Trail trail, Clock clock, BackendDescription description) {
        this.engine = engine;
        this.changes = new OutboxDrain(engine.outbox(), trail);
        this.sweeper = new Sweeper(engine, changes, trail, clock);
        this.description = description;
        changes.drain();
    }

    void start(Duration sweepInterval) {
        sweeper.start(sweepInterval);
    }

    /** Does now what the sweeper would do at its next turn. */
    void sweep() {
        sweeper.sweep();
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
