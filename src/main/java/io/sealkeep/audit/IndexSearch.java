// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;

/** The index's file, as one of its readers sees it. One thread. */
final class IndexSearch implements AutoCloseable {

    /** Where a line is. */
    record Hit(long seq, long offset, int length) {}

    private static final String COLUMNS = "SELECT e.seq, e.place, e.length FROM ";

    /** So many steps of SQLite's machine take about a millisecond. */
    private static final int STEPS_BETWEEN_CHECKS = 10_000;

    private final Connection connection;
    private volatile BooleanSupplier givenUp = () -> false;

    IndexSearch(Path file) throws SQLException {
        this.connection = IndexStore.connect(file);
        try (PreparedStatement pragma = connection.prepareStatement("PRAGMA query_only = ON")) {
            pragma.execute();
        }
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_CHECKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return givenUp.getAsBoolean() ? 1 : 0;
            }
        });
    }

    /** Makes whatever is searched from now on end with an error soon after this becomes true. */
    void endWhen(BooleanSupplier isGivenUp) {
        givenUp = isGivenUp;
    }

    /** Returns the lines that may hold the event with this id. */
    List<Hit> byEventId(String eventId) throws SQLException {
        Condition all = new Condition(range(null, null, Long.MAX_VALUE));
        return byHash("event_id", eventId, all, Integer.MAX_VALUE);
    }

    /** Returns the sequence number up to which all lines are in the index. */
    long reached() throws SQLException {
        return numbers("SELECT seq FROM state").getFirst();
    }

    /** Returns the event time of the last record in the index, by its place in the trail; the epoch where there is none. */
    Instant newest() throws SQLException {
        List<Long> time = numbers("SELECT time FROM event ORDER BY seq DESC LIMIT 1");
        return time.isEmpty() ? Instant.EPOCH : Instant.ofEpochSecond(time.getFirst());
    }

    /**
     * Returns the lines that a query asks for, newest first; where it asks for a request id, of those that may have it.
     *
     * @param before only lines with smaller sequence numbers
     * @param limit the most to return
     */
    List<Hit> find(TrailQuery query, long before, int limit) throws SQLException {
        Condition condition = new Condition(range(query.from(), query.to(), before));
        if (query.from() != null) {
            condition.add("e.time >= ?", ceiling(query.from()));
        }
        if (query.to() != null) {
            condition.add("e.time < ?", ceiling(query.to()));
        }
        // The most telling one leads: the others are kept from being used as an index by their unary plus.
        boolean led = query.requestId() != null || query.key() != null;
        if (!term(condition, "error", IndexTerms.ERROR, query.errorCode(), led)) {
            return List.of();
        }
        led |= query.errorCode() != null;
        if (!term(condition, "principal", IndexTerms.PRINCIPAL, query.principal(), led)) {
            return List.of();
        }
        led |= query.principal() != null;
        if (!term(condition, "name", IndexTerms.NAME, query.eventName(), led)) {
            return List.of();
        }
        if (query.requestId() != null) {
            if (query.key() != null) {
                condition.addKeys(keys(query.key()));
            }
            return byHash("request_id", query.requestId(), condition, limit);
        }
        return query.key() == null ? select("event e", condition, limit) : byKeys(keys(query.key()), condition, limit);
    }

    /** Adds a condition on a dictionary column; returns false if the dictionary does not know the value. */
    private boolean term(Condition condition, String column, int kind, @Nullable String value, boolean led)
            throws SQLException {
        if (value == null) {
            return true;
        }
        List<Long> ids = numbers("SELECT id FROM term WHERE kind = ? AND value = ?", kind, value);
        if (!ids.isEmpty()) {
            condition.add((led ? "+" : "") + "e." + column + " = ?", ids.getFirst());
        }
        return !ids.isEmpty();
    }

    /** Returns the terms of a key ARN, or of all keys with this id in whatever region. */
    private List<Long> keys(String key) throws SQLException {
        return key.startsWith("arn:")
                ? numbers("SELECT id FROM term WHERE kind = ? AND value = ?", IndexTerms.KEY, key)
                : numbers("SELECT id FROM term WHERE kind = ? AND id_part = ?", IndexTerms.KEY, key);
    }

    private List<Hit> byKeys(List<Long> keys, Condition condition, int limit) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        for (long key : keys) {
            Condition branch = new Condition(condition);
            branch.add("k.key = ?", key);
            branch.add("k.seq BETWEEN ? AND ?", branch.low, branch.high);
            hits.addAll(select("event_key k CROSS JOIN event e ON e.seq = k.seq", branch, limit));
        }
        return hits.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Hit::seq).reversed())
                .limit(limit)
                .toList();
    }

    private List<Hit> byHash(String column, String id, Condition condition, int limit) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        long last = condition.low >> IndexStore.BUCKET_BITS;
        for (long bucket = condition.high >> IndexStore.BUCKET_BITS; bucket >= last && hits.size() < limit; bucket--) {
            Condition branch = new Condition(condition);
            branch.add("e.seq >> " + IndexStore.BUCKET_BITS + " = ?", bucket);
            branch.add("e." + column + " = ?", IndexTerms.hash(id));
            hits.addAll(select("event e INDEXED BY event_by_" + column, branch, limit - hits.size()));
        }
        return hits;
    }

    private List<Hit> select(String from, Condition condition, int limit) throws SQLException {
        if (givenUp.getAsBoolean()) {
            throw new SQLException("the search was given up");
        }
        String order = from.startsWith("event_key") ? "k.seq" : "e.seq";
        String sql = COLUMNS + from + condition.where() + " ORDER BY " + order + " DESC LIMIT " + limit;
        List<Hit> hits = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < condition.values.size(); i++) {
                statement.setLong(i + 1, condition.values.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    hits.add(new Hit(row.getLong(1), row.getLong(2), row.getInt(3)));
                }
            }
        }
        return hits;
    }

    /** Returns the smallest and the greatest sequence number that a time range and a cursor leave. */
    private long[] range(@Nullable Instant from, @Nullable Instant to, long before) throws SQLException {
        long first = from == null ? Long.MIN_VALUE : Math.floorDiv(from.getEpochSecond(), 60);
        long last = to == null ? Long.MAX_VALUE : Math.floorDiv(to.getEpochSecond(), 60);
        List<Long> low = numbers("SELECT min(low) FROM span WHERE minute BETWEEN ? AND ?", first, last);
        List<Long> high = numbers("SELECT max(high) FROM span WHERE minute BETWEEN ? AND ?", first, last);
        return new long[] {low.getFirst(), Math.min(high.getFirst(), before - 1)};
    }

    private List<Long> numbers(String sql, Object... values) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
        }
        return numbers;
    }

    /** Event times are whole seconds, so a bound inside a second is the next whole one. */
    private static long ceiling(Instant bound) {
        return bound.getNano() == 0 ? bound.getEpochSecond() : bound.getEpochSecond() + 1;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** What a row must fulfil. */
    private static final class Condition {
        final long low;
        final long high;
        final List<String> texts;
        final List<Long> values;

        Condition(long[] range) {
            this.low = range[0];
            this.high = range[1];
            this.texts = new ArrayList<>();
            this.values = new ArrayList<>();
            add("e.seq BETWEEN ? AND ?", low, high);
        }

        Condition(Condition other) {
            this.low = other.low;
            this.high = other.high;
            this.texts = new ArrayList<>(other.texts);
            this.values = new ArrayList<>(other.values);
        }

        void add(String text, Long... arguments) {
            texts.add(text);
            values.addAll(List.of(arguments));
        }

        void addKeys(List<Long> keys) {
            texts.add("EXISTS (SELECT 1 FROM event_key k WHERE k.seq = e.seq AND k.key IN ("
                    + String.join(",", keys.stream().map(String::valueOf).toList()) + "))");
        }

        String where() {
            return " WHERE " + String.join(" AND ", texts);
        }
    }
}
