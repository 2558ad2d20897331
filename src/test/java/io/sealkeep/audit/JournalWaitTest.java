// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threat 35: a disk that takes its time. Callers fail in time, memory stays bounded, and late records say that they were late. */
class JournalWaitTest {

    private final UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(0));
    private final CountDownLatch diskAnswers = new CountDownLatch(1);
    private @Nullable Journal journal;

    private Journal open(Duration answerWithin, long queueBytes) throws IOException {
        TrailSettings settings = new TrailSettings("000000000000", "us-east-1", 1 << 20, answerWithin, queueBytes);
        Journal opened = Journal.open(disk, Clock.systemUTC(), settings, group -> {});
        journal = opened;
        return opened;
    }

    @AfterEach
    void close() {
        diskAnswers.countDown();
        if (journal != null) {
            journal.close();
        }
    }

    /** From now on a force does not return until the disk answers. */
    private void stallDisk() {
        disk.fault((operation, kind) -> {
            if (kind.equals("force")) {
                try {
                    diskAnswers.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return false;
        });
    }

    private static List<AuditEvent> event(String requestId) {
        return List.of(TestEvents.decrypt(requestId).build());
    }

    @Test
    void append_toASlowDisk_failsInTimeAndTheRecordSaysSoLater() throws Exception {
        Journal trail = open(Duration.ofMillis(100), 1 << 20);
        stallDisk();
        List<AuditEvent> late = event("late");
        assertThatThrownBy(() -> trail.append(Kind.RECORD, late))
                .isInstanceOf(TrailUnavailableException.class)
                .hasMessageContaining("100 ms");
        diskAnswers.countDown();
        trail.close();
        assertThat(records()).hasSize(2).first().isEqualTo(late.getFirst().jsonText());
        assertThat(records().getLast())
                .contains("\"eventName\":\"AnswerWithheld\"")
                .contains("\"eventSource\":\"sealkeep.internal\"")
                .contains("\"eventIDs\":[\"" + late.getFirst().eventId() + "\"]");
    }

    @Test
    void append_ofAnIntentToASlowDisk_settlesItAsNotMade() throws Exception {
        Journal trail = open(Duration.ofMillis(100), 1 << 20);
        stallDisk();
        List<AuditEvent> late = event("late");
        assertThatThrownBy(() -> trail.append(Kind.INTENT, late)).isInstanceOf(TrailUnavailableException.class);
        diskAnswers.countDown();
        trail.close();
        assertThat(records()).hasSize(2).first().asString().contains("\"errorCode\":\"CallNotMade\"");
        assertThat(AuditEvent.parse(records().getFirst().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .eventId())
                .isEqualTo(late.getFirst().eventId());
    }

    @Test
    void append_beyondWhatMayWait_isRefusedAtOnce() throws Exception {
        Journal trail = open(Duration.ofSeconds(60), 10_000);
        stallDisk();
        List<Thread> threads = new ArrayList<>();
        AtomicReference<@Nullable String> refusal = new AtomicReference<>();
        while (refusal.get() == null) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    trail.append(Kind.RECORD, event("r"));
                } catch (TrailUnavailableException e) {
                    refusal.set(e.getMessage());
                }
            }));
            LockSupport.parkNanos(1_000_000);
            assertThat(threads).hasSizeLessThan(500);
        }
        assertThat(refusal.get()).contains("too slow");
        diskAnswers.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void append_byAnInterruptedThread_waitsAllTheSame() throws Exception {
        Journal trail = open(Duration.ofSeconds(10), 1 << 20);
        Thread.currentThread().interrupt();
        trail.append(Kind.RECORD, event("r"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(records()).hasSize(1);
    }

    @Test
    void append_afterClose_isRefused() throws Exception {
        Journal trail = open(Duration.ofSeconds(10), 1 << 20);
        trail.close();
        assertThatThrownBy(() -> trail.append(Kind.RECORD, event("r"))).isInstanceOf(TrailUnavailableException.class);
    }

    /** What the outbox's drain does with a change whose caller was told 503. */
    @Test
    void contains_ofARecordThatIsStillOnItsWay_doesNotDenyIt(@TempDir Path directory) throws Exception {
        TrailSettings settings =
                new TrailSettings("000000000000", "us-east-1", 1 << 20, Duration.ofMillis(500), 1 << 20);
        List<AuditEvent> late = event("late");
        String id = late.getFirst().eventId();
        try (JournalTrail trail = JournalTrail.open(directory, disk, Clock.systemUTC(), settings, new Underway())) {
            stallDisk();
            assertThatThrownBy(() -> trail.record(late)).isInstanceOf(TrailUnavailableException.class);
            trail.requireWritable();
            assertThatThrownBy(() -> trail.contains(id))
                    .isInstanceOf(TrailUnavailableException.class)
                    .hasMessageContaining("500 ms");
            diskAnswers.countDown();
            assertThat(trail.contains(id)).isTrue();
        }
        assertThat(records())
                .filteredOn(record -> record.contains(id))
                .hasSize(2)
                .last()
                .asString()
                .contains("AnswerWithheld");
    }

    @Test
    void awaitDecided_withNothingQueued_writesNothing() throws Exception {
        Journal trail = open(Duration.ofSeconds(10), 1 << 20);
        trail.append(Kind.RECORD, event("r"));
        byte[] before = disk.bytes(Segments.name(1));
        trail.awaitDecided();
        assertThat(disk.bytes(Segments.name(1))).isEqualTo(before);
    }

    private List<String> records() throws IOException {
        List<String> records = new ArrayList<>();
        try (TrailFile file = disk.openForReading(Segments.name(1))) {
            SegmentScan scan = new SegmentScan(file, 0, file.size());
            while (scan.next()) {
                JournalLine line = scan.line();
                if (line != null && line.kind() == Kind.RECORD) {
                    records.add(new String(scan.body(line), java.nio.charset.StandardCharsets.UTF_8));
                }
            }
        }
        return records;
    }
}
