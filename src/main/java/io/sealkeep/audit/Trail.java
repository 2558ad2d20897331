// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.util.List;
import java.util.Optional;

/**
 * The append-only sequence of audit events. Safe for concurrent use; callers wait, and are never interrupted into I/O.
 */
public interface Trail {

    /**
     * Makes the events durable, in their order and next to each other, and returns once they are.
     *
     * @throws TrailUnavailableException if they are not known to be durable: disk full, failed or altered file, or no answer
     *     within two seconds. The records may still surface later; the trail then says that their answer was withheld.
     */
    void record(List<AuditEvent> events);

    /**
     * Makes durable that a call which may change something elsewhere is about to be made. A later {@link #record} of an event
     * with the same id settles it; an intent still unsettled at the next start becomes a record whose outcome is unknown.
     *
     * @param intent the record as far as it is known, without an outcome
     * @throws TrailUnavailableException as for {@link #record}; the call must then not be made
     */
    void intend(AuditEvent intent);

    /**
     * Returns at once if the trail takes records, as far as it knows.
     *
     * @throws TrailUnavailableException if it is in a failed state: a change must then not be begun
     */
    void requireWritable();

    /**
     * Returns whether an event with this id is in the trail. Waits for what is on its way into it, also for records whose callers gave
     * up waiting: after false none that was given to {@link #record} before can still come.
     *
     * @throws TrailUnavailableException if that cannot be said in time
     */
    boolean contains(String eventId);

    /** Returns the event with this id as one line of JSON, or empty. */
    Optional<String> find(String eventId);

    /**
     * Returns the events a query asks for, newest first, as of its arrival.
     *
     * @throws IllegalArgumentException if the cursor is not one that a page gave, or the limit is out of range
     */
    TrailPage find(TrailQuery query);
}
