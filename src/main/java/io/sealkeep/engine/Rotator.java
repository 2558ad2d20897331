// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.RotationType;

/**
 * Gives a symmetric key, and its copies in other regions with it, other material to encrypt under; what the old encrypted still
 * opens. Safe for concurrent use.
 */
final class Rotator {

    private final BackingKeys backingKeys;
    private final int onDemandLimit;

    Rotator(BackingKeys backingKeys, int onDemandLimit) {
        this.backingKeys = backingKeys;
        this.onDemandLimit = onDemandLimit;
    }

    int onDemandLimit() {
        return onDemandLimit;
    }

    /**
     * Rotates at once, within the change, and adds the events that say so: to new material that is made here, or to imported
     * material that waits for it. An automatic rotation begins a new period.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsInvalidStateException if no imported material waits
     */
    void rotate(Change change, KeyRow key, RotationType type) {
        BackingKeyRow.Rotated rotated = new BackingKeyRow.Rotated(type, change.now());
        String materialId = key.isImported() ? takePending(change, key, rotated) : makeNew(change, key, rotated);
        for (KeyRow copy : change.copies(key)) {
            change.rows().updateKey(rotated(copy, materialId, rotated));
            change.event("RotateKey", copy.ref(), details(copy, type, materialId));
        }
    }

    private String makeNew(Change change, KeyRow key, BackingKeyRow.Rotated rotated) {
        int number = change.rows().backingKeys(key.ref()).getLast().generation() + 1;
        try (BackingKeys.Fresh material = backingKeys.make(key.spec())) {
            for (KeyRow copy : change.copies(key)) {
                change.rows().insertBackingKey(backingKeys.row(copy.ref(), number, rotated, material, change.now()));
            }
            return material.materialId();
        }
    }

    private static String takePending(Change change, KeyRow key, BackingKeyRow.Rotated rotated) {
        BackingKeyRow pending = change.rows().backingKeys(key.ref()).stream()
                .filter(row -> !Imports.isPermanent(row) && Imports.isUsable(row, change.now()))
                .findFirst()
                .orElseThrow(() -> noPending(change, key));
        for (KeyRow copy : change.copies(key)) {
            BackingKeyRow row = change.rows().backingKeys(copy.ref()).stream()
                    .filter(each ->
                            each.materialId().equals(pending.materialId()) && Imports.isUsable(each, change.now()))
                    .findFirst()
                    .orElseThrow(() -> noPending(change, key));
            change.rows().updateBackingKey(row.withRotated(rotated));
        }
        return pending.materialId();
    }

    private static RuntimeException noPending(Change change, KeyRow key) {
        return Refusal.invalidState(
                "No available key material pending rotation for the key: " + change.arn(key.ref()) + ".");
    }

    private static KeyRow rotated(KeyRow key, String materialId, BackingKeyRow.Rotated rotated) {
        boolean onDemand = rotated.type() == RotationType.ON_DEMAND;
        KeyRow result = key.withMaterial(materialId, key.onDemandRotations() + (onDemand ? 1 : 0));
        KeyRow.Rotation rotation = key.rotation();
        return onDemand || rotation == null
                ? result
                : result.withRotation(new KeyRow.Rotation(rotation.periodDays(), rotated.at()));
    }

    private static Map<String, Object> details(KeyRow before, RotationType type, String materialId) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("rotationType", type.toString());
        details.put("keyOrigin", before.origin().toString());
        details.put("previousKeyMaterialId", Objects.requireNonNull(before.currentMaterialId()));
        details.put("currentKeyMaterialId", materialId);
        details.put("keyId", before.keyId());
        return details;
    }
}
