// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.JournalLine.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reading the journal from one place to another, as the index does. */
class JournalReaderTest {

    @Test
    void follow_ofLargeGroups_handsOnAFewAtATime() throws Exception {
        UnreliableDisk disk = new UnreliableDisk(new SplittableRandom(0));
        TrailSettings settings = TrailSettings.of("000000000000", "us-east-1");
        List<AuditEvent> group =
                Collections.nCopies(1500, TestEvents.decrypt("r").build());
        List<Integer> batches = new ArrayList<>();
        try (Journal journal = Journal.open(disk, Clock.systemUTC(), settings, rows -> {})) {
            for (int i = 0; i < 7; i++) {
                journal.append(Kind.RECORD, group);
            }
            try (JournalReader reader = new JournalReader(disk, journal.segments())) {
                reader.follow(
                        JournalEnd.START,
                        journal.end(),
                        groups -> batches.add(groups.stream()
                                .mapToInt(part -> part.rows().size())
                                .sum()));
            }
        }
        assertThat(batches).containsExactly(4500, 4500, 1500);
    }
}
