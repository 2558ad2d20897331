// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.TestTrails;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailPage;
import io.sealkeep.audit.TrailQuery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** A trail that is wrong on purpose: it lets the answer go and records afterwards. Safe for concurrent use. */
record AnswerFirstTrail(Trail trail, Executor later) implements Trail {

    AnswerFirstTrail(Trail trail) {
        this(trail, Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "records later");
            thread.setDaemon(true);
            return thread;
        }));
    }

    @Override
    public void record(List<AuditEvent> events) {
        TestTrails.pretendRecorded();
        later.execute(() -> trail.record(events));
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
