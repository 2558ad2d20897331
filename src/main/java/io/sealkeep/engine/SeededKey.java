// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.AliasRef;
import io.sealkeep.engine.store.AliasRow;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.RotationType;

/**
 * One key of a seed, checked, with the material that it gets if it is not there yet. Closing wipes that. One thread, then the store's.
 */
final class SeededKey implements AutoCloseable {

    /** The period that EnableKeyRotation takes where none is said. */
    private static final int ROTATION_DAYS = 365;

    private final Seed.Entry entry;
    private final CreateKeyOperation.Wanted wanted;
    private final BackingKeys backingKeys;

    /** Oldest first: what the seed gives, or later what is made in its place. */
    private final List<BackingKeys.Fresh> material = new ArrayList<>(1);

    private boolean isMade;

    SeededKey(Seed.Entry entry, CreateKeyOperation.Wanted wanted, BackingKeys backingKeys) {
        this.entry = entry;
        this.wanted = wanted;
        this.backingKeys = backingKeys;
    }

    KeyRef ref() {
        return wanted.ref();
    }

    /** Returns whether the change made the key, for it was not there. */
    boolean isMade() {
        return isMade;
    }

    /** Takes material of the seed over, which is the current one until the next. */
    void add(String materialId, SecretBytes encoded) {
        material.add(new BackingKeys.Fresh(wanted.kind().spec(), materialId, encoded));
    }

    /** Makes material for a key to be made that brings none and does not wait for any. May take seconds. */
    void makeMaterial() {
        if (material.isEmpty() && !isExternal()) {
            material.add(backingKeys.make(wanted.kind().spec()));
        }
    }

    private boolean isExternal() {
        return wanted.row(null, null).isImported();
    }

    /** Makes the key and its aliases, or what is not there of them. */
    void apply(Change change, EngineSettings.Limits limits) {
        Optional<KeyRow> there = change.rows().findKey(ref());
        there.ifPresentOrElse(key -> checkEqual(change, key), () -> insert(change, limits));
        KeyRow key = there.orElseGet(() -> change.rows().findKey(ref()).orElseThrow());
        List<String> aliases = insertAliases(change, key, limits);
        if (isMade) {
            change.event("SeedKey", ref(), details(key, aliases));
        } else if (!aliases.isEmpty()) {
            change.event("SeedAlias", ref(), Map.of("keyId", key.keyId(), "aliases", aliases));
        }
    }

    /** Of a key that is there only what never changes is compared: all else is perhaps as somebody made it since. */
    private void checkEqual(Change change, KeyRow there) {
        KeyRow here = wanted.row(null, null);
        differs("keySpec", there.spec(), here.spec());
        differs("keyUsage", there.usage(), here.usage());
        differs("origin", there.origin(), here.origin());
        differs("multiRegion", there.isMultiRegion(), here.isMultiRegion());
        List<String> thereIds = change.rows().backingKeys(ref()).stream()
                .map(BackingKeyRow::materialId)
                .toList();
        List<String> hereIds = entry.material().isEmpty()
                ? List.of()
                : material.stream().map(BackingKeys.Fresh::materialId).toList();
        if (thereIds.size() < hereIds.size()
                || !thereIds.subList(0, hereIds.size()).equals(hereIds)) {
            throw new Seeding.ConflictException("the key is there already with other key material.");
        }
    }

    private static void differs(String member, Object there, Object here) {
        if (!there.equals(here)) {
            throw new Seeding.ConflictException(
                    "the key is there already with " + member + " " + there + ", not " + here + ".");
        }
    }

    private void insert(Change change, EngineSettings.Limits limits) {
        limits.checkKeys(change.rows().countKeys(ref().region()));
        if (wanted.isMultiRegion() && !change.rows().regionsOf(ref().keyId()).isEmpty()) {
            throw new Seeding.ConflictException("the multi-region key is there already in another region.");
        }
        change.rows().insertKey(row(), wanted.policy());
        for (int i = 0; i < material.size(); i++) {
            change.rows().insertBackingKey(backingKey(i, change.now()));
        }
        change.rows().putTags(ref(), entry.key().tags());
        isMade = true;
    }

    private KeyRow row() {
        KeyRow row = wanted.row(material.isEmpty() ? null : material.getLast().materialId(), null);
        if (!material.isEmpty()) {
            row = row.withState(entry.isEnabled() ? KeyState.ENABLED : KeyState.DISABLED);
        }
        Instant next = entry.nextRotation();
        return next == null
                ? row
                : row.withRotation(new KeyRow.Rotation(ROTATION_DAYS, next.minus(Duration.ofDays(ROTATION_DAYS))));
    }

    private BackingKeyRow backingKey(int number, Instant now) {
        BackingKeys.Fresh fresh = material.get(number);
        if (isExternal()) {
            byte[] wrapped = backingKeys.wrap(ref(), fresh);
            BackingKeyRow.Imported forEver = new BackingKeyRow.Imported(null, null);
            return new BackingKeyRow(ref(), fresh.materialId(), number, now, null, wrapped, forEver);
        }
        BackingKeyRow.@Nullable Rotated rotated =
                number == 0 ? null : new BackingKeyRow.Rotated(RotationType.AUTOMATIC, now);
        return backingKeys.row(ref(), number, rotated, fresh, now);
    }

    /** Returns the names that were not there. */
    private List<String> insertAliases(Change change, KeyRow key, EngineSettings.Limits limits) {
        List<String> made = new ArrayList<>();
        for (String name : entry.aliases()) {
            AliasRef alias = new AliasRef(ref().region(), name);
            Optional<AliasRow> there = change.rows().findAlias(alias);
            if (there.isEmpty()) {
                KeyOperation.CREATE_ALIAS.check(key, change.arn(ref()));
                limits.checkAliases(change.rows().countAliasesOf(ref()), change.arn(ref()));
                change.rows().insertAlias(new AliasRow(alias, key.keyId(), change.now(), change.now()));
                made.add(name);
            } else if (!there.get().keyId().equals(key.keyId())) {
                throw new Seeding.ConflictException("the alias " + name + " is there already and leads to key "
                        + there.get().keyId() + ".");
            }
        }
        return made;
    }

    /** What was made; nothing of the material, whose id is no secret and told where the API tells it. */
    private Map<String, Object> details(KeyRow key, List<String> aliases) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("keyId", key.keyId());
        details.put("keySpec", key.spec().toString());
        details.put("keyUsage", key.usage().toString());
        details.put("keyOrigin", key.origin().toString());
        details.put("multiRegion", key.isMultiRegion());
        details.put("keyState", key.state().toString());
        details.put("materialGiven", !entry.material().isEmpty());
        String materialId = key.currentMaterialId();
        if (key.isSymmetric() && materialId != null) {
            details.put("currentKeyMaterialId", materialId);
        }
        details.put("aliases", aliases);
        return details;
    }

    @Override
    public void close() {
        material.forEach(BackingKeys.Fresh::close);
    }
}
