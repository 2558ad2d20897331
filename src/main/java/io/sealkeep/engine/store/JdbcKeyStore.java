// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import io.sealkeep.call.OutboxRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The key store in a SQLite file, in WAL mode. One platform thread writes, a few read, each with a connection of its own:
 * SQLite's native calls would pin the virtual threads of requests to their carriers. Safe for concurrent use.
 */
public final class JdbcKeyStore implements KeyStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcKeyStore.class);
    private static final int READERS = 2;
    private static final long IDLE_MILLIS = 500;
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Duration deadline;
    private final ChangeEpochs epochs;
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Work> writes = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Work> reads = new LinkedBlockingQueue<>();
    private final StoreConnection writing;
    private final Thread writer;
    private final List<Thread> readers = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Whether the log may hold deleted material: secure_delete overwrites it in the file, but not in the log. So it is at the
     * start, after a crash perhaps. The writing thread's alone.
     */
    private boolean isLogToBeEmptied = true;

    /** What a thread of the store does with its connection. */
    private interface Work {
        void run(StoreConnection connection);
    }

    /** Ends the thread that takes it. */
    private static final Work STOP = connection -> {};

    private JdbcKeyStore(
            Duration deadline,
            ChangeEpochs epochs,
            StoreConnection.Opening writeAccess,
            StoreConnection.Opening readAccess) {
        this.deadline = deadline;
        this.epochs = epochs;
        this.writing = new StoreConnection(writeAccess);
        this.writer = Thread.ofPlatform().name("key-store-writer").daemon().start(this::writeLoop);
        for (int i = 0; i < READERS; i++) {
            StoreConnection reading = new StoreConnection(readAccess);
            readers.add(
                    Thread.ofPlatform().name("key-store-reader-" + i).daemon().start(() -> readLoop(reading)));
        }
    }

    /** Returns whether there is a store in this file, complete or not; a link that leads nowhere counts as one. */
    public static boolean exists(Path file) {
        return StoreSchema.exists(file);
    }

    /**
     * Reads who a store is, without changing a byte of it.
     *
     * @return empty for a store whose making was broken off before it had an identity, and so before it had a key
     * @throws StoreUnavailableException if the file cannot be read
     * @throws io.sealkeep.home.StartRefusedException if it is a link that leads nowhere, or not as it was made
     */
    public static Optional<StoreIdentity> readIdentity(Path file) {
        return StoreSchema.readIdentity(file);
    }

    /**
     * Opens a store, or makes one.
     *
     * @param identity whom the store becomes if it is nobody yet; asked only then
     * @param deadline how long a caller waits
     * @throws StoreUnavailableException if the file cannot be read or written
     * @throws io.sealkeep.home.StartRefusedException if it cannot be made, is a later version's, or is not as it was made
     */
    public static JdbcKeyStore open(Path file, Supplier<StoreIdentity> identity, Duration deadline) {
        return open(file, identity, deadline, new ChangeEpochs(), () -> StoreConnection.open(file, true));
    }

    static JdbcKeyStore open(
            Path file,
            Supplier<StoreIdentity> identity,
            Duration deadline,
            ChangeEpochs epochs,
            StoreConnection.Opening writeAccess) {
        StoreSchema.migrate(file);
        JdbcKeyStore store = new JdbcKeyStore(deadline, epochs, writeAccess, () -> StoreConnection.open(file, false));
        try {
            if (readIdentity(file).isEmpty()) {
                store.write(
                        rows -> {
                            StoreSchema.writeIdentity(rows.sql, identity.get());
                            return true;
                        },
                        done -> List.of());
            }
            return store;
        } catch (DataAccessException e) {
            store.close();
            throw StoreSchema.refused(file, e);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public <T> T read(Function<StoreReader, T> reading) {
        StoreTask<T> task = new StoreTask<>();
        submit(
                reads,
                connection -> perform(task, connection, (sql, commit) -> {
                    T result = reading.apply(new StoreReader(sql));
                    commit.run();
                    return result;
                }));
        return task.await(deadline);
    }

    @Override
    public <T> T write(Function<StoreWriter, T> change, Function<T, List<OutboxRow>> records) {
        StoreTask<T> task = new StoreTask<>();
        submit(writes, connection -> change(task, connection, change, records));
        return task.await(deadline);
    }

    private void submit(LinkedBlockingQueue<Work> queue, Work work) {
        if (closed) {
            throw new StoreUnavailableException("The key store is closed. Nothing was changed.");
        }
        queue.add(work);
    }

    private static <T> void perform(
            StoreTask<T> task, StoreConnection connection, StoreConnection.TransactionBody<T> body) {
        if (!task.advance(StoreTask.Stage.QUEUED, StoreTask.Stage.RUNNING)) {
            return;
        }
        try {
            task.complete(connection.transaction(body));
        } catch (Throwable e) {
            task.fail(e);
        }
    }

    private <T> void change(
            StoreTask<T> task,
            StoreConnection connection,
            Function<StoreWriter, T> change,
            Function<T, List<OutboxRow>> records) {
        List<String> settling = new ArrayList<>(settled);
        perform(task, connection, (sql, commit) -> {
            StoreWriter rows = new StoreWriter(sql);
            T result = change.apply(rows);
            if (!task.advance(StoreTask.Stage.RUNNING, StoreTask.Stage.RECORDING)) {
                throw new StoreUnavailableException("The caller has given up.");
            }
            rows.insertOutbox(records.apply(result));
            task.advance(StoreTask.Stage.RECORDING, StoreTask.Stage.COMMITTING);
            rows.deleteOutbox(settling);
            epochs.beforeCommit(rows.touched());
            try {
                commit.run();
            } finally {
                epochs.afterCommit(rows.touched());
            }
            settling.forEach(settled::remove);
            if (rows.erases()) {
                emptyLogAfterDeletion();
            }
            return result;
        });
    }

    /** Where it could not be emptied before, an idle turn does it: a deletion would only wait for the same reader again. */
    private void emptyLogAfterDeletion() {
        if (!isLogToBeEmptied && !writing.emptyLog()) {
            isLogToBeEmptied = true;
            LOG.warn(
                    "The store's log could not be emptied after a deletion, so the deleted material is still in it, wrapped."
                            + " It is tried again whenever the store is idle.");
        }
    }

    @Override
    public List<OutboxRow> pending() {
        List<OutboxRow> rows = read(reader -> reader.sql
                .sql("SELECT event_id, record FROM outbox ORDER BY position")
                .query((row, n) -> new OutboxRow(row.getString(1), row.getString(2)))
                .list());
        return rows.stream().filter(row -> !settled.contains(row.eventId())).toList();
    }

    @Override
    public void settle(Collection<String> eventIds) {
        settled.addAll(eventIds);
    }

    @Override
    public ChangeEpochs epochs() {
        return epochs;
    }

    private void writeLoop() {
        turn(connection -> keepHouse(), writing);
        boolean running = true;
        while (running) {
            Work work = next(writes, IDLE_MILLIS);
            if (work == null || work == STOP) {
                turn(connection -> keepHouse(), writing);
                running = work == null;
            } else {
                turn(work, writing);
            }
        }
        writing.close();
    }

    /** What is done while nobody waits for the store. */
    private void keepHouse() {
        flushSettled();
        if (isLogToBeEmptied) {
            isLogToBeEmptied = !writing.emptyLog();
        }
    }

    private void readLoop(StoreConnection reading) {
        while (true) {
            Work work = next(reads, Long.MAX_VALUE);
            if (work == STOP) {
                reading.close();
                return;
            }
            if (work != null) {
                turn(work, reading);
            }
        }
    }

    /** Nothing ends a thread of the store, memory that runs out neither: no other would do its work. */
    private static void turn(Work work, StoreConnection connection) {
        try {
            work.run(connection);
        } catch (Throwable e) {
            logFailure(e);
        }
    }

    private static void logFailure(Throwable failure) {
        try {
            LOG.error("A turn of the store's thread failed; it goes on with the next", failure);
        } catch (Throwable e) {
            // Saying so takes memory too.
        }
    }

    private static @Nullable Work next(LinkedBlockingQueue<Work> queue, long millis) {
        try {
            return queue.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return null;
        }
    }

    private void flushSettled() {
        List<String> settling = new ArrayList<>(settled);
        if (settling.isEmpty()) {
            return;
        }
        try {
            writing.transaction((sql, commit) -> {
                new StoreWriter(sql).deleteOutbox(settling);
                commit.run();
                return true;
            });
            settling.forEach(settled::remove);
        } catch (RuntimeException e) {
            LOG.debug("Settled outbox rows stay for now: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        readers.forEach(reader -> reads.add(STOP));
        readers.forEach(JdbcKeyStore::join);
        writes.add(STOP);
        join(writer);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        long end = System.nanoTime() + CLOSING.toNanos();
        while (thread.isAlive() && System.nanoTime() < end) {
            try {
                thread.join(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
