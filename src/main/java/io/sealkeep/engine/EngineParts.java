// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreReader;

/** What the operations are made of. Immutable. */
record EngineParts(
        EngineSettings settings,
        KeyStore store,
        Keys keys,
        Lists lists,
        Changes changes,
        BackingKeys backingKeys,
        Generation generation,
        Rotator rotator,
        Usages usages,
        GrantTokens grantTokens) {

    static EngineParts of(EngineSettings settings, KeyStore store) {
        Generation generation = new Generation();
        BackingKeys backingKeys = new BackingKeys(settings.accountId(), settings.rootKey(), generation);
        Changes changes = new Changes(store, settings.clock());
        Keys keys = new Keys(settings.accountId(), store, backingKeys, settings.clock(), Keys.LATER);
        return new EngineParts(
                settings,
                store,
                keys,
                new Lists(store, settings.rootKey().markerKey(store.read(StoreReader::storeId))),
                changes,
                backingKeys,
                generation,
                new Rotator(backingKeys, settings.limits().onDemandRotationsPerKey()),
                new Usages(store, changes),
                new GrantTokens(keys, store, settings.rootKey()));
    }
}
