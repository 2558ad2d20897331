// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The record of the call in progress, as the engine sees it: the engine tells it what only the engine knows, and asks it for
 * the rows that must commit together with a state change. Bound as a scoped value by the audit decorator around
 * {@code KmsClient}. One thread; one call.
 */
public interface CallRecord {

    /** The record of the call this thread makes; unbound where nothing is audited, as in the engine's own tests. */
    ScopedValue<CallRecord> CURRENT = ScopedValue.newInstance();

    /** Takes everything and keeps nothing. */
    CallRecord NONE = new CallRecord() {
        @Override
        public void key(String keyArn) {}

        @Override
        public void additional(String name, String value) {}

        @Override
        public List<OutboxRow> change(SdkPojo response, List<ServiceEvent> events) {
            return List.of();
        }
    };

    /** Returns the record of the call this thread makes, or {@link #NONE}. */
    static CallRecord current() {
        return CURRENT.orElse(NONE);
    }

    /**
     * Notes a key that the request's identifier resolved to. Called once per key as soon as it is known, before its state is
     * checked, in the order of the record's {@code resources}: for ReEncrypt source, then destination.
     */
    void key(String keyArn);

    /** Notes a member of {@code additionalEventData}, for example {@code keyMaterialId}. Never a secret. */
    void additional(String name, String value);

    /** Returns the {@code eventID} that the record of this call will have; null where nothing is audited. */
    default @Nullable String eventId() {
        return null;
    }

    /**
     * Makes the records of a state change, to be stored in the very transaction that changes the state. Called at most once
     * a call, as the last step before the commit. If the transaction fails, the call fails, and the rows are forgotten.
     *
     * @param response what the call will answer; for a change that no call asked for, any response: it is ignored
     * @param events what the service did by itself in this transaction, each a record of its own
     * @return rows for the outbox: the call's own record if a call made the change, then one row for each event; empty where
     *     nothing is audited
     */
    List<OutboxRow> change(SdkPojo response, List<ServiceEvent> events);
}
