// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.RotationType;

/** Gives a key new material to encrypt under; what the old encrypted still opens. Safe for concurrent use. */
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

    /** Rotates at once, within the change, and adds the event that says so. An automatic rotation begins a new period. */
    void rotate(Change change, KeyRow key, RotationType type) {
        List<BackingKeyRow> before = change.rows().backingKeys(key.ref());
        int generation = before.getLast().generation() + 1;
        BackingKeyRow material = backingKeys.make(key.ref(), generation, type, change.now());
        change.rows().insertBackingKey(material);
        boolean onDemand = type == RotationType.ON_DEMAND;
        KeyRow rotated = key.withMaterial(material.materialId(), key.onDemandRotations() + (onDemand ? 1 : 0));
        KeyRow.Rotation rotation = key.rotation();
        if (!onDemand && rotation != null) {
            rotated = rotated.withRotation(new KeyRow.Rotation(rotation.periodDays(), change.now()));
        }
        change.rows().updateKey(rotated);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("rotationType", type.toString());
        details.put("keyOrigin", key.origin().toString());
        details.put("previousKeyMaterialId", Objects.requireNonNull(key.currentMaterialId()));
        details.put("currentKeyMaterialId", material.materialId());
        details.put("keyId", key.keyId());
        change.event("RotateKey", change.names().keyArn(key.keyId()), details);
    }
}
