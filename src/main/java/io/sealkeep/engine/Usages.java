// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.call.Caller;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.KeyUsageRow;
import io.sealkeep.engine.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each key was last used. Held in memory, since every call comes by, and kept in the store at every sweep and at the end; a
 * crash loses what came since. Safe for concurrent use.
 */
final class Usages {

    private static final Logger LOG = LoggerFactory.getLogger(Usages.class);

    private static final int BATCH = 500;

    private final KeyStore store;
    private final Changes changes;
    private final Map<KeyRef, KeyUsageRow> latest = new ConcurrentHashMap<>();

    Usages(KeyStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    /** Notes that the current call has used the key, successfully. */
    void note(Key key, KeyOperation operation) {
        latest.put(
                key.ref(),
                new KeyUsageRow(
                        key.ref(),
                        operation.action(),
                        changes.now(),
                        Caller.current().requestId(),
                        CallRecord.current().eventId()));
    }

    /** Returns the last use of the key that is known of. */
    Optional<KeyUsageRow> find(KeyRef key) {
        KeyUsageRow held = latest.get(key);
        return held != null ? Optional.of(held) : store.read(rows -> rows.findUsage(key));
    }

    /** Keeps what is held, some at a time, so that no change waits for long. Where the store cannot, it stays held. */
    void keep() {
        List<KeyUsageRow> held = List.copyOf(latest.values());
        try {
            for (int from = 0; from < held.size(); from += BATCH) {
                keep(held.subList(from, Math.min(from + BATCH, held.size())));
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("When keys were last used could not be kept and is tried again: {}", e.getMessage());
        }
    }

    private void keep(List<KeyUsageRow> some) {
        store.write(
                rows -> {
                    rows.putUsages(some);
                    return some;
                },
                kept -> List.of());
        some.forEach(row -> latest.remove(row.key(), row));
    }
}
