// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.OutboxRow;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.RootKeyException;
import io.sealkeep.engine.store.JdbcKeyStore;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreIdentity;
import io.sealkeep.engine.store.StoreUnavailableException;
import io.sealkeep.home.StartRefusedException;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;

/**
 * The embedded KMS: the AWS SDK's {@code KmsClient} on a store of its own. Every call needs a {@code Caller}, whose region says
 * where its keys are, and may have a {@code CallRecord}. It has every operation of the interface.
 *
 * <p>A custom key store of the type AWS_CLOUDHSM is an imitation of one: there is no cluster, and its keys are kept like all
 * others. One of the type EXTERNAL_KEY_STORE does not connect: nothing here talks to proxies yet.
 *
 * <p>Beside what the API reference says of each operation, all throw {@code DependencyTimeoutException} with status 503 where the
 * store does not answer or cannot be written.
 *
 * <p>Safe for concurrent use. Closing waits for changes under way and wipes all material.
 */
public final class EmbeddedKms extends CustomKeyStoreTable {

    private static final int STORE_ID_BYTES = 16;

    private final EngineParts parts;
    private final Sweeper sweeper;

    EmbeddedKms(EngineSettings settings, KeyStore store) {
        this(EngineParts.of(settings, store));
    }

    private EmbeddedKms(EngineParts parts) {
        super(parts);
        this.parts = parts;
        this.sweeper = new Sweeper(parts);
    }

    /**
     * Opens an engine on its store, which is made where there is none. The root key and the account must be those that the store
     * was made with; that is found out before anything is written.
     *
     * @throws RootKeyException if the root key is not the store's
     * @throws StartRefusedException if the store is another account's, a later version's, damaged, a link that leads nowhere, or
     *     cannot be made or opened
     */
    public static EmbeddedKms open(EngineSettings settings) {
        try {
            if (JdbcKeyStore.exists(settings.store())) {
                JdbcKeyStore.readIdentity(settings.store()).ifPresent(identity -> check(identity, settings));
            }
            return opened(
                    settings, JdbcKeyStore.open(settings.store(), () -> newIdentity(settings), settings.deadline()));
        } catch (StoreUnavailableException e) {
            throw new StartRefusedException(
                    "The key store " + settings.store() + " cannot be opened. " + e.getMessage(), e);
        }
    }

    private static EmbeddedKms opened(EngineSettings settings, KeyStore store) {
        try {
            return new EmbeddedKms(settings, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static void check(StoreIdentity identity, EngineSettings settings) {
        if (!MessageDigest.isEqual(identity.rootKeyCheck(), settings.rootKey().checkValue(identity.storeId()))) {
            throw new RootKeyException("The root key is not the one that the store " + settings.store()
                    + " was made with. Nothing was changed. Start with the right root key, or with another store.");
        }
        if (!identity.accountId().equals(settings.accountId())) {
            throw new StartRefusedException("The store " + settings.store() + " holds the keys of account "
                    + identity.accountId() + ", not of " + settings.accountId()
                    + ". Set sealkeep.account-id to the store's account.");
        }
    }

    private static StoreIdentity newIdentity(EngineSettings settings) {
        byte[] storeId = RandomBytes.system().next(STORE_ID_BYTES);
        return new StoreIdentity(
                storeId, settings.accountId(), settings.rootKey().checkValue(storeId));
    }

    /** Returns the records of changes that the trail may not have yet. */
    public Outbox outbox() {
        return new Outbox() {
            @Override
            public List<OutboxRow> pending() {
                return parts.store().pending();
            }

            @Override
            public void settle(Collection<String> eventIds) {
                parts.store().settle(eventIds);
            }
        };
    }

    /**
     * Does what has become due: rotates keys whose period is over, deletes keys whose waiting period is and imported material whose
     * time is. Deletes nothing in the first five minutes after the engine was opened, and after the clock came apart from the time
     * that passed.
     */
    public void sweep() {
        sweeper.sweep();
        parts.usages().keep();
    }

    /**
     * Makes the keys and aliases of a seed that are not there yet, all in one change that leaves a service event {@code SeedKey} for
     * each key and {@code SeedAlias} for each key that got aliases later. A key that is there is left as it is: only what never
     * changes of a key (spec, usage, origin, region or regions, its first material) is compared. Must not run beside calls or
     * {@link #sweep}. RSA keys take some tenths of a second each.
     *
     * <p>The keys must be as CreateKey, CreateAlias and ImportKeyMaterial would take them. Material of the seed has an id that is
     * derived from it and the key's id alone, so that what one engine encrypted opens in another that was seeded alike.
     *
     * @return how many keys were made
     * @throws StartRefusedException if the seed cannot be, a key is there with other properties or an alias leads to another key:
     *     nothing of the seed is then made; or if the store does not answer
     */
    public int seed(Seed seed) {
        return new Seeding(parts).seed(seed);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        parts.generation().close();
        parts.usages().keep();
        parts.store().close();
        parts.keys().close();
        parts.lists().close();
        parts.settings().rootKey().close();
    }

    @Override
    public String toString() {
        return "EmbeddedKms";
    }
}
