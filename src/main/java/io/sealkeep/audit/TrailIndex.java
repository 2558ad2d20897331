// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal is searched by: a SQLite file that follows the journal and can be built from it at any time. One platform thread
 * writes it, in large transactions. Safe for concurrent use; closed by {@link JournalTrail}.
 */
final class TrailIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrailIndex.class);
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final long HURRY_NANOS = 20_000_000;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1000;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;

    private final Path file;
    private final Journal journal;
    private final IndexFeed feed;
    private final JournalReader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Thread thread =
            Thread.ofPlatform().name("trail-index").daemon().unstarted(this::run);
    private IndexStore store;

    /** Whether the store can still be written to; after a failure it must be opened again. */
    private boolean usable = true;

    /** Whether the file is to be thrown away and built anew. */
    private volatile boolean damaged;

    private volatile long indexed;
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closed;

    private TrailIndex(Path file, Journal journal, IndexFeed feed, JournalReader reader, IndexStore store) {
        this.file = file;
        this.journal = journal;
        this.feed = feed;
        this.reader = reader;
        this.store = store;
        this.indexed = store.position().seq();
    }

    /** Opens the index and brings it to the journal's end; {@link #start} then lets it follow. */
    static TrailIndex open(Path file, Journal journal, IndexFeed feed, JournalReader reader)
            throws IOException, SQLException {
        TrailIndex index = new TrailIndex(file, journal, feed, reader, IndexStore.open(file));
        try {
            index.catchUp();
        } catch (SQLException e) {
            LOG.warn("The index of the trail is built anew: {}", e.getMessage());
            index.buildAnew();
            index.catchUp();
        }
        return index;
    }

    void start() {
        thread.start();
    }

    /** Returns the intents without an outcome. Only before {@link #start}. */
    List<IndexStore.OpenIntent> intents() throws SQLException {
        return store.intents();
    }

    /** Returns a number that changes when the file becomes another, and what was opened before must be opened again. */
    int generation() {
        return generation.get();
    }

    Path file() {
        return file;
    }

    /** Takes note of what went wrong for a reader of the file: where it is damaged it is thrown away and built anew. */
    void failed(SQLException failure, int inGeneration) {
        if (isDamage(failure) && inGeneration == generation.get()) {
            LOG.warn("The index of the trail is damaged and is built anew: {}", failure.getMessage());
            damaged = true;
            feed.hurry();
        }
    }

    /** Waits until all lines up to this one are indexed, or the time is over: which of the two, a reader sees in the file. */
    void await(long seq, Duration limit) {
        if (hasReached(seq)) {
            return;
        }
        long deadline = System.nanoTime() + limit.toNanos();
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!hasReached(seq) && left > 0) {
                // Again each time: what is waited for may have come to the feed after the last hurry.
                feed.hurry();
                progress.awaitNanos(Math.min(left, HURRY_NANOS));
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasReached(long seq) {
        return indexed >= seq && !damaged;
    }

    private void run() {
        while (!closed) {
            try {
                List<IndexRow.Group> groups = feed.take(LONGEST_PAUSE_MILLIS);
                putRight();
                follow(groups);
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | IOException | RuntimeException | OutOfMemoryError e) {
                lagBehind(e);
            }
        }
    }

    /** Opens the file again, or begins a new one, where something has gone wrong with it. */
    private void putRight() throws SQLException, IOException {
        if (damaged) {
            buildAnew();
        } else if (!usable) {
            store.abandon();
            store = IndexStore.reopen(file);
        }
        usable = true;
    }

    /** Adds what came from the writer; where there is a gap before it, reads the journal instead. */
    private void follow(List<IndexRow.Group> groups) throws SQLException, IOException {
        long position = store.position().seq();
        List<IndexRow.Group> fresh =
                groups.stream().filter(group -> group.end().seq() > position).toList();
        if (fresh.isEmpty() || fresh.getFirst().rows().getFirst().seq() != position + 1) {
            catchUp();
        } else {
            add(fresh);
        }
    }

    private void catchUp() throws SQLException, IOException {
        JournalEnd end = journal.end();
        if (end.seq() <= store.position().seq()) {
            return;
        }
        try {
            reader.follow(store.position(), end, groups -> {
                try {
                    add(groups);
                } catch (SQLException e) {
                    throw new AddFailedException(e);
                }
            });
        } catch (AddFailedException e) {
            throw e.cause;
        }
    }

    private void add(List<IndexRow.Group> groups) throws SQLException {
        store.add(groups);
        lock.lock();
        try {
            indexed = store.position().seq();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes what has to be put right before the next turn; never throws. */
    private void lagBehind(Throwable failure) {
        // What the journal's files refuse says nothing about the store.
        usable &= failure instanceof IOException;
        damaged |= isDamage(failure);
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
            LOG.warn("The index of the trail lags behind: {}", failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            // Then without a word.
        }
    }

    private static boolean isDamage(Throwable failure) {
        return failure instanceof SQLException sql
                && (sql.getErrorCode() == SQLITE_CORRUPT || sql.getErrorCode() == SQLITE_NOTADB);
    }

    private void buildAnew() throws SQLException, IOException {
        store.abandon();
        // Until there is a new file this is not the one that answers go by.
        indexed = 0;
        damaged = true;
        store = IndexStore.create(file);
        damaged = false;
        generation.incrementAndGet();
    }

    /** Indexes what is durable, then ends. The journal must be closed already. */
    @Override
    public void close() {
        closed = true;
        feed.hurry();
        try {
            thread.join();
            putRight();
            catchUp();
            store.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | IOException e) {
            LOG.warn("The index of the trail was not closed in order, it will be built anew: {}", e.getMessage());
        } finally {
            reader.close();
        }
    }

    /** Carries a failure out of a callback. */
    private static final class AddFailedException extends RuntimeException {
        private final SQLException cause;

        AddFailedException(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }
}
