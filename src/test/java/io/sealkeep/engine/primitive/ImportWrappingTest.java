// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Material wrapped here, by the JDK and Bouncy Castle, as a caller would. */
class ImportWrappingTest {

    /** A wrapping key and an algorithm that fits. */
    record Way(WrappingKeySpec spec, AlgorithmSpec algorithm) {

        KeyPairMaterial key() {
            KeySpec same = KeySpec.fromValue(spec.toString());
            return ImportWrapping.open(spec, "wrapping", SecretBytes.takeOver(TestMaterials.encoded(same)));
        }

        byte[] wrap(byte[] material) throws Exception {
            return switch (algorithm) {
                case SM2_PKE -> Sm2Encryption.seal(EcEncoding.readOwnPublic(EcCurve.SM2, key().publicKey()), material);
                case RSAES_PKCS1_V1_5 -> rsa("RSA/ECB/PKCS1Padding", null, material);
                case RSAES_OAEP_SHA_1 -> oaep("SHA-1", MGF1ParameterSpec.SHA1, material);
                case RSAES_OAEP_SHA_256 -> oaep("SHA-256", MGF1ParameterSpec.SHA256, material);
                case RSA_AES_KEY_WRAP_SHA_1 -> twice("SHA-1", MGF1ParameterSpec.SHA1, 32, material);
                default -> twice("SHA-256", MGF1ParameterSpec.SHA256, 32, material);
            };
        }

        byte[] twice(String hash, MGF1ParameterSpec mgf1, int keyBytes, byte[] material) throws Exception {
            byte[] aesKey = RandomBytes.system().next(keyBytes);
            RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
            engine.init(true, new KeyParameter(aesKey));
            byte[] wrapped = engine.wrap(material, 0, material.length);
            byte[] wrappedKey = oaep(hash, mgf1, aesKey);
            return ByteBuffer.allocate(wrappedKey.length + wrapped.length)
                    .put(wrappedKey)
                    .put(wrapped)
                    .array();
        }

        private byte[] oaep(String hash, MGF1ParameterSpec mgf1, byte[] material) throws Exception {
            return rsa(
                    "RSA/ECB/OAEPPadding",
                    new OAEPParameterSpec(hash, "MGF1", mgf1, PSource.PSpecified.DEFAULT),
                    material);
        }

