// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index's file, as its one writer sees it. Nothing in it is worth saving: whatever is doubtful about it, it is thrown away and
 * built anew from the journal. One thread.
 *
 * <p>It is written without forcing, so after a crash of the machine its pages may not fit together. A mark in it, itself forced,
 * says during which boot of the machine it is open: a file that was left open in another boot is not believed.
 */
final class IndexStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final int SCHEMA = 1;

    /** Ids are looked up in one part of the index for each so many records, which keeps the part that is written small. */
    static final int BUCKET_BITS = 16;

    private static final List<String> TABLES = List.of(
            // One row: where the index is, and the boot during which it is open.
            "CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), boot TEXT NOT NULL, segment INTEGER NOT NULL,"
                    + " place INTEGER NOT NULL, seq INTEGER NOT NULL, head TEXT NOT NULL)",
            // Strings that repeat: event names, principals, error codes, key ARNs. id_part: the key id in a key ARN.
            "CREATE TABLE term (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT NOT NULL, id_part TEXT,"
                    + " UNIQUE (kind, value))",
            "CREATE INDEX term_by_id_part ON term (id_part) WHERE id_part IS NOT NULL",
            // One row a record: where its line is, and what it is searched by. Ids as 64-bit hashes.
            "CREATE TABLE event (seq INTEGER PRIMARY KEY, place INTEGER NOT NULL, length INTEGER NOT NULL,"
                    + " time INTEGER NOT NULL, name INTEGER NOT NULL, principal INTEGER NOT NULL, error INTEGER,"
                    + " event_id INTEGER NOT NULL, request_id INTEGER)",
            "CREATE INDEX event_by_name ON event (name)",
            "CREATE INDEX event_by_principal ON event (principal)",
            "CREATE INDEX event_by_error ON event (error) WHERE error IS NOT NULL",
            "CREATE INDEX event_by_event_id ON event (seq >> " + BUCKET_BITS + ", event_id)",
            "CREATE INDEX event_by_request_id ON event (seq >> " + BUCKET_BITS + ", request_id)",
            "CREATE TABLE event_key (key INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)) WITHOUT ROWID",
            // Which sequence numbers each minute of event time has.
            "CREATE TABLE span (minute INTEGER PRIMARY KEY, low INTEGER NOT NULL, high INTEGER NOT NULL)",
            // Intents without an outcome.
            "CREATE TABLE intent (event_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, place INTEGER NOT NULL,"
                    + " length INTEGER NOT NULL) WITHOUT ROWID");

    /** An intent without an outcome, and where its line is. */
    record OpenIntent(String eventId, long seq, long offset, int length) {}

    private final Connection connection;
    private final IndexTerms terms;
    private final PreparedStatement event;
    private final PreparedStatement key;
    private final PreparedStatement span;
    private final PreparedStatement state;
    private final Set<String> openIntents = new LinkedHashSet<>();
    private JournalEnd position;

    private IndexStore(Connection connection) throws SQLException {
        this.connection = connection;
        this.terms = new IndexTerms(connection);
        this.event = connection.prepareStatement("INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?)");
        this.key = connection.prepareStatement("INSERT OR IGNORE INTO event_key VALUES (?,?)");
        this.span = connection.prepareStatement("INSERT INTO span VALUES (?,?,?) ON CONFLICT (minute) DO UPDATE SET"
                + " low = min(low, excluded.low), high = max(high, excluded.high)");
        this.state = connection.prepareStatement("UPDATE state SET segment = ?, place = ?, seq = ?, head = ?");
        this.position = readPosition(connection);
        intents().forEach(intent -> openIntents.add(intent.eventId));
    }

    /** Returns where an existing index is, without changing it, or null if there is none that can be read. */
    static @Nullable JournalEnd peek(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try (Connection connection = connect(file)) {
            return version(connection) == SCHEMA ? readPosition(connection) : null;
        } catch (SQLException e) {
            return null;
        }
    }

    /** Opens the index, or begins a new one where it is missing, of another version, damaged, or not to be believed. */
    static IndexStore open(Path file) throws SQLException, IOException {
        if (Files.exists(file)) {
            try {
                Connection connection = connect(file);
                if (version(connection) == SCHEMA && isCredible(connection)) {
                    return mark(connection);
                }
                connection.close();
                LOG.info(
                        "The index of the trail is built anew: another version wrote it, or the machine stopped under it.");
            } catch (SQLException e) {
                LOG.warn("The index of the trail is built anew: {}", e.getMessage());
            }
        }
        return create(file);
    }

    /** Opens the file again that this process had open and {@link #abandon}ed. */
    static IndexStore reopen(Path file) throws SQLException {
        return mark(connect(file));
    }

    /** Throws away what there is and begins an empty index. */
    static IndexStore create(Path file) throws SQLException, IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
        Connection connection = connect(file);
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
            statement.execute("INSERT INTO state VALUES (1, '', 1, 0, 0, '" + JournalLine.NO_HASH + "')");
            statement.execute("PRAGMA user_version = " + SCHEMA);
        }
        return mark(connection);
    }

    static Connection connect(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            pragma(connection, "busy_timeout = 10000");
            pragma(connection, "journal_mode = WAL");
            pragma(connection, "synchronous = FULL");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void pragma(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA " + text);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static boolean isCredible(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT boot FROM state")) {
            return row.next() && (row.getString(1).isEmpty() || row.getString(1).equals(boot()));
        }
    }

    private static String boot() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException e) {
            return UUID.randomUUID().toString();
        }
    }

    /** Forces the mark into the file itself, then lets go of forcing. */
    private static IndexStore mark(Connection connection) throws SQLException {
        try {
            setBoot(connection, boot());
            pragma(connection, "synchronous = OFF");
            pragma(connection, "wal_autocheckpoint = 4000");
            pragma(connection, "cache_size = -16000");
            connection.setAutoCommit(false);
            IndexStore store = new IndexStore(connection);
            connection.commit();
            return store;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void setBoot(Connection connection, String boot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE state SET boot = ?")) {
            statement.setString(1, boot);
            statement.executeUpdate();
        }
        pragma(connection, "wal_checkpoint(TRUNCATE)");
    }

    private static JournalEnd readPosition(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT segment, place, seq, head FROM state")) {
            if (!row.next()) {
                throw new SQLException("the index has no state");
            }
            return new JournalEnd(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4));
        }
    }

    /** Returns the place in the journal up to which everything is indexed. */
    JournalEnd position() {
        return position;
    }

    /** Returns the intents that have no outcome yet, in their order. */
    List<OpenIntent> intents() throws SQLException {
        List<OpenIntent> intents = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT event_id, seq, place, length FROM intent ORDER BY seq")) {
            while (row.next()) {
                intents.add(new OpenIntent(row.getString(1), row.getLong(2), row.getLong(3), row.getInt(4)));
            }
        }
        return intents;
    }

    /**
     * Adds whole groups, of which the first must follow {@link #position}, in one transaction.
     *
     * @throws SQLException if it cannot; this object is then of no more use, for SQLite may have ended the transaction by itself
     *     (a full disk) without the driver's knowing. {@link #abandon} it and {@link #reopen} the file
     */
    void add(List<IndexRow.Group> groups) throws SQLException {
        Map<Long, long[]> spans = new HashMap<>();
        for (IndexRow.Group group : groups) {
            for (IndexRow row : group.rows()) {
                if (row.kind() == Kind.INTENT) {
                    addIntent(row);
                } else {
                    addEvent(row, spans);
                }
            }
        }
        event.executeBatch();
        key.executeBatch();
        addSpans(spans);
        JournalEnd end = groups.getLast().end();
        state.setLong(1, end.segment());
        state.setLong(2, end.offset());
        state.setLong(3, end.seq());
        state.setString(4, end.head());
        state.executeUpdate();
        connection.commit();
        position = end;
    }

    private void addEvent(IndexRow row, Map<Long, long[]> spans) throws SQLException {
        if (!openIntents.isEmpty() && openIntents.remove(row.eventId())) {
            deleteIntent(row.eventId());
        }
        event.setLong(1, row.seq());
        event.setLong(2, row.offset());
        event.setInt(3, row.length());
        event.setLong(4, row.time());
        event.setInt(5, terms.id(IndexTerms.NAME, row.eventName()));
        event.setInt(6, terms.id(IndexTerms.PRINCIPAL, row.principal()));
        String error = row.errorCode();
        event.setObject(7, error == null ? null : terms.id(IndexTerms.ERROR, error));
        event.setLong(8, IndexTerms.hash(row.eventId()));
        String request = row.requestId();
        event.setObject(9, request == null ? null : IndexTerms.hash(request));
        event.addBatch();
        for (String arn : row.keys()) {
            key.setInt(1, terms.id(IndexTerms.KEY, arn));
            key.setLong(2, row.seq());
            key.addBatch();
        }
        long[] span = spans.computeIfAbsent(row.time() / 60, minute -> new long[] {row.seq(), row.seq()});
        span[1] = row.seq();
    }

    private void addIntent(IndexRow row) throws SQLException {
        try (PreparedStatement intent = connection.prepareStatement("INSERT OR REPLACE INTO intent VALUES (?,?,?,?)")) {
            intent.setString(1, row.eventId());
            intent.setLong(2, row.seq());
            intent.setLong(3, row.offset());
            intent.setInt(4, row.length());
            intent.executeUpdate();
        }
        openIntents.add(row.eventId());
    }

    private void deleteIntent(String eventId) throws SQLException {
        try (PreparedStatement intent = connection.prepareStatement("DELETE FROM intent WHERE event_id = ?")) {
            intent.setString(1, eventId);
            intent.executeUpdate();
        }
    }

    private void addSpans(Map<Long, long[]> spans) throws SQLException {
        for (Map.Entry<Long, long[]> minute : spans.entrySet()) {
            span.setLong(1, minute.getKey());
            span.setLong(2, minute.getValue()[0]);
            span.setLong(3, minute.getValue()[1]);
            span.addBatch();
        }
        span.executeBatch();
    }

    /** Closes it as one that can be believed in any boot. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.commit();
            connection.setAutoCommit(true);
            pragma(connection, "synchronous = FULL");
            pragma(connection, "wal_checkpoint(TRUNCATE)");
            setBoot(connection, "");
        }
    }

    /** Closes it without a last word, in the middle of whatever it does. */
    void abandon() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("the index could not be closed", e);
        }
    }
}
