// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** What holds of imports of every spec. */
class KeyImportTest {

    static Stream<KeySpec> specs() {
        return TestMaterials.specs();
    }

    static Stream<KeySpec> pairSpecs() {
        return TestMaterials.pairSpecs();
    }

    /** What a caller would import of the one key of that spec. */
    private static byte[] material(KeySpec spec) {
        return TestMaterials.of(spec) instanceof KeyPairMaterial pair
                ? TestMaterials.pkcs8(pair)
                : TestMaterials.encoded(spec);
    }

    static SecretBytes imported(KeySpec spec, byte[] material) {
        return KeyMaterials.importable(spec, SecretBytes.takeOver(material));
    }

    static boolean isRefused(KeySpec spec, byte[] material) {
        try {
            imported(spec, material);
            return false;
        } catch (IncorrectMaterialException e) {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void importable_ofOwnKey_isThatKey(KeySpec spec) {
        assertThat(imported(spec, material(spec))).isEqualTo(SecretBytes.takeOver(TestMaterials.encoded(spec)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void importable_leaves_theMaterialToTheCaller(KeySpec spec) {
        byte[] material = material(spec);
        SecretBytes given = SecretBytes.takeOver(material);

        KeyMaterials.importable(spec, given).close();

        assertThat(given).isEqualTo(SecretBytes.takeOver(material(spec)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void importable_ofAnotherSpecsKey_isRefused(KeySpec spec) {
        boolean isSecret = !pairSpecs().toList().contains(spec);
        assertThat(specs().filter(other -> other != spec)
                        // A secret key is told by its length alone.
                        .filter(other -> !isSecret || material(other).length != material(spec).length)
                        .filter(other -> !isRefused(spec, material(other))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void importable_withAnythingAfterIt_isRefused(KeySpec spec) {
        byte[] material = material(spec);

        assertThat(isRefused(spec, Arrays.copyOf(material, material.length + 1)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void importable_cutAnywhere_isRefused(KeySpec spec) {
        byte[] material = material(spec);

        assertThat(IntStream.range(0, material.length)
                        .filter(length -> !isRefused(spec, Arrays.copyOf(material, length))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"SYMMETRIC_DEFAULT, 32", "HMAC_224, 28", "HMAC_256, 32", "HMAC_384, 48", "HMAC_512, 64"})
    void importable_ofASecretKey_hasItsOneLength(String name, int bytes) {
        KeySpec spec = KeySpec.fromValue(name);

        assertThat(IntStream.rangeClosed(0, 129).filter(length -> !isRefused(spec, new byte[length])))
                .containsExactly(bytes);
    }

    @ParameterizedTest
    @MethodSource("pairSpecs")
    void refusal_betrays_nothingOfTheMaterial(KeySpec spec) {
        byte[] material = material(spec);

        assertThatExceptionOfType(IncorrectMaterialException.class)
                .isThrownBy(() -> imported(spec, Arrays.copyOf(material, material.length - 1)))
                .withNoCause()
                .withMessageNotContaining(HexFormat.of().formatHex(material, 20, 24));
    }

    /** Not that all of them are refused: a seed has no redundancy. */
    @ParameterizedTest
    @MethodSource("pairSpecs")
    void importable_withAnyBitOfItsHeadChanged_throwsNothingElse(KeySpec spec) {
        byte[] material = material(spec);
        int bits = 8 * Math.min(material.length, 64);

        assertThat(IntStream.range(0, bits).filter(bit -> {
                    byte[] changed = material.clone();
                    changed[bit / 8] ^= (byte) (1 << bit % 8);
                    return isRefused(spec, changed);
                }))
                .isNotEmpty();
    }

    @Test
    void unknownSpec_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> imported(KeySpec.UNKNOWN_TO_SDK_VERSION, new byte[32]));
    }

    /** Bouncy Castle writes both seed and expanded key of ML-DSA and ML-KEM, and a version 2 of PKCS #8 for Ed25519. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSA, 2048",
        "ECC_NIST_P256, EC, secp256r1",
        "ECC_NIST_P384, EC, secp384r1",
        "ECC_NIST_P521, EC, secp521r1",
        "ECC_SECG_P256K1, EC, secp256k1",
        "SM2, EC, sm2p256v1",
        "ECC_NIST_EDWARDS25519, Ed25519, ",
        "ML_DSA_44, ML-DSA-44, ",
        "ML_DSA_65, ML-DSA-65, ",
        "ML_DSA_87, ML-DSA-87, ",
        "ML_KEM_512, ML-KEM-512, ",
        "ML_KEM_768, ML-KEM-768, ",
        "ML_KEM_1024, ML-KEM-1024, "
    })
    void importable_ofAKeyOfBouncyCastle_hasItsPublicKey(String spec, String algorithm, String parameter)
            throws Exception {
        assertThatPublicKeyIsKept(spec, algorithm, parameter, new BouncyCastleProvider());
    }

    /** The JDK writes elliptic curve keys without the public key, and the expanded key alone of ML-DSA and ML-KEM. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSA, 2048",
        "ECC_NIST_P256, EC, secp256r1",
        "ECC_NIST_P384, EC, secp384r1",
        "ECC_NIST_P521, EC, secp521r1",
        "ECC_NIST_EDWARDS25519, Ed25519, ",
        "ML_DSA_44, ML-DSA-44, ",
        "ML_DSA_65, ML-DSA-65, ",
        "ML_DSA_87, ML-DSA-87, ",
        "ML_KEM_512, ML-KEM-512, ",
        "ML_KEM_768, ML-KEM-768, ",
        "ML_KEM_1024, ML-KEM-1024, "
    })
    void importable_ofAKeyOfTheJdk_hasItsPublicKey(String spec, String algorithm, String parameter) throws Exception {
        assertThatPublicKeyIsKept(
                spec,
                algorithm,
                parameter,
                KeyPairGenerator.getInstance(algorithm).getProvider());
    }

    private static void assertThatPublicKeyIsKept(String name, String algorithm, String parameter, Provider provider)
            throws Exception {
        KeySpec spec = KeySpec.fromValue(name);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (algorithm.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(parameter));
        } else if (parameter != null) {
            generator.initialize(Integer.parseInt(parameter));
        }
        KeyPair pair = generator.generateKeyPair();

        SecretBytes encoded = imported(spec, pair.getPrivate().getEncoded());

        assertThat(((KeyPairMaterial) TestMaterials.open(spec, encoded)).publicKey())
                .isEqualTo(pair.getPublic().getEncoded());
    }
}
