// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.junit.jupiter.api.Test;

class HkdfTest {

    /**
     * The inputs of RFC 5869, appendix A.1, under SHA-512, for which the RFC has no vectors: published as "HKDF-SHA-512 Test
     * Vectors" by kullo.net, and the same from OpenSSL.
     */
    @Test
    void derive_withInputsOfRfc5869_givesThePublishedOutput() {
        byte[] derived = Hkdf.derive(
                HexFormat.of().parseHex("0b".repeat(22)),
                HexFormat.of().parseHex("000102030405060708090a0b0c"),
                HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9"),
                42);

        assertThat(HexFormat.of().formatHex(derived))
                .isEqualTo("832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb");
    }

    @Test
    void derive_withAnyInputs_isTheJdks() throws GeneralSecurityException {
        Random random = new Random(5869);
        for (int i = 0; i < 500; i++) {
            byte[] inputKey = bytes(random, 1 + random.nextInt(300));
            byte[] salt = bytes(random, random.nextInt(129));
            byte[] info = bytes(random, random.nextInt(300));
            int length = 1 + random.nextInt(64);

            byte[] expected = KDF.getInstance("HKDF-SHA512")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(inputKey)
                            .addSalt(salt)
                            .thenExpand(info, length));
            assertThat(Hkdf.derive(inputKey, salt, info, length)).isEqualTo(expected);
        }
    }

    @Test
    void derive_beyondWhatItCan_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hkdf.derive(new byte[32], new byte[129], new byte[0], 32));
        assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.derive(new byte[32], new byte[0], new byte[0], 65));
        assertThatIllegalArgumentException().isThrownBy(() -> Hkdf.derive(new byte[32], new byte[0], new byte[0], 0));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
