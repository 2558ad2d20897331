// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

class MacKeyTest {

    private static final byte[] MESSAGE = {1, 2, 3};

    private static MacKey key(KeySpec spec) {
        return (MacKey) TestMaterials.of(spec);
    }

    @ParameterizedTest
    @CsvSource({"HMAC_224, 28", "HMAC_256, 32", "HMAC_384, 48", "HMAC_512, 64"})
    void keyAndMac_haveTheLength_ofTheHash(String spec, int bytes) {
        assertThat(TestMaterials.encoded(KeySpec.fromValue(spec))).hasSize(bytes);
        assertThat(key(KeySpec.fromValue(spec)).mac(MESSAGE)).hasSize(bytes);
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^HMAC_.*")
    void verify_ofItsOwnMacAlone_isTrue(KeySpec spec) {
        byte[] mac = key(spec).mac(MESSAGE);

        assertThat(key(spec).verify(MESSAGE, mac)).isTrue();
        for (int i = 0; i < mac.length; i++) {
            byte[] changed = mac.clone();
            changed[i] ^= (byte) 0x80;
            assertThat(key(spec).verify(MESSAGE, changed)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^HMAC_.*")
    void verify_ofAMacOfOtherLength_isFalse(KeySpec spec) {
        byte[] mac = key(spec).mac(MESSAGE);

        for (int length : new int[] {0, 1, mac.length - 1, mac.length + 1}) {
            assertThat(key(spec).verify(MESSAGE, Arrays.copyOf(mac, length))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^HMAC_.*")
    void verify_underAnotherKey_isFalse(KeySpec spec) {
        assertThat(((MacKey) TestMaterials.another(spec))
                        .verify(MESSAGE, key(spec).mac(MESSAGE)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^HMAC_.*")
    void mac_afterClose_isRefused(KeySpec spec) {
        MacKey key = key(spec);
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> key.mac(MESSAGE));
        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> key.verify(MESSAGE, new byte[32]));
    }

    @ParameterizedTest
    @EnumSource(value = KeySpec.class, mode = EnumSource.Mode.MATCH_ALL, names = "^HMAC_.*")
    void material_ofOtherLength_isRefused(KeySpec spec) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestMaterials.open(spec, SecretBytes.takeOver(new byte[MacKey.keyBytes(spec) + 1])));
    }
}
