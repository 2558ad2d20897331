// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.primitive.SymmetricKey;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key as it was at one moment, with its material. Immutable but for {@link #close}, which wipes what was unwrapped of the
 * material; safe for concurrent use.
 */
final class Key implements AutoCloseable {

    private final KeyRow row;
    private final String arn;
    private final Materials materials;
    private final long epoch;

    /**
     * Takes the materials over.
     *
     * @param epoch the key's change epoch from before it was read
     */
    Key(KeyRow row, String arn, Materials materials, long epoch) {
        this.row = row;
        this.arn = arn;
        this.materials = materials;
        this.epoch = epoch;
    }

    KeyRow row() {
        return row;
    }

    KeyRef ref() {
        return row.ref();
    }

    String arn() {
        return arn;
    }

    long epoch() {
        return epoch;
    }

    /** Refuses what the key's state does not allow. */
    void check(KeyOperation operation) {
        operation.check(row.state(), arn);
    }

    /**
     * Returns the material that encrypts.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if it does not open
     */
    SymmetricKey current() {
        SymmetricKey current = materials.find(row.currentMaterialId());
        if (current == null) {
            throw new IllegalStateException("Key " + arn + " has no current material");
        }
        return current;
    }

    /**
     * Returns the material of that id, or null if the key has none such.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if it does not open
     */
    @Nullable
    SymmetricKey material(String materialId) {
        return materials.find(materialId);
    }

    /** Returns every version of material as the store had it at that moment, oldest first. */
    List<BackingKeyRow> backingKeys() {
        return materials.rows();
    }

    /** Returns how many versions of material there are. */
    int size() {
        return materials.size();
    }

    @Override
    public void close() {
        materials.close();
    }

    @Override
    public String toString() {
        return "Key[" + arn + "]";
    }
}
