// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.util.List;

/**
 * How a backend's changes are kept from going unrecorded: by intents written before the call, where the backend is elsewhere
 * ({@link #INTENTS}), or by an outbox that commits with the change ({@link OutboxDrain}).
 */
interface ChangeLog {

    /** For a backend that cannot commit a record with its change. */
    ChangeLog INTENTS = new ChangeLog() {
        @Override
        public boolean needsIntents() {
            return true;
        }

        @Override
        public void prepared(List<String> eventIds) {}

        @Override
        public void recorded(List<String> eventIds) {}

        @Override
        public void ended(List<String> eventIds) {}
    };

    /** Returns whether a change needs a durable intent before it. */
    boolean needsIntents();

    /** A call has made these outbox rows and is about to commit them: until it has ended they are its own to record. */
    void prepared(List<String> eventIds);

    /** The trail has these records: their outbox rows may go. */
    void recorded(List<String> eventIds);

    /** The call is over, however it ended: its outbox rows, if any are left, are nobody's but the drain's. */
    void ended(List<String> eventIds);
}
