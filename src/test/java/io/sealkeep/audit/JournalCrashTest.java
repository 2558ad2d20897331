// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Threat 11: the power goes at every operation of a workload that crosses segments, and again during the start that follows. What
 * was not forced is lost, reordered or torn. No acknowledged record may be missing, and every start must succeed.
 */
@ExtendWith(Quiet.class)
class JournalCrashTest {

    private static final int SEEDS = Integer.getInteger("sealkeep.crash-seeds", 12);

    private static final TrailSettings SETTINGS =
            new TrailSettings("000000000000", "us-east-1", 6000, Duration.ofSeconds(10), 1 << 20);

    @Test
    void powerFailure_anywhere_losesNoAcknowledgedRecord() throws Exception {
        assertThat(losses(disk -> disk, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void powerFailure_whereNothingIsForced_isCaught() throws Exception {
        assertThat(losses(UnreliableDisk::forgetsToForce, 1)).isNotEmpty();
    }

    @Test
    void powerFailure_whereNamesAreNotForced_isCaught() throws Exception {
        assertThat(losses(UnreliableDisk::forgetsToForceDirectory, 1)).isNotEmpty();
    }

    /** Runs the workload for each cut point and seed; returns what was wrong, so many things at most. */
    private static List<String> losses(UnaryOperator<UnreliableDisk> mutation, int most) throws Exception {
        List<String> losses = new ArrayList<>();
        UnreliableDisk whole = mutation.apply(new UnreliableDisk(new SplittableRandom(0)));
        work(whole, 0, new ArrayList<>());
        int cuts = whole.operations();
        assertThat(cuts).isGreaterThan(40);
        for (int cut = 0; cut <= cuts; cut++) {
            for (int seed = 0; seed < SEEDS && losses.size() < most; seed++) {
                SplittableRandom random = new SplittableRandom(31L * cut + seed);
                String loss = loss(mutation, cut, random);
                if (loss != null) {
                    losses.add("power off at " + cut + ", seed " + seed + ": " + loss);
                }
            }
        }
        return losses;
    }

    private static @Nullable String loss(UnaryOperator<UnreliableDisk> mutation, int cut, SplittableRandom random)
            throws IOException {
        List<String> acknowledged = new ArrayList<>();
        UnreliableDisk disk = mutation.apply(new UnreliableDisk(random)).powerFailsAt(cut);
        work(disk, 0, acknowledged);
        try {
            // Once more while it recovers, or a few records later.
            disk = mutation.apply(disk.afterPowerFailure()).powerFailsAt(random.nextInt(16));
            work(disk, 100, acknowledged);
            disk = disk.afterPowerFailure();
            try (Journal journal = Journal.open(disk, Clock.systemUTC(), SETTINGS, group -> {})) {
                journal.append(Kind.RECORD, List.of(TestEvents.decrypt("last").build()));
            }
        } catch (IllegalStateException e) {
            return "the start refused: " + e.getMessage();
        }
        JournalVerifier.Verdict verdict = JournalVerifier.verify(disk, List.of(), null);
        if (!verdict.isSound()) {
            return verdict.firstBad();
        }
        List<String> there = requestIds(disk);
        there.retainAll(acknowledged);
        return there.equals(acknowledged) ? null : "acknowledged " + acknowledged + ", found " + there;
    }

    /** Appends until the power goes; notes what was acknowledged. */
    private static void work(UnreliableDisk disk, int firstId, List<String> acknowledged) {
        try (Journal journal = Journal.open(disk, Clock.systemUTC(), SETTINGS, group -> {})) {
            for (int i = 0; i < 16; i++) {
                List<AuditEvent> events = new ArrayList<>();
                for (int part = 0; part <= i % 3; part++) {
                    events.add(
                            TestEvents.decrypt("r" + (firstId + i) + "." + part).build());
                }
                journal.append(Kind.RECORD, events);
                events.forEach(event -> acknowledged.add(String.valueOf(event.requestId())));
            }
        } catch (IOException | TrailUnavailableException e) {
            // The power is off.
        }
    }

    /** Returns the request ids of all records of calls, in their order. */
    static List<String> requestIds(TrailFiles files) throws IOException {
        List<String> ids = new ArrayList<>();
        for (long segment : Segments.among(files.list())) {
            try (TrailFile file = files.openForReading(Segments.name(segment))) {
                SegmentScan scan = new SegmentScan(file, 0, file.size());
                while (scan.next()) {
                    JournalLine line = scan.line();
                    if (line != null && line.kind() == Kind.RECORD) {
                        String id = AuditEvent.parse(scan.body(line)).requestId();
                        if (id != null) {
                            ids.add(id);
                        }
                    }
                }
            }
        }
        return ids;
    }
}
