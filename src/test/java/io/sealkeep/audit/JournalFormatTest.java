// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.JournalLine.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The journal's format, which trails on other people's disks are written in: the file {@code v1.jsonl} was written once and is not
 * to change. Its hashes are computed here from the package's documentation alone.
 */
class JournalFormatTest {

    private static final Path VECTOR = Path.of("src/test/resources/vectors/journal/v1.jsonl");
    private static final Pattern LINE =
            Pattern.compile("(\\{(?:\"seq\":(\\d+),\"prev\":\"([0-9a-f]{64})\",\"(?:rec|intent)\":\\{.*}"
                    + "|\"commit\":\\{\"from\":(\\d+),\"to\":(\\d+)},\"prev\":\"([0-9a-f]{64})\"))"
                    + ",\"hash\":\"([0-9a-f]{64})\"}");

    @Test
    void journal_ofTheSameRecords_isTheSameToTheByte() throws IOException {
        assertThat(write()).isEqualTo(Files.readString(VECTOR));
    }

    @Test
    void hashes_inTheVector_areThoseOfTheDocumentation() throws Exception {
        String prev = "0".repeat(64);
        int seq = 0;
        int committed = 0;
        for (String line : Files.readAllLines(VECTOR)) {
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as(line).isTrue();
            if (parts.group(2) == null) {
                assertThat(parts.group(4)).isEqualTo(Integer.toString(committed + 1));
                assertThat(parts.group(5)).isEqualTo(Integer.toString(seq));
                assertThat(parts.group(6)).isEqualTo(prev);
                committed = seq;
            } else {
                seq++;
                assertThat(parts.group(2)).isEqualTo(Integer.toString(seq));
                assertThat(parts.group(3)).isEqualTo(prev);
            }
            prev = sha256(parts.group(1));
            assertThat(parts.group(7)).isEqualTo(prev);
        }
        assertThat(committed).isEqualTo(seq).isEqualTo(4);
    }

    @Test
    void verifier_onTheVector_findsItSound() throws IOException {
        UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(0));
        disk.put(Segments.name(1), Files.readAllBytes(VECTOR));
        assertThat(JournalVerifier.verify(disk, List.of(), null).firstBad()).isNull();
    }

    private static String write() throws IOException {
        UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(0));
        TrailSettings settings =
                new TrailSettings("000000000000", "us-east-1", 1 << 20, Duration.ofSeconds(10), 1 << 20);
        Clock clock = Clock.fixed(TestEvents.NOON, ZoneOffset.UTC);
        try (Journal journal = Journal.open(disk, clock, settings, group -> {})) {
            journal.append(Kind.RECORD, List.of(event(1)));
            journal.append(Kind.RECORD, List.of(event(2), event(3)));
            journal.append(Kind.INTENT, List.of(event(4)));
        }
        return new String(disk.bytes(Segments.name(1)), StandardCharsets.US_ASCII);
    }

    private static AuditEvent event(int number) {
        return TestEvents.decrypt("11111111-0000-4000-8000-00000000000" + number)
                .eventId("22222222-0000-4000-8000-00000000000" + number)
                .requestParameters(Map.of("keyId", TestEvents.KEY))
                .build();
    }

    private static String sha256(String line) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.US_ASCII)));
    }
}
