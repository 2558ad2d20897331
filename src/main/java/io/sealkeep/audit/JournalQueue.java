// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the journal's writer: bounded in bytes, and refusing while the journal cannot write. Safe for concurrent use. */
final class JournalQueue {

    /** Enough for thousands of records in a group; more would only make its first waiters wait. */
    private static final long GROUP_BYTES = 2 * 1024 * 1024;

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<JournalEntry> entries = new ArrayDeque<>();
    private long bytes;
    private boolean closed;
    private volatile @Nullable String refusal;

    JournalQueue(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds an entry, or throws at once.
     *
     * @throws TrailUnavailableException if the journal refuses, or too much is waiting already
     */
    void offer(JournalEntry entry) {
        lock.lock();
        try {
            requireAccepting();
            if (bytes > 0 && bytes + entry.bytes() > capacity) {
                throw new TrailUnavailableException("The trail is too slow for what is asked of it: " + bytes
                        + " bytes of records wait to be written");
            }
            bytes += entry.bytes();
            entries.add(entry);
            if (entries.size() == 1) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Throws if entries are refused. */
    void requireAccepting() {
        String reason = refusal;
        if (reason != null) {
            throw new TrailUnavailableException(reason);
        }
    }

    /** Waits for entries and takes as many as make a group; returns an empty list once the queue is closed and empty. */
    List<JournalEntry> take() {
        lock.lock();
        try {
            while (entries.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            List<JournalEntry> group = new ArrayList<>(entries.size());
            long sum = 0;
            while (!entries.isEmpty() && sum < GROUP_BYTES) {
                JournalEntry entry = entries.remove();
                sum += entry.bytes();
                group.add(entry);
            }
            bytes -= sum;
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new entries from now on and returns those that waited. */
    List<JournalEntry> refuse(String reason) {
        lock.lock();
        try {
            refusal = reason;
            List<JournalEntry> rest = List.copyOf(entries);
            entries.clear();
            bytes = 0;
            return rest;
        } finally {
            lock.unlock();
        }
    }

    /** Takes entries again, unless closed. */
    void accept() {
        lock.lock();
        try {
            if (!closed) {
                refusal = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new entries; those that wait can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            refusal = "The trail is closed";
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the queue is closed or the time is over; returns whether it is closed. */
    boolean awaitClose(long millis) {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && nanos > 0) {
                nanos = work.awaitNanos(nanos);
            }
            return closed;
        } catch (InterruptedException e) {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
