// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.primitive.AesGcm;
import io.sealkeep.engine.primitive.MaterialPlace;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SymmetricKey;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.RotationType;

/** Makes material, and opens what the store keeps of it. Safe for concurrent use. */
final class BackingKeys {

    private static final int MATERIAL_ID_BYTES = 32;

    private final String account;
    private final RootKey rootKey;
    private final RandomBytes random = RandomBytes.system();

    BackingKeys(String account, RootKey rootKey) {
        this.account = account;
        this.rootKey = rootKey;
    }

    /** Returns new random material for a key, wrapped for its row. */
    BackingKeyRow make(KeyRef key, int generation, @Nullable RotationType rotationType, Instant now) {
        String materialId = HexFormat.of().formatHex(random.next(MATERIAL_ID_BYTES));
        try (SecretBytes material = SecretBytes.takeOver(random.next(AesGcm.KEY_BYTES))) {
            byte[] wrapped = rootKey.wrap(material, place(key, materialId));
            return new BackingKeyRow(key, materialId, generation, now, rotationType, wrapped);
        }
    }

    /**
     * Returns a row's material, ready for use; the caller closes it.
     *
     * @throws io.sealkeep.engine.primitive.RootKeyException if the row does not open in its place
     */
    SymmetricKey open(BackingKeyRow row) {
        SecretBytes material = rootKey.unwrap(row.wrapped(), place(row.key(), row.materialId()));
        return new SymmetricKey(row.key().keyId(), row.materialId(), material);
    }

    private MaterialPlace place(KeyRef key, String materialId) {
        return new MaterialPlace(account, key.region(), key.keyId(), materialId, KeySpec.SYMMETRIC_DEFAULT.toString());
    }
}
