// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.audit.JournalLine.Kind;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Threat 12: the disk is full, or fails, at every operation in turn. */
@ExtendWith(Quiet.class)
class JournalFaultTest {

    private static final TrailSettings SETTINGS =
            new TrailSettings("000000000000", "us-east-1", 6000, Duration.ofSeconds(10), 1 << 20);

    private static Journal open(UnreliableDisk disk) throws IOException {
        return Journal.open(disk, Clock.systemUTC(), SETTINGS, group -> {});
    }

    @Test
    void failure_ofAnyOperation_isRecoveredFromWithoutARestart() throws Exception {
        UnreliableDisk whole = new UnreliableDisk(new SplittableRandom(0));
        Journal first = open(whole);
        int start = whole.operations();
        work(first, 0, new ArrayList<>());
        first.close();
        for (int at = start; at < whole.operations(); at++) {
            for (int length : new int[] {1, 3}) {
                int from = at;
                UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(at));
                List<String> acknowledged = new ArrayList<>();
                try (Journal journal = open(disk)) {
                    disk.fault((operation, kind) -> operation >= from && operation < from + length);
                    int refused = work(journal, 0, acknowledged);
                    assertThat(refused).as("refused at %d", at).isPositive();
                    awaitWritable(journal);
                    assertThat(work(journal, 50, acknowledged)).isZero();
                }
                assertHolds(disk, acknowledged);
                // And what the kernel took for written after a failed force is not needed either.
                UnreliableDisk after = disk.afterPowerFailure();
                open(after).close();
                assertHolds(after, acknowledged);
            }
        }
    }

    @Test
    void fullDisk_forAWhile_refusesUntilSpaceReturns() throws Exception {
        UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(1));
        List<String> acknowledged = new ArrayList<>();
        try (Journal journal = open(disk)) {
            work(journal, 0, acknowledged);
            disk.fault((operation, kind) -> kind.equals("write") || kind.equals("force"));
            AuditEvent event = TestEvents.decrypt("full").build();
            assertThatThrownBy(() -> journal.append(Kind.RECORD, List.of(event)))
                    .isInstanceOf(TrailUnavailableException.class)
                    .hasMessageContaining("No space left on device");
            assertThatThrownBy(journal::requireWritable).isInstanceOf(TrailUnavailableException.class);
            int tries = disk.operations();
            while (disk.operations() < tries + 6) {
                LockSupport.parkNanos(1_000_000);
            }
            disk.fault((operation, kind) -> false);
            awaitWritable(journal);
            work(journal, 50, acknowledged);
        }
        assertHolds(disk, acknowledged);
        assertThat(disk.list()).noneMatch(name -> name.endsWith(".torn"));
    }

    @Test
    void failureToCloseAFullSegment_isRecoveredFrom() throws Exception {
        UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(2));
        List<String> acknowledged = new ArrayList<>();
        try (Journal journal = open(disk)) {
            AtomicBoolean closed = new AtomicBoolean();
            disk.fault((operation, kind) -> kind.equals("close") && closed.compareAndSet(false, true));
            assertThat(work(journal, 0, acknowledged)).isPositive();
            assertThat(closed).isTrue();
            awaitWritable(journal);
            assertThat(work(journal, 50, acknowledged)).isZero();
        }
        assertHolds(disk, acknowledged);
    }

    private static void assertHolds(UnreliableDisk disk, List<String> acknowledged) throws IOException {
        assertThat(JournalVerifier.verify(disk, List.of(), null).firstBad()).isNull();
        List<String> there = JournalCrashTest.requestIds(disk);
        there.retainAll(acknowledged);
        assertThat(there).isEqualTo(acknowledged);
    }

    /** Appends some groups; returns how many were refused. */
    private static int work(Journal journal, int firstId, List<String> acknowledged) {
        int refused = 0;
        for (int i = firstId; i < firstId + 8; i++) {
            List<AuditEvent> events = List.of(
                    TestEvents.decrypt("r" + i + ".1").build(),
                    TestEvents.decrypt("r" + i + ".2").build());
            try {
                journal.append(Kind.RECORD, events);
                events.forEach(event -> acknowledged.add(String.valueOf(event.requestId())));
            } catch (TrailUnavailableException e) {
                refused++;
            }
        }
        return refused;
    }

    private static void awaitWritable(Journal journal) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                journal.requireWritable();
                return;
            } catch (TrailUnavailableException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
