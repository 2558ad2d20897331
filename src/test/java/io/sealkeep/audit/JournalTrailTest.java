// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trail in files: the contract, and what is true of this form of it alone. */
class JournalTrailTest extends TrailContract {

    private static final TrailSettings SETTINGS =
            new TrailSettings("000000000000", "us-east-1", 64 * 1024, Duration.ofSeconds(20), 8 << 20);

    @TempDir
    Path directory;

    private JournalTrail trail;

    @BeforeEach
    void open() {
        trail = JournalTrail.open(directory, Clock.systemUTC(), SETTINGS);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private void restart() {
        close();
        open();
    }

    @Override
    Trail trail() {
        return trail;
    }

    private Path index() {
        return directory.resolve("index.db");
    }

    @Test
    void intend_withoutOutcome_becomesARecordAtTheNextStart() {
        AuditEvent settled = TestEvents.decrypt("r-1").build();
        AuditEvent unsettled = TestEvents.decrypt("r-2").build();
        trail.intend(settled);
        trail.intend(unsettled);
        trail.record(List.of(settled));
        restart();
        assertThat(trail.find(settled.eventId())).contains(settled.jsonText());
        assertThat(trail.find(unsettled.eventId()).orElseThrow())
                .contains("\"userAgent\":\"test/1\",\"errorCode\":\"OutcomeUnknown\",\"errorMessage\":")
                .contains("\"requestID\":\"r-2\"");
        restart();
        assertThat(all(none(10))).hasSize(2);
    }

    @Test
    void intend_withoutOutcome_isFoundAlsoWhenTheIndexIsLost() throws IOException {
        AuditEvent unsettled = TestEvents.decrypt("r-2").build();
        trail.intend(unsettled);
        close();
        Files.delete(index());
        open();
        assertThat(trail.find(unsettled.eventId()).orElseThrow()).contains("OutcomeUnknown");
    }

    @Test
    void record_fromManyThreads_numbersThemWithoutAGap() throws Exception {
        ConcurrentLinkedQueue<String> recorded = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 64; t++) {
            int thread = t;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 20; i++) {
                    trail.record(List.of(TestEvents.decrypt(thread + "." + i).build()));
                    recorded.add(thread + "." + i);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(all(none(1000))).hasSize(64 * 20);
        close();
        JournalVerifier.Verdict verdict = JournalVerifier.verify(new DiskFiles(directory), List.of(), null);
        assertThat(verdict.firstBad()).isNull();
        assertThat(verdict.head().seq()).isEqualTo(64 * 20);
        List<String> order = JournalCrashTest.requestIds(new DiskFiles(directory));
        assertThat(order).containsExactlyInAnyOrderElementsOf(recorded);
        for (int t = 0; t < 64; t++) {
            String prefix = t + ".";
            assertThat(order.stream().filter(id -> id.startsWith(prefix)))
                    .as("one thread's records keep its order")
                    .isEqualTo(recorded.stream()
                            .filter(id -> id.startsWith(prefix))
                            .toList());
        }
    }

    @Test
    void index_builtFromTheJournal_equalsTheLiveOne() throws Exception {
        List<AuditEvent> events = events(500, new SplittableRandom(7));
        for (int i = 0; i < 500; i += 4) {
            trail.record(events.subList(i, i + 4));
        }
        AuditEvent intended = TestEvents.decrypt("intended").build();
        trail.intend(intended);
        trail.record(List.of(intended));
        trail.record(hostile());
        assertThat(trail.contains(events.getLast().eventId())).isTrue();
        close();
        List<String> live = dump(index());
        Files.delete(index());
        JournalTrail.open(directory, Clock.systemUTC(), SETTINGS).close();
        assertThat(dump(index())).hasSizeGreaterThan(1000).isEqualTo(live);
        open();
    }

    /** Records whose columns need cleaning, so that a column and the record's JSON could differ. */
    private static List<AuditEvent> hostile() {
        return List.of(
                TestEvents.decrypt("lone \ud800 surrogate")
                        .error("bad\ud800", null)
                        .build(),
                TestEvents.decrypt("x".repeat(3000)).resource("arn:\u2028").build());
    }

    /** Returns all rows that do not depend on how records came to be grouped, with terms in place of their numbers. */
    private static List<String> dump(Path file) throws Exception {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "SELECT 'event', seq, place, length, time, n.value, p.value, e.value, event_id, request_id FROM event"
                            + " JOIN term n ON n.id = name JOIN term p ON p.id = principal"
                            + " LEFT JOIN term e ON e.id = error ORDER BY seq",
                    "SELECT 'key', seq, value, id_part FROM event_key JOIN term ON id = key ORDER BY seq, value",
                    "SELECT 'intent', event_id, seq FROM intent",
                    "SELECT 'span', minute, low, high FROM span ORDER BY minute")) {
                try (ResultSet row = statement.executeQuery(sql)) {
                    while (row.next()) {
                        StringBuilder text = new StringBuilder();
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            text.append(row.getString(i)).append('|');
                        }
                        rows.add(text.toString());
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void index_damagedOrOfAnotherVersion_isBuiltAnew() throws Exception {
        AuditEvent event = TestEvents.decrypt("r").build();
        trail.record(List.of(event));
        close();
        Files.write(index(), new byte[5000]);
        open();
        assertThat(trail.contains(event.eventId())).isTrue();
        close();
        change("PRAGMA user_version = 99");
        open();
        assertThat(trail.contains(event.eventId())).isTrue();
    }

    /** As a full disk does: SQLite then ends the transaction by itself. */
    @Test
    void index_whoseTransactionsAreRolledBack_catchesUpOnceTheyAreNot() throws Exception {
        close();
        change("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
        TrailSettings hasty = new TrailSettings("000000000000", "us-east-1", 64 * 1024, Duration.ofSeconds(1), 8 << 20);
        trail = JournalTrail.open(directory, Clock.systemUTC(), hasty);
        TrailQuery all = new TrailQuery(null, null, null, null, null, null, null, 10, null);
        trail.record(List.of(TestEvents.decrypt("r").build()));
        assertThat(trail.find(all).completeUntil()).isNotNull();
        change("DROP TRIGGER full");
        trail.record(List.of(TestEvents.decrypt("s").build()));
        TrailPage page = trail.find(all);
        for (int i = 0; i < 20 && page.completeUntil() != null; i++) {
            page = trail.find(all);
        }
        assertThat(page.completeUntil()).isNull();
        assertThat(page.events()).hasSize(2);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void index_leftOpenInAnotherBoot_isNotBelieved() throws Exception {
        AuditEvent event = TestEvents.decrypt("r").build();
        trail.record(List.of(event));
        close();
        // As a crash of the machine can leave it: the position is new, a page with rows is old.
        change("DELETE FROM event");
        change("UPDATE state SET boot = 'another'");
        open();
        assertThat(trail.contains(event.eventId())).isTrue();
    }

    @Test
    void start_onAJournalThatLostItsEnd_isRefused() throws Exception {
        trail.record(List.of(TestEvents.decrypt("r-1").build()));
        byte[] shorter = Files.readAllBytes(directory.resolve(Segments.name(1)));
        trail.record(List.of(TestEvents.decrypt("r-2").build()));
        assertThat(trail.contains("none")).isFalse();
        close();
        byte[] whole = Files.readAllBytes(directory.resolve(Segments.name(1)));
        Files.write(directory.resolve(Segments.name(1)), shorter);
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("record 2")
                .hasMessageContaining("remove " + index());
        Files.write(directory.resolve(Segments.name(1)), whole);
        open();
    }

    @Test
    void start_afterACrashInAGroup_setsItAsideAndSaysSo() throws Exception {
        AuditEvent event = TestEvents.decrypt("r-1").build();
        trail.record(List.of(event));
        close();
        Path segment = directory.resolve(Segments.name(1));
        Files.writeString(segment, Files.readString(segment) + "{\"seq\":2,\"prev\":\"00");
        open();
        List<String> events = all(none(10));
        assertThat(events).hasSize(2).last().isEqualTo(event.jsonText());
        assertThat(events.getFirst()).contains("\"eventName\":\"TornTailSetAside\"", "\"bytes\":19");
        assertThat(directory).isDirectoryContaining(file -> file.toString().endsWith(".torn"));
    }

    @Test
    void start_onALastGroupThatWasChanged_isRefusedAndChangesNothing() throws Exception {
        trail.record(List.of(TestEvents.decrypt("r-1").build()));
        trail.record(List.of(TestEvents.decrypt("r-2").build()));
        close();
        Path segment = directory.resolve(Segments.name(1));
        String whole = Files.readString(segment);
        String changed = whole.replace("\"requestID\":\"r-2\"", "\"requestID\":\"r-3\"");
        assertThat(changed).isNotEqualTo(whole);
        Files.writeString(segment, changed);
        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("record 2");
        assertThat(segment).hasContent(changed);
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".torn"));
        Files.writeString(segment, whole);
        open();
    }

    @Test
    void start_afterOneThatWasKilledBeforeItRecordedWhatItSetAside_recordsIt() throws Exception {
        trail.record(List.of(TestEvents.decrypt("r-1").build()));
        close();
        Path segment = directory.resolve(Segments.name(1));
        Files.writeString(segment, Files.readString(segment) + "{\"seq\":2,\"prev\":\"00");
        JournalRecovery.examine(new DiskFiles(directory)).clearUp().file().close();
        for (int i = 0; i < 3; i++) {
            open();
            assertThat(all(none(10))).hasSize(2).first().asString().contains("TornTailSetAside", "\"bytes\":19");
            close();
        }
        open();
    }
}
