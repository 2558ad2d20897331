// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.engine.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The change log of the embedded engine: the record of a change commits with the change in the engine's outbox and leaves it
 * once the trail has it. Most rows are recorded by the call that made them; what is left over, after a crash or a trail that
 * failed, or made by no call, {@link #drain} records. Safe for concurrent use.
 */
final class OutboxDrain implements ChangeLog {

    private final Outbox outbox;
    private final Trail trail;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

    OutboxDrain(Outbox outbox, Trail trail) {
        this.outbox = outbox;
        this.trail = trail;
    }

    @Override
    public boolean needsIntents() {
        return false;
    }

    @Override
    public void prepared(List<String> eventIds) {
        inFlight.addAll(eventIds);
    }

    @Override
    public void recorded(List<String> eventIds) {
        if (!eventIds.isEmpty()) {
            outbox.settle(eventIds);
        }
    }

    @Override
    public void ended(List<String> eventIds) {
        eventIds.forEach(inFlight::remove);
    }

    /**
     * Records every row that no running call will record, in the order they committed, and lets it go. A row whose record the
     * trail already has, because the process died between the two, is let go without another.
     *
     * @throws io.sealkeep.audit.TrailUnavailableException if the trail takes none now: the rows stay
     */
    void drain() {
        // Read the running calls before the rows: a call that ends in between has its rows recorded, and contains()
        // says so.
        Set<String> running = Set.copyOf(inFlight);
        for (OutboxRow row : outbox.pending()) {
            if (!running.contains(row.eventId()) && !inFlight.contains(row.eventId())) {
                if (!trail.contains(row.eventId())) {
                    trail.record(List.of(AuditEvent.parse(row.json().getBytes(StandardCharsets.UTF_8))));
                }
                outbox.settle(List.of(row.eventId()));
            }
        }
    }
}
