// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The records that the trail writes about itself. Immutable. */
final class JournalNotices {

    /** Keeps the list of one AnswerWithheld record far below what a record may hold. */
    private static final int WITHHELD_AT_ONCE = 1000;

    /** The event name of {@link #setAside}. */
    static final String SET_ASIDE = "TornTailSetAside";

    private final Clock clock;
    private final TrailSettings settings;

    JournalNotices(Clock clock, TrailSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** What stood behind the journal's end at start, as a crash leaves it, was set aside. */
    AuditEvent setAside(Segments.Torn torn, long bytes) {
        return notice(
                SET_ASIDE,
                Map.of("segment", torn.segment(), "offset", torn.offset(), "bytes", bytes, "file", torn.file()));
    }

    /** The journal writes again after a failure that began at the given end. */
    AuditEvent resumed(String reason, JournalEnd end) {
        return notice(
                "TrailResumed",
                Map.of("reason", reason, "sealedSegment", Segments.name(end.segment()), "durableBytes", end.offset()));
    }

    /** These records became durable after their callers had been told that they had not. */
    List<AuditEvent> answersWithheld(List<String> eventIds) {
        List<AuditEvent> events = new ArrayList<>();
        for (int i = 0; i < eventIds.size(); i += WITHHELD_AT_ONCE) {
            List<String> some = eventIds.subList(i, Math.min(eventIds.size(), i + WITHHELD_AT_ONCE));
            events.add(notice("AnswerWithheld", Map.of("eventIDs", List.copyOf(some))));
        }
        return events;
    }

    /** The intent became durable too late for its caller, who therefore did not make the call. */
    AuditEvent callNotMade(AuditEvent intent) {
        return AuditJson.settle(intent, "CallNotMade", "The intent was not durable in time, so the call was not made.");
    }

    /** The intent was found at start without an outcome. */
    AuditEvent outcomeUnknown(AuditEvent intent) {
        return AuditJson.settle(
                intent,
                "OutcomeUnknown",
                "The service stopped before the outcome of this call was recorded. It may have taken effect.");
    }

    private AuditEvent notice(String name, Map<String, Object> details) {
        return AuditEvent.ofService(settings.accountId(), settings.region(), clock.instant(), AuditEvent.SEALKEEP, name)
                .serviceEventDetails(new TreeMap<>(details))
                .build();
    }
}
