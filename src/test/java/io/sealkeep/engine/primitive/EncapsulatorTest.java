// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

class EncapsulatorTest {

    private static MlKemKey key(KeySpec spec) {
        return (MlKemKey) TestMaterials.of(spec);
    }

    /** FIPS 203, table 3. */
    @ParameterizedTest
    @CsvSource({"ML_KEM_512, 768", "ML_KEM_768, 1088", "ML_KEM_1024, 1568"})
    void lengths_areThose_ofTheStandard(String spec, int ciphertextBytes) {
        Encapsulator.Encapsulated made = key(KeySpec.fromValue(spec)).encapsulate();

        assertThat(made.ciphertext()).hasSize(ciphertextBytes);
        assertThat(made.sharedSecret().length()).isEqualTo(32);
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void decapsulate_ofOwnCiphertext_isTheSecret(KeySpec spec) {
        Encapsulator.Encapsulated made = key(spec).encapsulate();

        assertThat(SecretBytes.takeOver(key(spec).decapsulate(made.ciphertext())))
                .isEqualTo(made.sharedSecret());
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void encapsulate_twice_isNeverTheSame(KeySpec spec) {
        assertThat(key(spec).encapsulate().sharedSecret())
                .isNotEqualTo(key(spec).encapsulate().sharedSecret());
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void decapsulate_ofAForgedCiphertext_isAlwaysTheSameOtherSecret(KeySpec spec) {
        Encapsulator.Encapsulated made = key(spec).encapsulate();
        byte[] forged = made.ciphertext().clone();
        forged[0] ^= 1;
        byte[] secret = key(spec).decapsulate(forged);

        assertThat(key(spec).decapsulate(forged)).isEqualTo(secret);
        assertThat(SecretBytes.takeOver(secret)).isNotEqualTo(made.sharedSecret());
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void decapsulate_ofOtherLength_isNull(KeySpec spec) {
        byte[] ciphertext = key(spec).encapsulate().ciphertext();

        for (int length : new int[] {0, 1, ciphertext.length - 1, ciphertext.length + 1}) {
            assertThat(key(spec).decapsulate(Arrays.copyOf(ciphertext, length))).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^ML_KEM_.*")
    void decapsulate_afterClose_isRefused(KeySpec spec) {
        MlKemKey key = key(spec);
        byte[] ciphertext = key.encapsulate().ciphertext();
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> key.decapsulate(ciphertext));
    }
}
