// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.SpecRules;
import io.sealkeep.engine.primitive.KeyMaterial;
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
    private final List<String> regions;
    private final long epoch;

    /**
     * Takes the materials over.
     *
     * @param regions where a multi-region key has copies; empty for any other
     * @param epoch the key's change epoch from before it was read
     */
    Key(KeyRow row, String arn, Materials materials, List<String> regions, long epoch) {
        this.row = row;
        this.arn = arn;
        this.materials = materials;
        this.regions = regions;
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

    /**
     * Refuses what the key's kind, state or usage does not allow. The record of a cryptographic call names the custom key store
     * that the key is in; of two keys in stores, as of a ReEncrypt, the last one's.
     */
    void check(KeyOperation operation) {
        KeyRow.Custody custody = row.custody();
        if (custody != null && operation.isCryptographic()) {
            CallRecord.current().additional("customKeyStoreId", custody.storeId());
            String xksKeyId = custody.xksKeyId();
            if (xksKeyId != null) {
                CallRecord.current().additional("xksKeyId", xksKeyId);
            }
        }
        operation.check(row, arn);
    }

    /**
     * Refuses an algorithm that keys of this spec and usage do not have.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidKeyUsageException if so
     */
    void checkAlgorithm(String algorithm) {
        SpecRules.of(row.spec()).check(row.usage(), algorithm);
    }

    /**
     * Returns the material that encrypts, signs and so on.
     *
     * @param capability what the key's usage, checked before, says that it can do
     * @throws io.sealkeep.engine.primitive.RootKeyException if it does not open
     */
    <T> T current(Class<T> capability) {
        KeyMaterial current = materials.find(row.currentMaterialId());
        if (current == null) {
            throw new IllegalStateException("Key " + arn + " has no current material");
        }
        return capability.cast(current);
    }

    /** Returns the id of that material, which only symmetric encryption keys show. */
    @Nullable
    String shownMaterialId() {
        return row.isSymmetric() ? row.currentMaterialId() : null;
    }

    /**
     * Returns a symmetric key's material of that id, or null if the key has none such, or is not symmetric.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if it does not open
     */
    @Nullable
    SymmetricKey material(String materialId) {
        return materials.find(materialId) instanceof SymmetricKey material ? material : null;
    }

    /** Returns the row of the current material, or null where there is none. */
    @Nullable
    BackingKeyRow currentRow() {
        return materials.row(row.currentMaterialId());
    }

    /** Returns the regions in which a multi-region key has copies, this one included; empty for any other. */
    List<String> regions() {
        return regions;
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
