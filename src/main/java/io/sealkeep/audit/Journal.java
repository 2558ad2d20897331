// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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

    /** How many times within a waiter's time the deadlines are looked at. */
    private static final int DEADLINES_LOOKED_AT = 16;

    private final JournalQueue queue;
    private final ActiveSegment segment;
    private final NavigableSet<Long> segments;
    private final Duration answerWithin;
    private final Thread writer;

    private Journal(
            JournalQueue queue,
            ActiveSegment segment,
            NavigableSet<Long> segments,
            Duration answerWithin,
            Thread writer) {
        this.queue = queue;
        this.segment = segment;
        this.segments = segments;
        this.answerWithin = answerWithin;
        this.writer = writer;
    }

    /** Opens a journal to which nothing remembered is held, and where nobody counts requests. */
    static Journal open(TrailFiles files, Clock clock, TrailSettings settings, Consumer<IndexRow.Group> follower)
            throws IOException {
        return open(JournalRecovery.examine(files), files, clock, settings, new Underway(), follower);
    }

    /**
     * Clears up behind the journal's end and starts the writer.
     *
     * @param recovery what is known of the files
     * @param underway the requests that are being served
     * @param follower gets the rows of each group, on the writer's thread, once they are durable; must be quick and not throw
     */
    static Journal open(
            JournalRecovery recovery,
            TrailFiles files,
            Clock clock,
            TrailSettings settings,
            Underway underway,
            Consumer<IndexRow.Group> follower)
            throws IOException {
        JournalRecovery.Recovered recovered = recovery.clearUp();
        JournalNotices notices = new JournalNotices(clock, settings);
        NavigableSet<Long> segments = new ConcurrentSkipListSet<>(recovered.segments());
        ActiveSegment segment = new ActiveSegment(files, settings.segmentBytes(), segments, recovered);
        JournalQueue queue = new JournalQueue(settings.queueBytes(), underway);
        Thread writer = Thread.ofPlatform()
                .name("journal-writer")
                .daemon()
                .start(new JournalWriter(queue, segment, notices, follower));
        Duration tick = settings.answerWithin().dividedBy(DEADLINES_LOOKED_AT);
        Thread.ofPlatform().name("journal-deadlines").daemon().start(() -> keepDeadlines(writer, queue, tick));
        return new Journal(queue, segment, segments, settings.answerWithin(), writer);
    }

    /** One thread for all waiters: a timer for each would cost more than the wait. */
    private static void keepDeadlines(Thread writer, JournalQueue queue, Duration tick) {
        try {
            while (!writer.join(tick)) {
                queue.expire(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Whatever ended the writer, nobody waits for it any longer.
            queue.abandon("The trail is closed");
        }
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
        JournalEntry entry = new JournalEntry(kind, events, answerWithin);
        queue.offer(entry);
        entry.await();
    }

    /**
     * Waits until everything that was given to {@link #append} before is decided: durable, or failed for good. A record whose caller
     * gave up waiting is neither for as long as it is queued or being written.
     *
     * @throws TrailUnavailableException if it is not decided in time
     */
    void awaitDecided() {
        JournalEntry barrier = new JournalEntry(Kind.RECORD, List.of(), answerWithin);
        queue.offer(barrier);
        barrier.await();
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
