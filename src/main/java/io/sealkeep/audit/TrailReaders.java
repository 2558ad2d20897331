// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A few platform threads that read index and journal for callers, who only wait: a native call would pin a virtual thread's
 * carrier, and an interrupt would close the file under everyone. Safe for concurrent use.
 */
final class TrailReaders implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int WAITING = 64;
    private static final long CLOSE_WITHIN_SECONDS = 10;

    /** Both files as one thread sees them. */
    record Reader(int generation, IndexSearch index, JournalReader journal) implements AutoCloseable {
        @Override
        public void close() throws SQLException {
            journal.close();
            index.close();
        }
    }

    /** A question to both. */
    interface Question<T> {
        T ask(Reader reader) throws SQLException, IOException;
    }

    private final TrailIndex index;
    private final Supplier<JournalReader> journal;
    private final Duration answerWithin;
    private final ConcurrentLinkedQueue<Reader> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().name("trail-reader-", 1).daemon().factory());
    private volatile boolean closed;

    /** The limit is for the whole of an answer, with the wait for a thread. */
    TrailReaders(TrailIndex index, Supplier<JournalReader> journal, Duration answerWithin) {
        this.index = index;
        this.journal = journal;
        this.answerWithin = answerWithin;
    }

    /**
     * Asks on one of the threads and waits for the answer. A search that takes too long is ended, so that it keeps no thread from
     * others.
     *
     * @throws TrailUnavailableException if it cannot be read, or not in time, was altered, or too many wait already
     */
    <T> T ask(Question<T> question) {
        AtomicBoolean givenUp = new AtomicBoolean();
        FutureTask<T> task = new FutureTask<>(() -> answer(question, () -> closed || givenUp.get()));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new TrailUnavailableException("The trail is closed, or being read by too many already", e);
        }
        long deadline = System.nanoTime() + answerWithin.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            givenUp.set(true);
            throw new TrailUnavailableException("The trail was not read within " + answerWithin.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new TrailUnavailableException("The trail cannot be read: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T answer(Question<T> question, BooleanSupplier isGivenUp) throws SQLException, IOException {
        if (isGivenUp.getAsBoolean()) {
            throw new IOException("nobody waits for the answer any longer");
        }
        int generation = index.generation();
        try {
            Reader reader = reader(generation);
            try {
                reader.index.endWhen(isGivenUp);
                T answer = question.ask(reader);
                idle.add(reader);
                return answer;
            } catch (SQLException | IOException | RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (SQLException e) {
            index.failed(e, generation);
            throw e;
        }
    }

    private Reader reader(int generation) throws SQLException {
        Reader reader = idle.poll();
        if (reader != null && reader.generation != generation) {
            reader.close();
            reader = null;
        }
        return reader != null ? reader : new Reader(generation, new IndexSearch(index.file()), journal.get());
    }

    /** Ends what is being asked, and waits for it, but not for ever: a disk may hang. */
    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            try {
                reader.close();
            } catch (SQLException e) {
                // It was only read.
            }
        }
    }
}
