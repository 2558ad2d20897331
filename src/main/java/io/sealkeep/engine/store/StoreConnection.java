// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/**
 * A connection to the SQLite file that one thread of the store owns, opened when first needed and again after any failure: a
 * connection that has failed is not trusted with the next transaction.
 */
final class StoreConnection implements AutoCloseable {

    private static final int IO_ERROR = 10;

    private final Opening opening;
    private @Nullable Connection connection;

    /** How a connection is opened: each time anew, since what failed before may have been mended. */
    interface Opening {
        Connection open() throws SQLException;
    }

    StoreConnection(Opening opening) {
        this.opening = opening;
    }

    /** Runs SQL in one transaction and commits it. */
    <T> T transaction(TransactionBody<T> body) {
        try {
            Connection open = open();
            return body.run(JdbcClient.create(new SingleConnectionDataSource(open, true)), () -> commit(open));
        } catch (SQLException e) {
            abandon();
            throw unavailable(e);
        } catch (DataAccessException e) {
            abandon();
            throw translate(e);
        } catch (RuntimeException | Error e) {
            rollBack();
            throw e;
        }
    }

    /** What runs in a transaction; it commits as its last step. */
    interface TransactionBody<T> {
        T run(JdbcClient sql, Runnable commit);
    }

    private void commit(Connection open) {
        try {
            open.commit();
        } catch (SQLException e) {
            abandon();
            // A failed sync leaves open what a crash would bring back; any other failure is before the log has the
            // commit.
            throw code(e) == IO_ERROR
                    ? new StoreUnavailableException(
                            explanation(e) + " The change was not confirmed: look before repeating it.", e)
                    : unavailable(e);
        }
    }

    /**
     * Moves the write-ahead log into the database file and empties it, so that no deleted bytes stay in it. Returns false where
     * that could not be done: while another connection reads what the log holds, or where the files cannot be written.
     */
    boolean emptyLog() {
        try {
            Connection open = open();
            open.setAutoCommit(true);
            try (Statement statement = open.createStatement();
                    ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                // Its first column says whether it was blocked: that is no exception.
                return answer.next() && answer.getInt(1) == 0;
            } finally {
                open.setAutoCommit(false);
            }
        } catch (SQLException e) {
            abandon();
            return false;
        }
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = opening.open();
            connection = open;
        }
        return open;
    }

    static Connection open(Path file, boolean writable) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(1000);
        config.setReadOnly(!writable);
        Connection open = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = open.createStatement()) {
            if (writable) {
                // FULL: a commit is on the disk before it returns. The others are not the driver's defaults either.
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("PRAGMA secure_delete = ON");
                statement.execute("PRAGMA foreign_keys = ON");
            }
            // The driver begins a transaction at once and after each commit; being deferred, it holds no lock while
            // idle.
            open.setAutoCommit(false);
            return open;
        } catch (SQLException e) {
            open.close();
            throw e;
        }
    }

    private void rollBack() {
        Connection open = connection;
        if (open != null) {
            try {
                open.rollback();
            } catch (SQLException e) {
                abandon();
            }
        }
    }

    private void abandon() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It failed before and fails again; SQLite undoes an unfinished transaction when the file is next
                // opened.
            }
        }
    }

    static RuntimeException translate(DataAccessException e) {
        return e.getCause() instanceof SQLException cause && isTrouble(cause) ? unavailable(cause) : e;
    }

    static StoreUnavailableException unavailable(SQLException e) {
        return new StoreUnavailableException(explanation(e) + " Nothing was changed.", e);
    }

    private static boolean isTrouble(SQLException e) {
        return switch (code(e)) {
            case 3, 5, 6, 7, 8, 10, 11, 13, 14, 15, 26 -> true;
            default -> false;
        };
    }

    private static String explanation(SQLException e) {
        return switch (code(e)) {
            case 13 -> "The key store's disk is full.";
            case 3, 8 -> "The key store's files are read-only.";
            case 5, 6 -> "The key store is locked by another process.";
            case 11, 26 -> "The key store's file is damaged.";
            default -> "The key store's files cannot be read or written.";
        };
    }

    /** SQLite's primary result code: https://sqlite.org/rescode.html. */
    private static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
    }

    @Override
    public void close() {
        abandon();
    }
}
