// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was made durable and is not yet indexed, as far as memory allows. When more comes than fits, all of it is dropped: the
 * index sees the gap and reads the journal instead. Safe for concurrent use.
 */
final class IndexFeed {

    private static final int CAPACITY = 32_768;

    /** So many rows are worth a transaction at once. */
    private static final int BATCH = 8192;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<IndexRow.Group> groups = new ArrayDeque<>();
    private int rows;
    private boolean wanted;

    /** Adds a group; never waits. */
    void offer(IndexRow.Group group) {
        lock.lock();
        try {
            if (rows >= CAPACITY) {
                groups.clear();
                rows = 0;
            }
            groups.add(group);
            rows += group.rows().size();
            if (rows >= BATCH) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes {@link #take} return at once: somebody waits for the index. */
    void hurry() {
        lock.lock();
        try {
            wanted = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Returns all groups there are, once they are many, or somebody waits for them, or the time is over. */
    List<IndexRow.Group> take(long millis) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (rows < BATCH && !wanted && nanos > 0) {
                nanos = work.awaitNanos(nanos);
            }
            wanted = false;
            List<IndexRow.Group> all = new ArrayList<>(groups);
            groups.clear();
            rows = 0;
            return all;
        } finally {
            lock.unlock();
        }
    }
}
