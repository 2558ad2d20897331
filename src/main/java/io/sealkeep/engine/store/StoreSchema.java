// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Makes the SQLite file and brings its schema up to date. */
final class StoreSchema {

    /** The number of the last migration; a test holds it against the files. */
    static final int MIGRATIONS = 4;

    private static final String HISTORY = "flyway_schema_history";

    private StoreSchema() {}

    /** A link counts, wherever it leads: what is not mounted or not restored yet is no missing store. */
    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reads who the store is without changing a byte of it. */
    static Optional<StoreIdentity> readIdentity(Path file) {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new StartRefusedException(
                    "The key store " + file + " is a link to a file that does not exist. Mount or"
                            + " restore what it leads to, or remove the link to begin with an empty store.");
        }
        try (Connection connection = StoreConnection.open(file, false)) {
            JdbcClient sql = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            if (!hasTable(sql, "store_identity")) {
                return Optional.empty();
            }
            Optional<StoreIdentity> identity = sql.sql(
                            "SELECT store_id, account_id, root_key_check FROM store_identity")
                    .query((row, n) -> new StoreIdentity(row.getBytes(1), row.getString(2), row.getBytes(3)))
                    .optional();
            if (identity.isEmpty() && count(sql, "SELECT count(*) FROM kms_key") > 0) {
                throw new StartRefusedException("The key store " + file
                        + " has keys but no identity: it was damaged or changed. Restore it from a backup.");
            }
            return identity;
        } catch (SQLException e) {
            throw StoreConnection.unavailable(e);
        } catch (DataAccessException e) {
            if (wasBeingMade(e)) {
                return Optional.empty();
            }
            throw refused(file, e);
        }
    }

    /** Returns what to throw where a store that is being opened does not answer as one should. */
    static RuntimeException refused(Path file, DataAccessException e) {
        RuntimeException trouble = StoreConnection.translate(e);
        return trouble instanceof StoreUnavailableException
                ? trouble
                : new StartRefusedException(
                        "The key store " + file
                                + " is not as Sealkeep made it: it was damaged or changed. Restore it from a backup.",
                        e);
    }

    /**
     * Returns whether a rollback journal waits to undo something. Only the very first step of making a store has one, the change of
     * the empty file to WAL mode; after that there is only the write-ahead log. If the power fails in that step, the journal is still
     * there, and reading, which must not write, cannot clear it away.
     */
    private static boolean wasBeingMade(DataAccessException e) {
        return e.getCause() instanceof SQLiteException cause
                && cause.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK;
    }

    /** Makes the file where it is missing, readable by its owner alone and with its directory entry on the disk, and migrates. */
    static void migrate(Path file) {
        create(file);
        try (Connection connection = StoreConnection.open(file, true)) {
            connection.setAutoCommit(true);
            SingleConnectionDataSource source = new SingleConnectionDataSource(connection, true);
            if (!isCurrent(JdbcClient.create(source))) {
                migrate(source);
            }
        } catch (FlywayValidateException e) {
            throw new StartRefusedException(
                    "The key store " + file
                            + " was written by another version of Sealkeep, likely a later one. Start that"
                            + " version.",
                    e);
        } catch (FlywayException e) {
            throw new StartRefusedException(
                    "The key store " + file + " cannot be brought up to date: " + e.getMessage(), e);
        } catch (DataAccessException e) {
            throw refused(file, e);
        } catch (SQLException e) {
            throw StoreConnection.unavailable(e);
        }
    }

    /** Readable by its owner alone, and its directory entry on the disk before anything is in it. */
    private static void create(Path file) {
        if (exists(file)) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Path directory = file.toAbsolutePath().getParent();
            try (FileChannel channel = FileChannel.open(directory, Set.of(StandardOpenOption.READ))) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The key store " + file + " cannot be made (" + e + "). Its directory must exist and be writable.",
                    e);
        }
    }

    /** A start that finds the schema as it must be does without Flyway, whose loading takes longer than all else here. */
    private static boolean isCurrent(JdbcClient sql) {
        return hasTable(sql, HISTORY)
                && count(sql, "SELECT count(*) FROM " + HISTORY + " WHERE success = 1") == MIGRATIONS
                && count(sql, "SELECT count(*) FROM " + HISTORY) == MIGRATIONS
                && count(sql, "SELECT max(CAST(version AS INTEGER)) FROM " + HISTORY) == MIGRATIONS;
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/sqlite")
                // None: a store that a later version migrated is refused, not misread.
                .ignoreMigrationPatterns(new String[0])
                .load()
                .migrate();
    }

    private static boolean hasTable(JdbcClient sql, String name) {
        return sql.sql("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?")
                        .params(name)
                        .query(Integer.class)
                        .single()
                == 1;
    }

    private static int count(JdbcClient sql, String query) {
        return sql.sql(query).query(Integer.class).single();
    }

    static void writeIdentity(JdbcClient sql, StoreIdentity identity) {
        sql.sql("INSERT INTO store_identity (one, store_id, account_id, root_key_check) VALUES (1, ?, ?, ?)")
                .params(identity.storeId(), identity.accountId(), identity.rootKeyCheck())
                .update();
    }
}
