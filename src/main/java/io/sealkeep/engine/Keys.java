// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.sealkeep.call.CallRecord;
import io.sealkeep.call.Caller;
import io.sealkeep.engine.key.KeyIdentifier;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.AliasRef;
import io.sealkeep.engine.store.AliasRow;
import io.sealkeep.engine.store.ChangeEpochs;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyStore;
import io.sealkeep.engine.store.StoreReader;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where operations get keys from: by any of the four identifiers, with their material, from memory where that is still true.
 * Safe for concurrent use; closing wipes what is held.
 *
 * <p>Nothing stale is ever used: an entry counts only while {@link ChangeEpochs} says that nothing has changed since before it
 * was read; otherwise the store is asked. So the moment at which a call sees a key lies within the call, cached or not. Material
 * leaves memory five minutes after its last use, and when the key is looked up after a change.
 */
final class Keys implements AutoCloseable {

    private static final long MATERIALS_HELD = 20_000;
    private static final long ALIASES_HELD = 20_000;
    private static final Duration IDLE = Duration.ofMinutes(5);

    /**
     * Material is wiped a moment after it left the cache, so that calls under way finish undisturbed: they need it for
     * microseconds. One that takes longer than this fails cleanly: see {@code SecretBytes}. No longer, since what waits here is
     * held beside the cache's bound.
     */
    static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS, Runnable::run);

    private final String account;
    private final KeyStore store;
    private final BackingKeys backingKeys;
    private final Clock clock;
    private final Executor later;
    private final Cache<KeyRef, Key> keys;
    private final Cache<AliasRef, Target> aliases;

    /** Where an alias leads, and its change epoch from before that was read. */
    private record Target(String keyId, long epoch) {}

    /**
     * Makes an empty cache.
     *
     * @param clock says whether imported material's time is over
     * @param later runs the wiping of material that left the cache; {@link #LATER}
     */
    Keys(String account, KeyStore store, BackingKeys backingKeys, Clock clock, Executor later) {
        this.account = account;
        this.store = store;
        this.backingKeys = backingKeys;
        this.clock = clock;
        this.later = later;
        this.keys = Caffeine.newBuilder()
                .maximumWeight(MATERIALS_HELD)
                .weigher((KeyRef ref, Key key) -> 1 + key.size())
                .expireAfterAccess(IDLE)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener((ref, key, cause) -> wipeLater(key))
                .build();
        this.aliases = Caffeine.newBuilder()
                .maximumSize(ALIASES_HELD)
                .executor(Runnable::run)
                .build();
    }

    /** Returns how keys and aliases are called where the current call is made. */
    Names names() {
        return new Names(account, Caller.current().region());
    }

    /**
     * Returns the key that any of the four identifiers names, and notes it in the record of the call.
     *
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if there is none
     */
    Key resolve(String identifier) {
        Names names = names();
        Key key = switch (KeyIdentifier.parse(identifier, names)) {
            case KeyIdentifier.ById id -> byId(id.keyId(), names);
            case KeyIdentifier.ByAlias alias -> byAlias(new AliasRef(names.region(), alias.aliasName()), names);
        };
        CallRecord.current().key(key.arn());
        return key;
    }

    /**
     * Returns the key that a key id or key ARN names, where its state allows the operation, and notes it in the record of the
     * call.
     *
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if there is none, and for an alias
     */
    Key resolveKey(String identifier, KeyOperation operation) {
        Names names = names();
        Key key = byId(KeyIdentifier.parseKey(identifier, names), names);
        CallRecord.current().key(key.arn());
        key.check(operation);
        return key;
    }

    private Key byId(String keyId, Names names) {
        Key key = find(new KeyRef(names.region(), keyId));
        if (key == null) {
            throw noSuchKey(names.keyArn(keyId));
        }
        return key;
    }

    static RuntimeException noSuchKey(String keyArn) {
        return Refusal.notFound("Key '" + keyArn + "' does not exist");
    }

    static RuntimeException noSuchAlias(String aliasArn) {
        return Refusal.notFound("Alias " + aliasArn + " is not found.");
    }

    /** Returns the key, or null if there is none. */
    @Nullable
    Key find(KeyRef ref) {
        Key cached = keys.getIfPresent(ref);
        if (cached != null) {
            if (store.epochs().isCurrent(ref, cached.epoch())) {
                return cached;
            }
            // Nobody may replace it, if the key is gone, and each look-up counts as a use: it would never leave by
            // itself.
            keys.asMap().remove(ref, cached);
        }
        long epoch = store.epochs().current(ref);
        Key key = store.read(reader -> load(reader, ref, epoch)).orElse(null);
        if (key == null) {
            return null;
        }
        if (ChangeEpochs.isSettled(epoch)) {
            keys.put(ref, key);
        } else {
            wipeLater(key);
        }
        return key;
    }

    /**
     * An alias and its key must be seen at one moment: if the alias moved after it was read and before the key was, then both
     * are read again, together.
     */
    private Key byAlias(AliasRef alias, Names names) {
        Target target = aliases.getIfPresent(alias);
        if (target == null || !store.epochs().isCurrent(alias, target.epoch())) {
            long epoch = store.epochs().current(alias);
            String keyId = store.read(reader -> reader.findAlias(alias))
                    .map(AliasRow::keyId)
                    .orElseThrow(() -> noSuchAlias(names.aliasArn(alias.name())));
            target = new Target(keyId, epoch);
            if (ChangeEpochs.isSettled(epoch)) {
                aliases.put(alias, target);
            }
        }
        Key key = find(new KeyRef(alias.region(), target.keyId()));
        if (key != null && store.epochs().isCurrent(alias, target.epoch())) {
            return key;
        }
        return readTogether(alias, names);
    }

    private Key readTogether(AliasRef alias, Names names) {
        // An odd epoch is never current: this key serves one call.
        Key key = store.read(reader -> reader.findAlias(alias)
                        .flatMap(row -> load(reader, new KeyRef(alias.region(), row.keyId()), 1)))
                .orElseThrow(() -> noSuchAlias(names.aliasArn(alias.name())));
        wipeLater(key);
        return key;
    }

    private Optional<Key> load(StoreReader reader, KeyRef ref, long epoch) {
        String arn = new Names(account, ref.region()).keyArn(ref.keyId());
        return reader.findKey(ref)
                .map(row -> new Key(
                        row,
                        arn,
                        new Materials(backingKeys, row.spec(), reader.backingKeys(ref)),
                        row.isMultiRegion() ? reader.regionsOf(ref.keyId()) : List.of(),
                        clock,
                        epoch));
    }

    private void wipeLater(@Nullable Key key) {
        if (key != null) {
            later.execute(key::close);
        }
    }

    @Override
    public void close() {
        keys.asMap().values().forEach(Key::close);
        keys.invalidateAll();
        aliases.invalidateAll();
    }

    @Override
    public String toString() {
        return "Keys[" + account + "]";
    }
}
