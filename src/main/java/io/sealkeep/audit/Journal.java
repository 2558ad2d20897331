// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;

/**
 * An append-only, hash-chained sequence of records in segment files; the package's documentation gives the format. One platform
 * thread writes; callers of any thread wait for it. Safe for concurrent use; closed by {@link JournalTrail}.
 */
final class Journal implements AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final JournalQueue queue;
    private final ActiveSegment segment;
    private final NavigableSet<Long> segments;
    private final List<AuditEvent> findings;
    private final Duration answerWithin;
    private final Thread writer;

    private Journal(
            JournalQueue queue,
            ActiveSegment segment,
            NavigableSet<Long> segments,
            List<AuditEvent> findings,
            Duration answerWithin,
            Thread writer) {
        this.queue = queue;
        this.segment = segment;
        this.segments = segments;
        this.findings = findings;
        this.answerWithin = answerWithin;
        this.writer = writer;
    }

    /**
     * Finds the journal's end, clears up behind it, and starts the writer.
     *
     * @param follower gets the rows of each group, on the writer's thread, once they are durable; must be quick and not throw
     * @throws IllegalStateException if the trail was altered
     */
    static Journal open(TrailFiles files, Clock clock, TrailSettings settings, Consumer<IndexRow.Group> follower)
            throws IOException {
        JournalRecovery.Recovered recovered = JournalRecovery.run(files);
        JournalNotices notices = new JournalNotices(clock, settings);
        NavigableSet<Long> segments = new ConcurrentSkipListSet<>(recovered.segments());
        ActiveSegment segment = new ActiveSegment(files, settings.segmentBytes(), segments, recovered);
        JournalQueue queue = new JournalQueue(settings.queueBytes());
        List<AuditEvent> findings = new ArrayList<>();
        recovered.setAside().forEach(what -> findings.add(notices.setAside(what)));
        Thread writer = Thread.ofPlatform()
                .name("journal-writer")
                .daemon()
                .start(new JournalWriter(queue, segment, notices, follower));
        return new Journal(queue, segment, segments, findings, settings.answerWithin(), writer);
    }

    /**
     * Makes events durable, in their order and next to each other, and returns once they are.
     *
     * @throws TrailUnavailableException if they are not known to be durable in time
     */
    void append(Kind kind, List<AuditEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        JournalEntry entry = new JournalEntry(kind, events);
        queue.offer(entry);
        entry.await(answerWithin);
    }

    /** Throws {@link TrailUnavailableException} if the journal is in a failed state. */
    void requireWritable() {
        queue.requireAccepting();
    }

    /** Returns the place up to which everything is durable. */
    JournalEnd end() {
        return segment.end();
    }

    /** Returns the first sequence number of each segment. */
    NavigableSet<Long> segments() {
        return segments;
    }

    /** Returns what the start found and cleared up, not yet recorded. */
    List<AuditEvent> findings() {
        return findings;
    }

    /** Writes what is queued, then ends the writer. */
    @Override
    public void close() {
        queue.close();
        try {
            writer.join(CLOSE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
