// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.ActiveSegment.AlteredException;
import io.sealkeep.audit.JournalLine.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes the journal. Takes what is queued, writes it as a group, forces it, and only then releases the
 * waiters.
 *
 * <p>After a failure it refuses calls and tries again by itself, at growing intervals, until the disk takes a group. Where the file
 * on disk is not the one it wrote, it refuses until a restart, for only a start reads the whole segment.
 */
final class JournalWriter implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2000;

    private final JournalQueue queue;
    private final ActiveSegment segment;
    private final JournalNotices notices;
    private final Consumer<IndexRow.Group> follower;
    private final JournalGroup group = new JournalGroup();

    /** What the journal has to say about itself, kept until it is durable. */
    private final List<AuditEvent> notes = new ArrayList<>();

    private @Nullable String failure;
    private boolean altered;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    JournalWriter(
            JournalQueue queue, ActiveSegment segment, JournalNotices notices, Consumer<IndexRow.Group> follower) {
        this.queue = queue;
        this.segment = segment;
        this.notices = notices;
        this.follower = follower;
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                more = failure == null ? writeQueued() : resume(failure);
            }
        } finally {
            queue.abandon("The trail is closed");
            segment.close();
        }
    }

    private boolean writeQueued() {
        List<JournalEntry> entries = queue.take();
        if (entries.isEmpty()) {
            return false;
        }
        write(entries);
        while (!notes.isEmpty() && failure == null) {
            write(List.of());
        }
        return true;
    }

    private void write(List<JournalEntry> entries) {
        try {
            commit(entries);
        } catch (AlteredException e) {
            altered = true;
            LOG.error("{}", e.getMessage());
            fail(entries, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            String reason = "The trail cannot be written: " + e.getMessage();
            LOG.error("{}. Calls are refused until it can.", reason, e);
            fail(entries, reason);
        }
    }

    /** Makes the notes and the entries durable as one group, then releases the waiters. Barriers alone make no group. */
    private void commit(List<JournalEntry> entries) throws IOException, AlteredException {
        List<JournalEntry> all = new ArrayList<>(entries.size() + 1);
        if (!notes.isEmpty()) {
            all.add(new JournalEntry(Kind.RECORD, List.copyOf(notes), Duration.ZERO));
        }
        all.addAll(entries);
        JournalEnd before = segment.end();
        group.begin(before.seq(), before.head());
        for (JournalEntry entry : all) {
            for (AuditEvent event : entry.events()) {
                group.add(entry.kind(), event.json());
            }
        }
        if (group.lines() == 0) {
            release(all);
            return;
        }
        group.commit();
        long start = segment.append(group);
        notes.clear();
        release(all);
        follower.accept(rows(all, start));
    }

    private void release(List<JournalEntry> entries) {
        List<String> withheld = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (!entry.durable()) {
                for (AuditEvent event : entry.events()) {
                    withheld.add(event.eventId());
                    if (entry.kind() == Kind.INTENT) {
                        notes.add(notices.callNotMade(event));
                    }
                }
            }
        }
        notes.addAll(notices.answersWithheld(withheld));
        wake(entries);
    }

    /**
     * Waiters are virtual threads nearly always, and waking one from outside their scheduler takes a system call. So of many, one is
     * started in there that wakes them, and this thread goes on with the next group.
     */
    private static void wake(List<JournalEntry> entries) {
        if (entries.size() == 1) {
            entries.getFirst().wake();
        } else {
            Thread.startVirtualThread(() -> entries.forEach(JournalEntry::wake));
        }
    }

    private IndexRow.Group rows(List<JournalEntry> entries, long start) {
        List<IndexRow> rows = new ArrayList<>(group.lines());
        for (JournalEntry entry : entries) {
            for (AuditEvent event : entry.events()) {
                int i = rows.size();
                long offset = start + group.lineStart(i);
                rows.add(IndexRow.of(entry.kind(), group.firstSeq() + i, offset, group.lineLength(i), event));
            }
        }
        return new IndexRow.Group(rows, segment.end());
    }

    private void fail(List<JournalEntry> entries, String reason) {
        failure = reason;
        pauseMillis = FIRST_PAUSE_MILLIS;
        queue.refuse(reason).forEach(entry -> entry.fail(reason));
        entries.forEach(entry -> entry.fail(reason));
    }

    /**
     * Waits, then tries to go on in a new segment. Its first group tells what happened, and proves that the disk takes one again.
     *
     * @return false once the queue is closed
     */
    private boolean resume(String reason) {
        if (queue.awaitClose(pauseMillis)) {
            return false;
        }
        if (altered) {
            return true;
        }
        AuditEvent notice = notices.resumed(reason, segment.end());
        try {
            segment.beginAgain();
            notes.addFirst(notice);
            commit(List.of());
            failure = null;
            queue.accept();
            LOG.info(
                    "The trail is written again, in segment {}.",
                    Segments.name(segment.end().segment()));
        } catch (AlteredException e) {
            altered = true;
            fail(List.of(), String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.debug("the trail still cannot be written", e);
            notes.remove(notice);
            pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        }
        return true;
    }
}
