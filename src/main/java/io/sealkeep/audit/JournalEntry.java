// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way into the journal, and the thread that waits for them. Without events it is a barrier: it ends once what was
 * queued before it has ended. The writer and the waiter race for the outcome: who
 * comes first decides it.
 */
final class JournalEntry {

    private static final String DURABLE = "";

    /** What each line costs beside the record itself. */
    private static final int LINE_OVERHEAD = 256;

    private final Kind kind;
    private final List<AuditEvent> events;
    private final Duration limit;
    private final long deadline;
    private final long bytes;
    private final Thread waiter = Thread.currentThread();

    /** Null while undecided, {@link #DURABLE}, or the reason of the failure. */
    private final AtomicReference<@Nullable String> outcome = new AtomicReference<>();

    /**
     * @param limit how long from now the calling thread may be kept waiting
     */
    JournalEntry(Kind kind, List<AuditEvent> events, Duration limit) {
        this.kind = kind;
        this.events = events;
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
        long sum = 0;
        for (AuditEvent event : events) {
            int length = event.json().length;
            if (length > JournalLine.LONGEST / 2) {
                throw new IllegalArgumentException("a record of " + length + " bytes is no CloudTrail record");
            }
            sum += length + LINE_OVERHEAD;
        }
        this.bytes = sum;
    }

    Kind kind() {
        return kind;
    }

    List<AuditEvent> events() {
        return events;
    }

    /** Returns about how much memory and disk this takes. */
    long bytes() {
        return bytes;
    }

    /**
     * Waits for the outcome, which {@link #expire} brings at the latest. An interrupt does not end the wait; it is kept for the
     * caller.
     *
     * @throws TrailUnavailableException if the records are not durable, or not in time
     */
    void await() {
        boolean interrupted = false;
        String result = outcome.get();
        while (result == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            result = outcome.get();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!result.equals(DURABLE)) {
            throw new TrailUnavailableException(result);
        }
    }

    /** Releases the waiter with a failure if its time is over. */
    void expire(long now) {
        if (outcome.get() == null && now - deadline >= 0) {
            fail("The trail did not take the record within " + limit.toMillis() + " ms");
        }
    }

    /**
     * Decides that the waiter is to be released, which {@link #wake} then does; returns false if it has given up, so that the record
     * stands although its answer was withheld.
     */
    boolean durable() {
        return outcome.compareAndSet(null, DURABLE);
    }

    /** Lets the waiter see what was decided. */
    void wake() {
        LockSupport.unpark(waiter);
    }

    /** Releases the waiter: with a failure, unless something else was decided. */
    void fail(String reason) {
        outcome.compareAndSet(null, reason);
        wake();
    }
}
