// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What befalls the index while the service runs. The journal is on a disk of the test's, the index a SQLite file. */
@ExtendWith(Quiet.class)
class TrailIndexTest {

    private static final TrailSettings SETTINGS =
            new TrailSettings("000000000000", "us-east-1", 1 << 20, Duration.ofSeconds(1), 8 << 20);

    private static final TrailQuery ALL = new TrailQuery(null, null, null, null, null, null, null, 1000, null);

    @TempDir
    Path directory;

    private final UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(0));
    private JournalTrail trail;

    @BeforeEach
    void open() throws IOException {
        trail = JournalTrail.open(directory, disk, Clock.systemUTC(), SETTINGS, new Underway());
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private AuditEvent record(String requestId) {
        AuditEvent event = TestEvents.decrypt(requestId).build();
        trail.record(List.of(event));
        return event;
    }

    /** Changes the index behind the service's back. */
    private void change(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("index.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Asks until the index has caught up, which each question waits for; not for ever. */
    private TrailPage awaitComplete() {
        TrailPage page = trail.find(ALL);
        for (int i = 0; i < 20 && page.completeUntil() != null; i++) {
            page = trail.find(ALL);
        }
        return page;
    }

    @Test
    void damage_foundByAReader_leadsToAnIndexBuiltAnew() throws Exception {
        AuditEvent event = record("r");
        assertThat(trail.contains(event.eventId())).isTrue();
        close();
        TestTrails.damageIndex(directory);
        open();
        assertThatThrownBy(() -> trail.find(event.eventId()))
                .isInstanceOf(TrailUnavailableException.class)
                .hasMessageContaining("SQLITE_CORRUPT");
        assertThat(trail.find(event.eventId())).contains(event.jsonText());
    }

    /** Makes each search of events one that would never end. */
    private void makeSearchesEndless() throws SQLException {
        change(
                "ALTER TABLE event RENAME TO renamed",
                "CREATE VIEW event AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS seq,"
                        + " 0 AS place, 0 AS length, 0 AS time FROM n");
    }

    @Test
    void lookups_thatTakeTooLong_areEndedAndKeepNobodyElseWaiting() throws Exception {
        AuditEvent event = record("r");
        assertThat(trail.contains(event.eventId())).isTrue();
        close();
        TrailSettings hasty = new TrailSettings("000000000000", "us-east-1", 1 << 20, Duration.ofMillis(100), 8 << 20);
        trail = JournalTrail.open(directory, disk, Clock.systemUTC(), hasty, new Underway());
        makeSearchesEndless();
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> trail.find(ALL))
                    .isInstanceOf(TrailUnavailableException.class)
                    .hasMessageContaining("within 500 ms");
        }
        change("DROP VIEW event", "ALTER TABLE renamed RENAME TO event");
        assertThat(trail.find(ALL).events()).hasSize(1);
    }

    @Test
    void close_duringALookupThatTakesLong_doesNotWaitForIt() throws Exception {
        record("r");
        assertThat(trail.find(ALL).events()).hasSize(1);
        close();
        TrailSettings patient =
                new TrailSettings("000000000000", "us-east-1", 1 << 20, Duration.ofSeconds(60), 8 << 20);
        trail = JournalTrail.open(directory, disk, Clock.systemUTC(), patient, new Underway());
        makeSearchesEndless();
        AtomicReference<@Nullable String> end = new AtomicReference<>();
        Thread lookup = Thread.ofPlatform().start(() -> {
            try {
                trail.find(ALL);
            } catch (TrailUnavailableException e) {
                end.set(e.getMessage());
            }
        });
        while (Thread.getAllStackTraces().entrySet().stream()
                .noneMatch(thread -> thread.getKey().getName().startsWith("trail-reader")
                        && Arrays.toString(thread.getValue()).contains("NativeDB.step"))) {
            Thread.onSpinWait();
        }
        trail.close();
        lookup.join();
        assertThat(end.get()).contains("SQLITE_INTERRUPT");
    }

    /** As after damage, between the wait for the index and the look into it. */
    @Test
    void find_inAnIndexThatWasJustEmptied_claimsNothing() throws Exception {
        AuditEvent event = record("r");
        assertThat(trail.contains(event.eventId())).isTrue();
        change("DELETE FROM event", "UPDATE state SET seq = 0");
        TrailPage page = trail.find(ALL);
        assertThat(page.events()).isEmpty();
        assertThat(page.completeUntil()).isEqualTo(Instant.EPOCH);
        assertThatThrownBy(() -> trail.contains(event.eventId())).isInstanceOf(TrailUnavailableException.class);
    }

    @Test
    void memoryThatRunsOut_whileTheJournalIsRead_delaysTheIndexOnly() throws Exception {
        // What does not come through memory is read from the journal.
        change("CREATE TRIGGER full BEFORE INSERT ON event BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
        record("r");
        assertThat(trail.find(ALL).completeUntil()).isNotNull();
        AtomicInteger left = new AtomicInteger(1);
        disk.fault((operation, kind) -> {
            if (kind.equals("read")
                    && Thread.currentThread().getName().equals("trail-index")
                    && left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("as a test wants it");
            }
            return false;
        });
        change("DROP TRIGGER full");
        record("s");
        TrailPage page = awaitComplete();
        assertThat(left.get()).isNegative();
        assertThat(page.completeUntil()).isNull();
        assertThat(page.events()).hasSize(2);
    }
}
