// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.OutboxRow;
import io.sealkeep.engine.store.ChangeEpochs;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreReader;
import io.sealkeep.engine.store.StoreWriter;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** A real store before whose reads and writes something happens: another caller's change, or a failure. */
final class HookedKeyStore implements KeyStore {

    private final KeyStore store;
    volatile Runnable beforeRead = () -> {};
    volatile Runnable beforeWrite = () -> {};

    HookedKeyStore(KeyStore store) {
        this.store = store;
    }

    @Override
    public <T> T read(Function<StoreReader, T> reading) {
        beforeRead.run();
        return store.read(reading);
    }

    @Override
    public <T> T write(Function<StoreWriter, T> change, Function<T, List<OutboxRow>> records) {
        beforeWrite.run();
        return store.write(change, records);
    }

    @Override
    public List<OutboxRow> pending() {
        return store.pending();
    }

    @Override
    public void settle(Collection<String> eventIds) {
        store.settle(eventIds);
    }

    @Override
    public ChangeEpochs epochs() {
        return store.epochs();
    }

    @Override
    public void close() {
        store.close();
    }
}
