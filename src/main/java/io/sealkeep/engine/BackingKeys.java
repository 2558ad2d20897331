// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.primitive.KeyMaterial;
import io.sealkeep.engine.primitive.KeyMaterials;
import io.sealkeep.engine.primitive.MaterialPlace;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** Makes material, and wraps and opens what the store keeps of it. Safe for concurrent use. */
final class BackingKeys {

    private static final int MATERIAL_ID_BYTES = 32;

    private final String account;
    private final RootKey rootKey;
    private final Generation generation;
    private final RandomBytes random = RandomBytes.system();

    BackingKeys(String account, RootKey rootKey, Generation generation) {
        this.account = account;
        this.rootKey = rootKey;
        this.generation = generation;
    }

    /** Material without a place yet, in the encoding of {@link KeyMaterials}; closing wipes it. */
    record Fresh(KeySpec spec, String materialId, SecretBytes encoded) implements AutoCloseable {
        @Override
        public void close() {
            encoded.close();
        }
    }

    /**
     * Returns new random material; the caller closes it. May take a second: never within a change.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ThrottlingException if too many wait for theirs
     */
    Fresh make(KeySpec spec) {
        String materialId = HexFormat.of().formatHex(random.next(MATERIAL_ID_BYTES));
        return new Fresh(spec, materialId, generation.make(spec));
    }

    /** Returns the id of material that is imported: one for each key and material, so that the same is recognised. */
    String importedId(KeyRef key, SecretBytes encoded) {
        return rootKey.materialId(key.keyId(), encoded);
    }

    /** Returns the row of a key's first material, or of one that it is rotated to. */
    BackingKeyRow row(KeyRef key, int number, BackingKeyRow.@Nullable Rotated rotated, Fresh material, Instant now) {
        return new BackingKeyRow(key, material.materialId(), number, now, rotated, wrap(key, material), null);
    }

    /** Returns material as the row of that key keeps it. */
    byte[] wrap(KeyRef key, Fresh material) {
        return rootKey.wrap(material.encoded(), place(key, material.spec(), material.materialId()));
    }

    /**
     * Returns the material of a row that has it; the caller closes it.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if the row does not open in its place
     */
    Fresh unwrap(KeySpec spec, BackingKeyRow row) {
        byte[] wrapped = Objects.requireNonNull(row.wrapped());
        SecretBytes encoded = rootKey.unwrap(wrapped, place(row.key(), spec, row.materialId()));
        return new Fresh(spec, row.materialId(), encoded);
    }

    /**
     * Returns a row's material, ready for use; the caller closes it.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if the row does not open in its place
     */
    KeyMaterial open(KeySpec spec, BackingKeyRow row) {
        return KeyMaterials.open(
                spec, row.key().keyId(), row.materialId(), unwrap(spec, row).encoded());
    }

    private MaterialPlace place(KeyRef key, KeySpec spec, String materialId) {
        return new MaterialPlace(account, key.region(), key.keyId(), materialId, spec.toString());
    }
}
