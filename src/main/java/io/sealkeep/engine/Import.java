// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * Material that is imported, unwrapped, checked and wrapped for its row. Immutable where {@code wrapped} is left alone.
 *
 * @param type null where the caller leaves it to what is there: the first is new, any other was there before
 * @param description null to keep what was said before
 * @param expiresAt null for never
 */
@SuppressWarnings("ArrayRecordComponent")
record Import(
        String materialId,
        byte[] wrapped,
        @Nullable ImportType type,
        @Nullable String description,
        @Nullable Instant expiresAt) {

    /**
     * Adds the material to the key, or brings it back.
     *
     * @param expectedId the id that the caller says it has
     * @throws software.amazon.awssdk.services.kms.model.IncorrectKeyMaterialException if it is not what was imported before, or not
     *     new where new material was announced
     * @throws software.amazon.awssdk.services.kms.model.KmsInvalidStateException if other new material waits already
     */
    void make(Change change, KeyRow key, Optional<String> expectedId) {
        List<BackingKeyRow> rows = change.rows().backingKeys(key.ref());
        Optional<BackingKeyRow> known =
                rows.stream().filter(row -> row.materialId().equals(materialId)).findFirst();
        if (expectedId.isPresent() && !expectedId.get().equals(materialId)) {
            throw Refusal.incorrectKeyMaterial("The key material is not the one that KeyMaterialId names.");
        }
        boolean isNew = type == ImportType.NEW_KEY_MATERIAL || (type == null && rows.isEmpty());
        KeyRow after = isNew ? addNew(change, key, rows, known) : bringBack(change, key, known);
        boolean waits = after.state() == KeyState.PENDING_IMPORT;
        if (waits && Imports.isComplete(after, change.rows().backingKeys(key.ref()))) {
            change.rows().updateKey(after.withState(KeyState.ENABLED));
        }
    }

    private KeyRow addNew(Change change, KeyRow key, List<BackingKeyRow> rows, Optional<BackingKeyRow> known) {
        String arn = change.arn(key.ref());
        if (key.isMultiRegion() && !key.isPrimary()) {
            throw Refusal.unsupported(arn + " is not a multi-Region primary key.");
        }
        if (known.isPresent()) {
            throw Refusal.incorrectKeyMaterial("The key material is associated with the key already.");
        }
        if (!rows.stream().allMatch(Imports::isPermanent)) {
            throw Refusal.invalidState(arn + " has key material that is pending rotation.");
        }
        int generation = rows.isEmpty() ? 0 : rows.getLast().generation() + 1;
        BackingKeyRow row = new BackingKeyRow(
                key.ref(),
                materialId,
                generation,
                change.now(),
                null,
                wrapped,
                new BackingKeyRow.Imported(description, expiresAt));
        change.rows().insertBackingKey(row);
        KeyRow after = key;
        for (KeyRow copy : change.copies(key)) {
            if (!copy.ref().equals(key.ref())) {
                change.rows().insertBackingKey(Imports.awaited(row, copy.ref()));
            }
            if (generation == 0) {
                KeyRow first = copy.withMaterial(materialId, 0);
                change.rows().updateKey(first);
                after = copy.ref().equals(key.ref()) ? first : after;
            }
        }
        return after;
    }

    private KeyRow bringBack(Change change, KeyRow key, Optional<BackingKeyRow> known) {
        BackingKeyRow row = known.orElseThrow(() ->
                Refusal.incorrectKeyMaterial("The key material is not one that was imported into the key before."));
        BackingKeyRow.Imported before = row.imported();
        String kept = description == null && before != null ? before.description() : description;
        change.rows().updateBackingKey(row.heldBy(row.key(), wrapped, new BackingKeyRow.Imported(kept, expiresAt)));
        return key;
    }
}
