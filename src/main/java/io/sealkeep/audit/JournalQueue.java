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

    /** Longer gains nothing in {@code bench/run}, shorter leaves groups small. */
    private static final long HELD_BACK_NANOS = 1_000_000;

    private final long capacity;
    private final Underway underway;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<JournalEntry> entries = new ArrayDeque<>();
    private long bytes;

    /** What the writer took last: the group that it is writing, or has written. */
    private List<JournalEntry> taken = List.of();

    private boolean closed;
    private volatile @Nullable String refusal;

    JournalQueue(long capacity, Underway underway) {
        this.capacity = capacity;
        this.underway = underway;
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
            if (entries.size() == 1 || entries.size() == enough()) {
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
            awaitOthers();
            List<JournalEntry> group = new ArrayList<>(entries.size());
            long sum = 0;
            while (!entries.isEmpty() && sum < GROUP_BYTES) {
                JournalEntry entry = entries.remove();
                sum += entry.bytes();
                group.add(entry);
            }
            bytes -= sum;
            taken = group;
            return group;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds a group back for a moment while others are about to join it: one force is then enough for all of them. Not where the group
     * before was of one alone, so that a lone caller never waits for somebody who is busy with something long.
     */
    private void awaitOthers() {
        long left = taken.size() > 1 ? HELD_BACK_NANOS : 0;
        try {
            while (left > 0 && !closed && !entries.isEmpty() && entries.size() < enough()) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Half of those who are being served: while these wait for the disk, the others compute. */
    private int enough() {
        return underway.count() / 2;
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

    /** Releases those that have waited too long, queued or being written. */
    void expire(long now) {
        lock.lock();
        try {
            taken.forEach(entry -> entry.expire(now));
            entries.forEach(entry -> entry.expire(now));
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new entries for good and releases all that wait. */
    void abandon(String reason) {
        lock.lock();
        try {
            closed = true;
            refusal = reason;
            taken.forEach(entry -> entry.fail(reason));
            entries.forEach(entry -> entry.fail(reason));
            entries.clear();
            bytes = 0;
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
