// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.RootKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What an engine is opened with. Immutable.
 *
 * @param accountId twelve digits: the account of all its keys
 * @param store the SQLite file; its directory must exist
 * @param rootKey wraps all material; the engine closes it
 * @param clock where all time comes from
 * @param nanoTime what the clock is held against before a key is deleted: counted time, as {@link System#nanoTime}
 * @param deadline how long a call waits each time it needs the store
 * @param limits how much of everything there may be
 */
public record EngineSettings(
        String accountId,
        Path store,
        RootKey rootKey,
        Clock clock,
        LongSupplier nanoTime,
        Duration deadline,
        Limits limits) {

    /** Settings with this machine's counted time. */
    public EngineSettings(
            String accountId, Path store, RootKey rootKey, Clock clock, Duration deadline, Limits limits) {
        this(accountId, store, rootKey, clock, System::nanoTime, deadline, limits);
    }

    /** Settings with a deadline of two seconds and the quotas of AWS. */
    public EngineSettings(String accountId, Path store, RootKey rootKey, Clock clock, LongSupplier nanoTime) {
        this(accountId, store, rootKey, clock, nanoTime, Duration.ofSeconds(2), Limits.AWS);
    }

    /** Settings with this machine's counted time, a deadline of two seconds and the quotas of AWS. */
    public EngineSettings(String accountId, Path store, RootKey rootKey, Clock clock) {
        this(accountId, store, rootKey, clock, System::nanoTime);
    }

    /**
     * Returns whether there is a store in this file, so that no new root key may be made for it. A link counts even where it
     * leads nowhere.
     */
    public static boolean storeExists(Path store) {
        return io.sealkeep.engine.store.JdbcKeyStore.exists(store);
    }

    /**
     * The quotas (AWS KMS Developer Guide, "Resource quotas").
     *
     * @param keysPerRegion also those that are disabled or pending deletion
     */
    public record Limits(
            int keysPerRegion,
            int aliasesPerKey,
            int tagsPerKey,
            int onDemandRotationsPerKey,
            int grantsPerKey,
            int customKeyStoresPerRegion) {

        /** What AWS grants an account. */
        public static final Limits AWS = new Limits(100_000, 50, 50, 25, 50_000, 10);

        /**
         * Refuses one key more than there may be.
         *
         * @throws software.amazon.awssdk.services.kms.model.LimitExceededException if there are as many as there may be
         */
        void checkKeys(int keysNow) {
            if (keysNow >= keysPerRegion) {
                throw Refusal.limitExceeded("The request was rejected because a quota was exceeded: " + keysPerRegion
                        + " KMS keys in this account and region.");
            }
        }

        /**
         * Refuses one grant more than a key may have.
         *
         * @throws software.amazon.awssdk.services.kms.model.LimitExceededException if there are as many as there may be
         */
        void checkGrants(int grantsNow) {
            if (grantsNow >= grantsPerKey) {
                throw Refusal.limitExceeded("The request was rejected because a quota was exceeded: " + grantsPerKey
                        + " grants on this KMS key.");
            }
        }

        /**
         * Refuses one custom key store more than there may be.
         *
         * @throws software.amazon.awssdk.services.kms.model.LimitExceededException if there are as many as there may be
         */
        void checkCustomKeyStores(int storesNow) {
            if (storesNow >= customKeyStoresPerRegion) {
                throw Refusal.limitExceeded("The request was rejected because a quota was exceeded: "
                        + customKeyStoresPerRegion + " custom key stores in this account and region.");
            }
        }

        /**
         * Refuses one alias more than a key may have.
         *
         * @throws software.amazon.awssdk.services.kms.model.LimitExceededException if it has as many as it may
         */
        void checkAliases(int aliasesNow, String keyArn) {
            if (aliasesNow >= aliasesPerKey) {
                throw Refusal.limitExceeded("The request was rejected because a quota was exceeded: " + aliasesPerKey
                        + " aliases for " + keyArn + ".");
            }
        }
    }
}
