// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreReader;
import io.sealkeep.engine.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/**
 * Does what has become due, key by key, each in a transaction of its own that looks at the key again. Deletions, which nothing
 * brings back, and the end of imported material wait until the clock is known to be steady; rotations do not.
 */
final class Sweeper {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** At most so many of a kind in one sweep; the rest come with the next. */
    private static final int BATCH = 500;

    /** So many keys in a row for which the store is at fault, and it is not the keys. */
    private static final int ATTEMPTS = 3;

    private static final KmsResponse NO_CALL =
            ScheduleKeyDeletionResponse.builder().build();

    private final String account;
    private final KeyStore store;
    private final Changes changes;
    private final Rotator rotator;
    private final ClockWatch clock;

    Sweeper(EngineParts parts) {
        this.account = parts.settings().accountId();
        this.store = parts.store();
        this.changes = parts.changes();
        this.rotator = parts.rotator();
        this.clock = new ClockWatch(parts.settings().nanoTime(), changes.now());
    }

    void sweep() {
        Instant now = changes.now();
        if (clock.isSteady(now)) {
            each(rows -> rows.dueForDeletion(now, BATCH), (change, key) -> delete(change, key, now));
            each(rows -> rows.dueForExpiry(now, BATCH), (change, key) -> Imports.expire(change, key, now));
        }
        each(rows -> rows.dueForRotation(now, BATCH), this::rotate);
    }

    /** One key that cannot be done, a damaged row perhaps, keeps no other waiting; a store that cannot be used ends the turn. */
    private void each(Function<StoreReader, List<KeyRef>> due, BiConsumer<Change, KeyRow> work) {
        int inARow = 0;
        try {
            for (KeyRef ref : store.read(due)) {
                try {
                    one(ref, work);
                    inARow = 0;
                } catch (StoreUnavailableException e) {
                    inARow++;
                    if (inARow == ATTEMPTS) {
                        throw e;
                    }
                    LOG.warn("What is due for key {} in {} waits: {}", ref.keyId(), ref.region(), e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("What is due for key {} in {} could not be done", ref.keyId(), ref.region(), e);
                }
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("What is due could not be done and is tried again: {}", e.getMessage());
        }
    }

    private void one(KeyRef ref, BiConsumer<Change, KeyRow> work) {
        changes.make(new Names(account, ref.region()), change -> {
            change.rows().findKey(ref).ifPresent(key -> work.accept(change, key));
            return NO_CALL;
        });
    }

    /** Goes by the time that was found steady, not by the change's own: the clock may have jumped in between. */
    private static void delete(Change change, KeyRow key, Instant now) {
        KeyRow.Deletion deletion = key.deletion();
        Instant at = deletion == null ? null : deletion.at();
        if (at != null && !at.isAfter(now)) {
            change.deletion(key.ref(), CustomKeyStoreRecords.deletion(change, key));
            change.rows().deleteKey(key.ref());
            Replicas.afterDeletion(change, key);
        }
    }

    private void rotate(Change change, KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        if (rotation != null
                && key.state() == KeyState.ENABLED
                && !rotation.next().isAfter(change.now())) {
            rotator.rotate(change, key, RotationType.AUTOMATIC);
        }
    }
}
