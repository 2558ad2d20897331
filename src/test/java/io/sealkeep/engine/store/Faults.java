// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What goes wrong with the connection that writes, from now on until it is mended. */
public final class Faults {

    private volatile SQLiteErrorCode commit;
    private volatile CountDownLatch gate;
    private volatile long maxPages = Integer.MAX_VALUE;
    private volatile boolean readOnly;
    private volatile CountDownLatch memory;

    /** Lets the file grow no further: SQLite answers as it does on a full disk. */
    public void fillDisk() {
        maxPages = 1;
    }

    public void failCommits(SQLiteErrorCode code) {
        commit = code;
    }

    /** Holds every commit until the latch is open. */
    public void holdCommits(CountDownLatch latch) {
        gate = latch;
    }

    /** Lets every commit run out of memory, and counts the latch down when one does. */
    public void exhaustMemory(CountDownLatch latch) {
        memory = latch;
    }

    public void makeReadOnly() {
        readOnly = true;
    }

    public void mend() {
        commit = null;
        gate = null;
        memory = null;
        maxPages = Integer.MAX_VALUE;
        readOnly = false;
    }

    Connection open(Path file) throws SQLException {
        Connection real = StoreConnection.open(file, !readOnly);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "commit" -> beforeCommit();
                        case "prepareStatement" -> limitPages(real);
                        default -> {}
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** SQLite takes the limit at once, but never below the pages there are. */
    private void limitPages(Connection real) throws SQLException {
        try (Statement statement = real.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + maxPages);
        }
    }

    private void beforeCommit() throws SQLException, InterruptedException {
        CountDownLatch held = gate;
        if (held != null) {
            held.await();
        }
        CountDownLatch exhausted = memory;
        if (exhausted != null) {
            exhausted.countDown();
            throw new OutOfMemoryError("injected");
        }
        SQLiteErrorCode code = commit;
        if (code != null) {
            throw new SQLiteException("injected", code);
        }
    }
}
