// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.call.OutboxRow;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The one way to change anything: a transaction that holds the change and its audit records, made on the store's thread. Safe for
 * concurrent use.
 */
final class Changes {

    private final KeyStore store;
    private final Clock clock;

    Changes(KeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Returns the time, in the milliseconds that the store keeps. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Makes a change and returns what the call answers.
     *
     * @param work runs on the store's thread, where no scoped value of the call is bound; what it throws undoes everything
     */
    <R extends SdkPojo> R make(Names names, Function<Change, R> work) {
        CallRecord record = CallRecord.current();
        Change[] made = new Change[1];
        boolean[] noted = new boolean[1];
        try {
            return store.write(
                    rows -> {
                        Change change = new Change(rows, names, now());
                        made[0] = change;
                        return work.apply(change);
                    },
                    response -> {
                        noted[0] = true;
                        return records(record, made[0], response);
                    });
        } catch (RuntimeException e) {
            // A refusal is recorded with what it concerns. After the store gave up, its thread may be at work
            // yet.
            if (made[0] != null && !noted[0] && !(e instanceof StoreUnavailableException)) {
                made[0].tell(record);
            }
            throw e;
        }
    }

    private static List<OutboxRow> records(CallRecord record, Change change, SdkPojo response) {
        change.tell(record);
        return record.change(response, change.events());
    }
}