        private byte[] rsa(String transformation, OAEPParameterSpec parameters, byte[] material) throws Exception {
            PublicKey publicKey =
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key().publicKey()));
            Cipher cipher = Cipher.getInstance(transformation);
            cipher.init(Cipher.ENCRYPT_MODE, publicKey, parameters);
            return cipher.doFinal(material);
        }
    }

    static Stream<Way> ways() {
        return Stream.of(WrappingKeySpec.values())
                .flatMap(spec -> Stream.of(AlgorithmSpec.values())
                        .filter(algorithm -> ImportWrapping.fits(algorithm, spec))
                        .map(algorithm -> new Way(spec, algorithm)));
    }

    private static boolean opens(Way way, byte[] wrapped) {
        return ImportWrapping.unwrap(way.algorithm, way.key(), wrapped) != null;
    }

    @Test
    void ways_areFive_forEachRsaKeyAndOneForSm2() {
        assertThat(ways()).hasSize(3 * 5 + 1);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void unwrap_ofWhatWasWrapped_isTheMaterial(Way way) throws Exception {
        byte[] material = RandomBytes.system().next(64);

        assertThat(ImportWrapping.unwrap(way.algorithm, way.key(), way.wrap(material)))
                .isEqualTo(SecretBytes.takeOver(material));
    }

    @ParameterizedTest
    @CsvSource({"RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256"})
    void unwrap_ofAKeyPairOfEverySpec_isThatKeyPair(String algorithm) throws Exception {
        Way way = new Way(WrappingKeySpec.RSA_3072, AlgorithmSpec.fromValue(algorithm));

        for (KeySpec spec : TestMaterials.pairSpecs().toList()) {
            byte[] pkcs8 = TestMaterials.pkcs8(TestMaterials.pair(spec));
            SecretBytes material = ImportWrapping.unwrap(way.algorithm, way.key(), way.wrap(pkcs8));

            assertThat(KeyMaterials.importable(spec, material))
                    .isEqualTo(SecretBytes.takeOver(TestMaterials.encoded(spec)));
        }
    }

    /**
     * PKCS #1 v1.5 has no redundancy but two bytes and a zero somewhere: what is changed may well open, as something
     * else.
     */
    static Stream<Way> redundantWays() {
        return ways().filter(way -> way.algorithm != AlgorithmSpec.RSAES_PKCS1_V1_5);
    }

    @ParameterizedTest
    @MethodSource("redundantWays")
    void unwrap_withAnyByteChanged_isNull(Way way) throws Exception {
        byte[] wrapped = way.wrap(new byte[32]);
        KeyPairMaterial key = way.key();
        int step = wrapped.length / 16;

        assertThat(IntStream.iterate(0, i -> i < wrapped.length, i -> i + step).filter(i -> {
                    byte[] changed = wrapped.clone();
                    changed[i] ^= 1;
                    return ImportWrapping.unwrap(way.algorithm, key, changed) != null;
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void unwrap_ofOtherLength_isNull(Way way) throws Exception {
        byte[] wrapped = way.wrap(new byte[32]);

        assertThat(Stream.of(
                                0,
                                1,
                                8,
                                255,
                                256,
                                257,
                                wrapped.length - 8,
                                wrapped.length - 1,
                                wrapped.length + 1,
                                wrapped.length + 8,
                                6144)
                        .filter(length -> length != wrapped.length)
                        .filter(length -> opens(way, Arrays.copyOf(wrapped, length))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void unwrap_withAnotherAlgorithm_isNull(Way way) throws Exception {
        byte[] wrapped = way.wrap(new byte[32]);

        assertThat(redundantWays()
                        .filter(other -> other.spec == way.spec && other.algorithm != way.algorithm)
                        .filter(other -> opens(other, wrapped)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"16", "24", "31"})
    void unwrap_underAnAesKeyOfOtherLength_isNull(int keyBytes) throws Exception {
        Way way = new Way(WrappingKeySpec.RSA_2048, AlgorithmSpec.RSA_AES_KEY_WRAP_SHA_256);
        byte[] wrapped = keyBytes == 31
                ? Arrays.copyOf(way.oaep("SHA-256", MGF1ParameterSpec.SHA256, new byte[31]), 256 + 40)
                : way.twice("SHA-256", MGF1ParameterSpec.SHA256, keyBytes, new byte[32]);

        assertThat(opens(way, wrapped)).isFalse();
    }

    /** Its refusals, too, must all be null: forged paddings of every kind. */
    @Test
    void unwrap_ofForgedPkcs1_isNull() throws Exception {
        Way way = new Way(WrappingKeySpec.RSA_2048, AlgorithmSpec.RSAES_PKCS1_V1_5);
        byte[] good = new byte[256];
        Arrays.fill(good, 2, 256, (byte) 0x55);
        good[1] = 2;
        good[200] = 0;
        byte[] wrongType = good.clone();
        wrongType[1] = 1;
        byte[] wrongStart = good.clone();
        wrongStart[0] = 1;
        byte[] noEnd = good.clone();
        noEnd[200] = 1;
        byte[] shortPadding = good.clone();
        shortPadding[9] = 0;

        assertThat(opens(way, way.rsa("RSA/ECB/NoPadding", null, good))).isTrue();
        assertThat(Stream.of(wrongType, wrongStart, noEnd, shortPadding).filter(forged -> {
                    try {
                        return opens(way, way.rsa("RSA/ECB/NoPadding", null, forged));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .isEmpty();
    }

    @Test
    void unwrap_withAKeyThatDoesNotFit_isRefused() {
        KeyPairMaterial rsa = TestMaterials.pair(KeySpec.RSA_2048);
        KeyPairMaterial sm2 = TestMaterials.pair(KeySpec.SM2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImportWrapping.unwrap(AlgorithmSpec.SM2_PKE, rsa, new byte[256]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImportWrapping.unwrap(AlgorithmSpec.RSAES_OAEP_SHA_256, sm2, new byte[256]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImportWrapping.unwrap(AlgorithmSpec.UNKNOWN_TO_SDK_VERSION, rsa, new byte[256]));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void unwrap_afterClose_isRefused(Way way) throws Exception {
        byte[] wrapped = way.wrap(new byte[32]);
        KeyPairMaterial key = way.key();
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class)
                .isThrownBy(() -> ImportWrapping.unwrap(way.algorithm, key, wrapped));
    }

    @Test
    void generate_makesAKey_ofTheSpec() {
        SecretBytes encoded = KeyMaterials.generate(ImportWrapping.keySpec(WrappingKeySpec.SM2), RandomBytes.system());

        assertThat(ImportWrapping.open(WrappingKeySpec.SM2, "wrapping", encoded))
                .isInstanceOf(Sm2Key.class);
    }
}
