// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.primitive.KeyMaterial;
import io.sealkeep.engine.store.BackingKeyRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * A key's versions of material, each unwrapped when it is first used: looking at a key unwraps nothing, and a version that does
 * not open fails alone. Safe for concurrent use; closing wipes what was unwrapped, and what is unwrapped after that at once.
 */
final class Materials implements AutoCloseable {

    private final BackingKeys backingKeys;
    private final KeySpec spec;
    private final Map<String, BackingKeyRow> rows = new LinkedHashMap<>();
    private final Map<String, KeyMaterial> opened = new ConcurrentHashMap<>();
    private boolean closed;

    /**
     * Takes what the store has.
     *
     * @param rows oldest first
     */
    Materials(BackingKeys backingKeys, KeySpec spec, List<BackingKeyRow> rows) {
        this.backingKeys = backingKeys;
        this.spec = spec;
        rows.forEach(row -> this.rows.put(row.materialId(), row));
    }

    /** Returns every version as the store has it, oldest first. */
    List<BackingKeyRow> rows() {
        return List.copyOf(rows.values());
    }

    /** Returns the version of that id as the store has it, or null if there is none such. */
    @Nullable
    BackingKeyRow row(@Nullable String materialId) {
        return rows.get(materialId);
    }

    /** Returns how many versions there are. */
    int size() {
        return rows.size();
    }

    /**
     * Returns the version of that id, ready for use, or null if there is none such or it is not there now.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if it does not open
     */
    @Nullable
    KeyMaterial find(@Nullable String materialId) {
        BackingKeyRow row = rows.get(materialId);
        if (row == null || !row.isPresent()) {
            return null;
        }
        KeyMaterial material = opened.get(row.materialId());
        return material == null ? open(row) : material;
    }

    private synchronized KeyMaterial open(BackingKeyRow row) {
        KeyMaterial material = opened.computeIfAbsent(row.materialId(), id -> backingKeys.open(spec, row));
        if (closed) {
            material.close();
        }
        return material;
    }

    @Override
    public synchronized void close() {
        closed = true;
        opened.values().forEach(KeyMaterial::close);
    }
}
