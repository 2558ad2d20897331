// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailPage;
import io.sealkeep.audit.TrailQuery;
import io.sealkeep.audit.TrailUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A trail that forwards to another, remembers what it was given, and refuses what the test wants refused. */
final class FailingTrail implements Trail {

    private final Trail trail;
    private final List<AuditEvent> recorded = new CopyOnWriteArrayList<>();
    private final List<AuditEvent> refused = new CopyOnWriteArrayList<>();
    private volatile Predicate<AuditEvent> refuses = event -> false;
    private volatile Runnable before = () -> {};

    FailingTrail(Trail trail) {
        this.trail = trail;
    }

    void refuse(Predicate<AuditEvent> events) {
        refuses = events;
    }

    /** Runs before each record, on the thread that makes it. */
    void before(Runnable action) {
        before = action;
    }

    /** Returns what was recorded since the last time this was called. */
    List<AuditEvent> takeRecorded() {
        List<AuditEvent> events = List.copyOf(recorded);
        recorded.clear();
        return events;
    }

    /** Returns what was refused since the last time this was called. */
    List<AuditEvent> takeRefused() {
        List<AuditEvent> events = List.copyOf(refused);
        refused.clear();
        return events;
    }

    @Override
    public void record(List<AuditEvent> events) {
        before.run();
        if (events.stream().anyMatch(refuses)) {
            refused.addAll(events);
            throw new TrailUnavailableException("refused by the test");
        }
        trail.record(events);
        recorded.addAll(events);
    }

    @Override
    public void intend(AuditEvent intent) {
        trail.intend(intent);
    }

    @Override
    public void requireWritable() {
        trail.requireWritable();
    }

    @Override
    public boolean contains(String eventId) {
        return trail.contains(eventId);
    }

    @Override
    public Optional<String> find(String eventId) {
        return trail.find(eventId);
    }

    @Override
    public TrailPage find(TrailQuery query) {
        return trail.find(query);
    }
}
