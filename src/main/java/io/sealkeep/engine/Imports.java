// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.KeyState;

/** What imported material means for its key. */
final class Imports {

    private Imports() {}

    /**
     * Returns whether all material is there that belongs to a key for good: its current one, and all that it was rotated away from.
     * What waits to be rotated to does not count.
     */
    static boolean isComplete(KeyRow key, List<BackingKeyRow> rows) {
        return key.currentMaterialId() != null
                && rows.stream().filter(Imports::isPermanent).allMatch(BackingKeyRow::isPresent);
    }

    /** Returns whether material belongs to its key for good: the first, and whatever the key was rotated to. */
    static boolean isPermanent(BackingKeyRow row) {
        return row.generation() == 0 || row.rotated() != null;
    }

    /**
     * Returns the row of a material of the key.
     *
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if the key has none such
     */
    static BackingKeyRow find(Change change, KeyRow key, String materialId) {
        return change.rows().backingKeys(key.ref()).stream()
                .filter(row -> row.materialId().equals(materialId))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "Key material '" + materialId + "' of " + change.arn(key.ref()) + " does not exist"));
    }

    /** Returns when the first of the materials that belong to a key for good ends; null where none does. */
    static @Nullable Instant firstEnd(List<BackingKeyRow> rows) {
        Instant first = null;
        for (BackingKeyRow row : rows) {
            Instant end = isPermanent(row) && row.isPresent() ? end(row) : null;
            if (end != null && (first == null || end.isBefore(first))) {
                first = end;
            }
        }
        return first;
    }

    private static @Nullable Instant end(BackingKeyRow row) {
        BackingKeyRow.Imported imported = row.imported();
        return imported == null ? null : imported.expiresAt();
    }

    /** Returns whether the material is there and its time is not over. */
    static boolean isUsable(BackingKeyRow row, Instant now) {
        Instant end = end(row);
        return row.isPresent() && (end == null || end.isAfter(now));
    }

    static ExpirationModelType expirationModel(BackingKeyRow.Imported imported) {
        return imported.expiresAt() == null
                ? ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE
                : ExpirationModelType.KEY_MATERIAL_EXPIRES;
    }

    /** Returns the row of a material that a copy of the key in another region waits for. */
    static BackingKeyRow awaited(BackingKeyRow row, KeyRef copy) {
        return row.heldBy(copy, null, new BackingKeyRow.Imported(null, null));
    }

    /** Takes the material out of a row that stays, so that only the same can be imported again. */
    private static BackingKeyRow emptied(BackingKeyRow row) {
        return row.heldBy(row.key(), null, row.imported());
    }

    /**
     * Removes a material: its bytes alone where it belongs to the key for good or where a primary still has it, else all trace of
     * it, in all regions.
     */
    static void remove(Change change, KeyRow key, BackingKeyRow row) {
        if (isPermanent(row)) {
            change.rows().updateBackingKey(emptied(row));
            if (key.deletion() == null) {
                change.rows().updateKey(key.withState(KeyState.PENDING_IMPORT));
            }
        } else if (key.isMultiRegion() && !key.isPrimary()) {
            change.rows().updateBackingKey(emptied(row));
        } else {
            for (KeyRow copy : change.copies(key)) {
                change.rows().deleteBackingKey(copy.ref(), row.materialId());
            }
        }
    }

    /** Removes the material of a key whose time is over, each with an event that says so. */
    static void expire(Change change, KeyRow key, Instant now) {
        for (BackingKeyRow row : change.rows().backingKeys(key.ref())) {
            if (row.isPresent() && !isUsable(row, now)) {
                remove(change, key, row);
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("keyId", key.keyId());
                details.put("keyMaterialId", row.materialId());
                change.event("DeleteExpiredKeyMaterial", key.ref(), details);
            }
        }
    }
}
