// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTrailTest {

    @TempDir
    Path directory;

    private JournalTrail open() {
        return JournalTrail.open(directory, Clock.systemUTC(), TrailSettings.of("000000000000", "us-east-1"));
    }

    @Test
    void record_thenFind_givesTheRecordAsItWas() {
        AuditEvent event = TestEvents.decrypt("r-1").build();
        try (JournalTrail trail = open()) {
            trail.record(List.of(event));
            assertThat(trail.find(event.eventId())).contains(event.jsonText());
            assertThat(trail.find(query(TestEvents.KEY)).events()).containsExactly(event.jsonText());
        }
        try (JournalTrail trail = open()) {
            assertThat(trail.find(event.eventId())).contains(event.jsonText());
        }
    }

    @Test
    void intend_withoutOutcome_becomesARecordAtTheNextStart() {
        AuditEvent settled = TestEvents.decrypt("r-1").build();
        AuditEvent open = TestEvents.decrypt("r-2").build();
        try (JournalTrail trail = open()) {
            trail.intend(settled);
            trail.intend(open);
            trail.record(List.of(settled));
            assertThat(trail.contains(open.eventId())).isFalse();
        }
        try (JournalTrail trail = open()) {
            assertThat(trail.find(open.eventId()).orElseThrow()).contains("\"errorCode\":\"OutcomeUnknown\"");
            assertThat(trail.find(settled.eventId())).contains(settled.jsonText());
            assertThat(trail.find(query(null)).events()).hasSize(2);
        }
        try (JournalTrail trail = open()) {
            assertThat(trail.find(query(null)).events()).hasSize(2);
        }
    }

    private static TrailQuery query(@Nullable String key) {
        return new TrailQuery(null, null, null, key, null, null, null, 100, null);
    }
}
