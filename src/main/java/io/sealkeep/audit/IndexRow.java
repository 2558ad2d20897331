// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index keeps of one line: where it is and what it is searched by. Immutable.
 *
 * @param offset where in its segment the line begins
 * @param length the line's length with its line end, in bytes
 * @param time the event time in seconds since the epoch
 */
record IndexRow(
        Kind kind,
        long seq,
        long offset,
        int length,
        String eventId,
        long time,
        String eventName,
        String principal,
        List<String> keys,
        @Nullable String errorCode,
        @Nullable String requestId) {

    /**
     * The rows of one group, and the journal's end after it. Immutable.
     */
    record Group(List<IndexRow> rows, JournalEnd end) {}

    static IndexRow of(Kind kind, long seq, long offset, int length, AuditEvent event) {
        return new IndexRow(
                kind,
                seq,
                offset,
                length,
                event.eventId(),
                event.eventTime().getEpochSecond(),
                event.eventName(),
                event.principal(),
                event.keys(),
                event.errorCode(),
                event.requestId());
    }
}
