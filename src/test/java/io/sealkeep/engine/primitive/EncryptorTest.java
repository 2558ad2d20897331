// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;

class EncryptorTest {

    /** One way to encrypt. */
    record Way(KeySpec spec, EncryptionAlgorithmSpec algorithm) {

        Encryptor key() {
            return (Encryptor) TestMaterials.of(spec);
        }
    }

    static Stream<Way> ways() {
        return Stream.concat(
                Stream.of(KeySpec.RSA_2048, KeySpec.RSA_3072, KeySpec.RSA_4096)
                        .flatMap(spec -> Stream.of(
                                new Way(spec, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1),
                                new Way(spec, EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256))),
                Stream.of(new Way(KeySpec.SM2, EncryptionAlgorithmSpec.SM2_PKE)));
    }

    /** "AWS KMS API Reference, Encrypt". */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSAES_OAEP_SHA_1, 214",
        "RSA_2048, RSAES_OAEP_SHA_256, 190",
        "RSA_3072, RSAES_OAEP_SHA_1, 342",
        "RSA_3072, RSAES_OAEP_SHA_256, 318",
        "RSA_4096, RSAES_OAEP_SHA_1, 470",
        "RSA_4096, RSAES_OAEP_SHA_256, 446",
        "SM2, SM2PKE, 1024"
    })
    void maxPlaintext_isWhat_awsPublishes(String spec, String algorithm, int bytes) {
        Encryptor key = (Encryptor) TestMaterials.of(KeySpec.fromValue(spec));

        assertThat(key.maxPlaintext(EncryptionAlgorithmSpec.fromValue(algorithm)))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void decrypt_ofOwnCiphertext_isThePlaintext(Way way) {
        for (int length : new int[] {1, 32, way.key().maxPlaintext(way.algorithm)}) {
            byte[] plaintext = new byte[length];

            assertThat(way.key().decrypt(way.algorithm, way.key().encrypt(way.algorithm, plaintext)))
                    .isEqualTo(plaintext);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void encrypt_ofTooMuchOrNothing_isRefused(Way way) {
        int most = way.key().maxPlaintext(way.algorithm);

        assertThatIllegalArgumentException().isThrownBy(() -> way.key().encrypt(way.algorithm, new byte[most + 1]));
        assertThatIllegalArgumentException().isThrownBy(() -> way.key().encrypt(way.algorithm, new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void encrypt_twice_isNeverTheSame(Way way) {
        assertThat(way.key().encrypt(way.algorithm, new byte[8]))
                .isNotEqualTo(way.key().encrypt(way.algorithm, new byte[8]));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void decrypt_withAnyByteChanged_isNull(Way way) {
        Encryptor key = way.key();
        byte[] ciphertext = key.encrypt(way.algorithm, new byte[16]);
        int step = Math.max(1, ciphertext.length / 48);

        assertThat(IntStream.iterate(0, i -> i < ciphertext.length, i -> i + step)
                        .filter(i -> {
                            byte[] changed = ciphertext.clone();
                            changed[i] ^= 1;
                            return key.decrypt(way.algorithm, changed) != null;
                        }))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void decrypt_ofOtherLength_isNull(Way way) {
        Encryptor key = way.key();
        byte[] ciphertext = key.encrypt(way.algorithm, new byte[16]);

        assertThat(Stream.of(0, 1, ciphertext.length - 1, ciphertext.length + 1, 6144)
                        .filter(length -> key.decrypt(way.algorithm, Arrays.copyOf(ciphertext, length)) != null))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void decrypt_underAnotherKey_isNull(Way way) {
        KeySpec quick = way.spec == KeySpec.SM2 ? KeySpec.SM2 : KeySpec.RSA_2048;
        byte[] ciphertext = ((Encryptor) TestMaterials.another(quick)).encrypt(way.algorithm, new byte[16]);

        assertThat(((Encryptor) TestMaterials.of(quick)).decrypt(way.algorithm, ciphertext))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void decrypt_afterClose_isRefused(Way way) {
        Encryptor key = way.key();
        byte[] ciphertext = key.encrypt(way.algorithm, new byte[16]);
        ((KeyMaterial) key).close();

        assertThatExceptionOfType(SecretBytes.WipedException.class)
                .isThrownBy(() -> key.decrypt(way.algorithm, ciphertext));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void otherAlgorithm_isRefused(Way way) {
        Encryptor key = way.key();
        for (EncryptionAlgorithmSpec other : EncryptionAlgorithmSpec.values()) {
            if (ways().noneMatch(new Way(way.spec, other)::equals)) {
                assertThatIllegalArgumentException().isThrownBy(() -> key.maxPlaintext(other));
                assertThatIllegalArgumentException().isThrownBy(() -> key.encrypt(other, new byte[8]));
                assertThatIllegalArgumentException().isThrownBy(() -> key.decrypt(other, new byte[256]));
            }
        }
    }

    @Test
    void decrypt_withTheOtherHash_isNull() {
        Encryptor key = (Encryptor) TestMaterials.of(KeySpec.RSA_2048);

        assertThat(key.decrypt(
                        EncryptionAlgorithmSpec.RSAES_OAEP_SHA_1,
                        key.encrypt(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256, new byte[8])))
                .isNull();
    }
}
