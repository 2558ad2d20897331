// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threat 13: the trail's file is changed while the service runs; and what a start says to a changed trail. */
@ExtendWith(Quiet.class)
class JournalTamperTest {

    private static final TrailSettings SETTINGS = TrailSettings.of("000000000000", "us-east-1");

    @TempDir
    Path directory;

    enum Attack {
        DELETE("is gone", true) {
            @Override
            void on(Path file) throws IOException {
                Files.delete(file);
            }
        },
        RENAME("is gone", true) {
            @Override
            void on(Path file) throws IOException {
                Files.move(file, file.resolveSibling("elsewhere"));
            }
        },
        MOVE_THE_DIRECTORY("is gone", true) {
            @Override
            void on(Path file) throws IOException {
                Path trail = file.resolveSibling("");
                Files.move(trail, trail.resolveSibling("elsewhere"));
            }
        },
        TRUNCATE("bytes where the service wrote", true) {
            @Override
            void on(Path file) throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            }
        },
        EMPTY("bytes where the service wrote", true) {
            @Override
            void on(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        APPEND("bytes where the service wrote", false) {
            @Override
            void on(Path file) throws IOException {
                Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
            }
        },
        REPLACE_BY_A_COPY("was replaced", false) {
            @Override
            void on(Path file) throws IOException {
                Path copy = file.resolveSibling("copy");
                Files.copy(file, copy);
                Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        REPLACE_BY_A_LINK("was replaced", false) {
            @Override
            void on(Path file) throws IOException {
                Path other = file.resolveSibling("other");
                Files.move(file, other);
                Files.createSymbolicLink(file, other);
            }
        },
        MAKE_UNWRITABLE("was made unwritable", false) {
            @Override
            void on(Path file) throws IOException {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
            }
        };

        final String said;
        final boolean losesRecords;

        Attack(String said, boolean losesRecords) {
            this.said = said;
            this.losesRecords = losesRecords;
        }

        abstract void on(Path file) throws IOException;
    }

    private JournalTrail open() {
        return JournalTrail.open(directory.resolve("trail"), Clock.systemUTC(), SETTINGS);
    }

    private static AuditEvent event() {
        return TestEvents.decrypt("r").build();
    }

    @ParameterizedTest
    @EnumSource
    void attack_whileRunning_stopsTheTrailAtTheNextWrite(Attack attack) throws IOException {
        try (JournalTrail trail = open()) {
            for (int i = 0; i < 5; i++) {
                trail.record(List.of(event()));
            }
            trail.requireWritable();
            attack.on(directory.resolve("trail").resolve(Segments.name(1)));
            assertThatThrownBy(() -> trail.record(List.of(event())))
                    .isInstanceOf(TrailUnavailableException.class)
                    .hasMessageContaining(attack.said)
                    .hasMessageContaining("restart");
            assertThatThrownBy(trail::requireWritable).isInstanceOf(TrailUnavailableException.class);
            assertThatThrownBy(() -> trail.record(List.of(event()))).isInstanceOf(TrailUnavailableException.class);
        }
        if (attack.losesRecords && attack != Attack.MOVE_THE_DIRECTORY) {
            assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void start_onACommittedRecordThatWasChanged_isRefused() throws IOException {
        try (JournalTrail trail = open()) {
            for (int i = 0; i < 3; i++) {
                trail.record(List.of(event()));
            }
        }
        Path file = directory.resolve("trail").resolve(Segments.name(1));
        Files.writeString(file, Files.readString(file).replaceFirst("Decrypt", "Encrypt"));
        Files.delete(directory.resolve("trail").resolve("index.db"));
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged behind record 0")
                .hasMessageContaining("evidence");
        assertThat(directory.resolve("trail"))
                .isDirectoryNotContaining(f -> f.toString().endsWith(".torn"));
    }

    @Test
    void start_withAMissingSegment_isRefused() throws IOException {
        TrailSettings small = new TrailSettings("000000000000", "us-east-1", 3000, SETTINGS.answerWithin(), 1 << 20);
        try (JournalTrail trail = JournalTrail.open(directory.resolve("trail"), Clock.systemUTC(), small)) {
            for (int i = 0; i < 10; i++) {
                trail.record(List.of(event()));
            }
        }
        Files.delete(directory.resolve("trail").resolve("index.db"));
        List<Long> segments = Segments.among(new DiskFiles(directory.resolve("trail")).list());
        assertThat(segments).hasSizeGreaterThan(3);
        for (long segment : List.of(segments.getFirst(), segments.get(1), segments.get(2))) {
            Path file = directory.resolve("trail").resolve(Segments.name(segment));
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("missing");
            Files.write(file, bytes);
        }
        open().close();
    }

    @Test
    void find_ofARecordThatWasChanged_isRefused() throws IOException {
        AuditEvent event = event();
        try (JournalTrail trail = open()) {
            trail.record(List.of(event));
            assertThat(trail.contains(event.eventId())).isTrue();
            Path file = directory.resolve("trail").resolve(Segments.name(1));
            Files.writeString(file, Files.readString(file).replaceFirst("Decrypt", "Encrypt"));
            assertThatThrownBy(() -> trail.find(event.eventId()))
                    .isInstanceOf(TrailUnavailableException.class)
                    .hasMessageContaining("not as it was written");
        }
    }
}
