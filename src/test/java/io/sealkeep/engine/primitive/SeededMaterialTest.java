// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ids that ciphertexts of every seeded instance name, and so never change. */
class SeededMaterialTest {

    private static final String KEY = "0a0b0c0d-1111-4222-8333-444455556666";

    private static SecretBytes counting() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return SecretBytes.takeOver(bytes);
    }

    /** Computed apart, with Python's hashlib. */
    @Test
    void id_ofKeyAndMaterial_isTheSameForEver() {
        assertThat(SeededMaterial.id(KEY, counting()))
                .isEqualTo("6687c562d93ec4072ca5f1302be5f1a77f4af3a9f3b8556525dbf53214919ca2");
    }

    @Test
    void id_ofAnotherKey_isAnother() {
        assertThat(SeededMaterial.id(KEY.replace('6', '7'), counting()))
                .isNotEqualTo(SeededMaterial.id(KEY, counting()));
    }
}
