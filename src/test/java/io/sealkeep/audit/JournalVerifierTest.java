// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.JournalVerifier.Anchor;
import io.sealkeep.audit.JournalVerifier.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Threat 14: whatever is changed, removed, moved or cut in a trail, the verifier names the first bad place. */
class JournalVerifierTest {

    private static final int EDITS = Integer.getInteger("sealkeep.journal-edits", 10_000);

    private static UnreliableDisk trail = new UnreliableDisk(new SplittableRandom(0));
    private static Anchor head = new Anchor(0, "");

    @BeforeAll
    static void write() throws IOException {
        trail = new UnreliableDisk(new SplittableRandom(0));
        TrailSettings settings = new TrailSettings("000000000000", "us-east-1", 5000, Duration.ofSeconds(10), 1 << 20);
        try (Journal journal = Journal.open(trail, Clock.systemUTC(), settings, group -> {})) {
            for (int i = 0; i < 9; i++) {
                List<AuditEvent> events = new ArrayList<>();
                for (int part = 0; part <= i % 2; part++) {
                    events.add(TestEvents.decrypt("r" + i + "." + part).build());
                }
                journal.append(i == 4 ? Kind.INTENT : Kind.RECORD, events);
            }
        }
        head = JournalVerifier.verify(trail, List.of(), null).head();
    }

    @Test
    void verify_ofAnUntouchedTrail_isSound() throws IOException {
        assertThat(Segments.among(trail.list())).hasSizeGreaterThan(2);
        assertThat(verify(trail)).isEqualTo(new Verdict(null, head));
        assertThat(head.seq()).isEqualTo(13);
    }

    @Test
    void verify_afterAnyEdit_namesTheFirstBadLine() throws IOException {
        SplittableRandom random = new SplittableRandom(14);
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < EDITS; i++) {
            long segment = pick(Segments.among(trail.list()), random);
            String name = Segments.name(segment);
            byte[] bytes = trail.bytes(name);
            int at = random.nextInt(bytes.length);
            int kind = random.nextInt(6);
            byte[] edited = switch (kind) {
                case 0 -> flip(bytes, at, random);
                case 1 -> splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(40)), new byte[0]);
                case 2 -> splice(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
                case 3 -> lines(bytes, list -> list.remove(random.nextInt(list.size())));
                case 4 -> lines(bytes, list -> list.add(random.nextInt(list.size() + 1), pick(list, random)));
                default ->
                    lines(
                            bytes,
                            list -> Collections.swap(list, random.nextInt(list.size()), random.nextInt(list.size())));
            };
            if (Arrays.equals(bytes, edited)) {
                continue;
            }
            UnreliableDisk copy = copy();
            copy.put(name, edited);
            Verdict verdict = verify(copy);
            if (verdict.isSound() || verdict.head().seq() != recordsBefore(segment, bytes, edited)) {
                missed.add("edit " + kind + " of " + name + " at " + at + ": " + verdict);
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void verify_withoutOneSegment_namesTheGap() throws IOException {
        List<Long> segments = Segments.among(trail.list());
        for (long segment : segments) {
            UnreliableDisk copy = copy();
            copy.delete(Segments.name(segment));
            assertThat(verify(copy).firstBad()).isNotNull();
        }
    }

    @Test
    void verify_ofACutTail_isFoundByTheAnchorAndOnlyByIt() throws IOException {
        String last = Segments.name(Segments.among(trail.list()).getLast());
        byte[] bytes = trail.bytes(last);
        UnreliableDisk copy = copy();
        copy.put(last, lines(bytes, list -> {
            list.removeLast();
            while (!list.isEmpty() && !list.getLast().startsWith("{\"commit\"")) {
                list.removeLast();
            }
        }));
        assertThat(JournalVerifier.verify(copy, List.of(), null).isSound()).isTrue();
        assertThat(verify(copy).firstBad()).contains("ends at record").contains("but record 13 was in it");
        copy.delete(last);
        assertThat(verify(copy).firstBad()).contains("but record 13 was in it");
    }

    @Test
    void verify_ofATrailMadeAnew_isFoundByTheAnchor() throws IOException {
        UnreliableDisk other = new UnreliableDisk(new SplittableRandom(0));
        try (Journal journal =
                Journal.open(other, Clock.systemUTC(), TrailSettings.of("000000000000", "us-east-1"), group -> {})) {
            for (int i = 0; i < 20; i++) {
                journal.append(Kind.RECORD, List.of(TestEvents.decrypt("r").build()));
            }
        }
        assertThat(JournalVerifier.verify(other, List.of(), null).isSound()).isTrue();
        assertThat(verify(other).firstBad()).contains("not the line that was anchored");
    }

    private static Verdict verify(TrailFiles files) throws IOException {
        return JournalVerifier.verify(files, List.of(head), null);
    }

    private static UnreliableDisk copy() {
        UnreliableDisk copy = new UnreliableDisk(new SplittableRandom(0));
        trail.list().forEach(name -> copy.put(name, trail.bytes(name)));
        return copy;
    }

    /** Returns the number of the last record that stands whole before the first difference. */
    private static long recordsBefore(long segment, byte[] bytes, byte[] edited) {
        int same = Arrays.mismatch(bytes, edited);
        String before = new String(bytes, 0, same, StandardCharsets.ISO_8859_1);
        String whole = before.substring(0, before.lastIndexOf('\n') + 1);
        return segment
                - 1
                + whole.lines().filter(line -> line.startsWith("{\"seq\"")).count();
    }

    private static byte[] flip(byte[] bytes, int at, SplittableRandom random) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
        byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
        System.arraycopy(with, 0, spliced, from, with.length);
        System.arraycopy(bytes, to, spliced, from + with.length, bytes.length - to);
        return spliced;
    }

    private interface LineEdit {
        void apply(List<String> lines);
    }

    private static byte[] lines(byte[] bytes, LineEdit edit) {
        List<String> lines = new ArrayList<>(
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
        edit.apply(lines);
        return lines.stream()
                .map(line -> line + "\n")
                .reduce("", String::concat)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static <T> T pick(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
