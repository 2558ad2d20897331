// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** The forms of ML-DSA and ML-KEM private keys, and Ed25519's one, each wrong in turn. */
class LatticeImportTest {

    static Stream<KeySpec> specs() {
        return Stream.of(
                KeySpec.ML_DSA_44,
                KeySpec.ML_DSA_65,
                KeySpec.ML_DSA_87,
                KeySpec.ML_KEM_512,
                KeySpec.ML_KEM_768,
                KeySpec.ML_KEM_1024);
    }

    private static boolean isSignature(KeySpec spec) {
        return spec.toString().startsWith("ML_DSA");
    }

    private static ASN1ObjectIdentifier oid(KeySpec spec) {
        return isSignature(spec) ? MlDsaKey.oid(spec) : MlKemKey.oid(spec);
    }

    private static byte[] seed(KeySpec spec) {
        byte[] seed = new byte[isSignature(spec) ? 32 : 64];
        seed[0] = 7;
        return seed;
    }

    private static byte[] expanded(KeySpec spec) {
        return isSignature(spec)
                ? new MLDSAPrivateKeyParameters(MlDsaKey.parameters(spec), seed(spec)).getEncoded()
                : new MLKEMPrivateKeyParameters(MlKemKey.parameters(spec), seed(spec)).getEncoded();
    }

    private static byte[] publicKey(KeySpec spec) {
        return isSignature(spec)
                ? new MLDSAPrivateKeyParameters(MlDsaKey.parameters(spec), seed(spec)).getPublicKey()
                : new MLKEMPrivateKeyParameters(MlKemKey.parameters(spec), seed(spec)).getPublicKey();
    }

    private static ASN1Encodable seedForm(byte[] seed) {
        return new DERTaggedObject(false, 0, new DEROctetString(seed));
    }

    private static ASN1Encodable bothForm(byte[] seed, byte[] expanded) {
        return new DERSequence(new ASN1Encodable[] {new DEROctetString(seed), new DEROctetString(expanded)});
    }

    private static byte[] pkcs8(KeySpec spec, ASN1Encodable key, byte[] publicKey) throws Exception {
        return Der.write(new PrivateKeyInfo(new AlgorithmIdentifier(oid(spec)), key, null, publicKey));
    }

    private static boolean isRefused(KeySpec spec, ASN1Encodable key) throws Exception {
        return KeyImportTest.isRefused(spec, pkcs8(spec, key, null));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void everyForm_givesThePublicKey_ofTheSeed(KeySpec spec) throws Exception {
        for (ASN1Encodable form : new ASN1Encodable[] {
            seedForm(seed(spec)), new DEROctetString(expanded(spec)), bothForm(seed(spec), expanded(spec))
        }) {
            KeyPairMaterial key = (KeyPairMaterial)
                    TestMaterials.open(spec, KeyImportTest.imported(spec, pkcs8(spec, form, publicKey(spec))));

            assertThat(LatticeEncoding.readPublic(key.publicKey())).isEqualTo(publicKey(spec));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void expandedKey_ofWhichThereIsNoSeed_isKeptAsItIs(KeySpec spec) throws Exception {
        byte[] imported = pkcs8(spec, new DEROctetString(expanded(spec)), null);

        KeyPairMaterial key =
                (KeyPairMaterial) TestMaterials.open(spec, KeyImportTest.imported(spec, imported.clone()));

        assertThat(TestMaterials.pkcs8(key)).isEqualTo(imported);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void seedOrExpandedKey_ofOtherLength_isRefused(KeySpec spec) throws Exception {
        for (int more : new int[] {-1, 1}) {
            byte[] seed = Arrays.copyOf(seed(spec), seed(spec).length + more);
            byte[] expanded = Arrays.copyOf(expanded(spec), expanded(spec).length + more);

            assertThat(isRefused(spec, seedForm(seed))).isTrue();
            assertThat(isRefused(spec, new DEROctetString(expanded))).isTrue();
            assertThat(isRefused(spec, bothForm(seed(spec), expanded))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void seed_inThePlaceOfTheExpandedKey_isRefused(KeySpec spec) throws Exception {
        assertThat(isRefused(spec, new DEROctetString(seed(spec)))).isTrue();
        assertThat(isRefused(spec, seedForm(expanded(spec)))).isTrue();
        assertThat(isRefused(spec, new DERTaggedObject(true, 0, new DEROctetString(seed(spec)))))
                .isTrue();
        assertThat(isRefused(spec, new DERTaggedObject(false, 1, new DEROctetString(seed(spec)))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void expandedKey_ofAnotherSeed_isRefused(KeySpec spec) throws Exception {
        byte[] other = seed(spec);
        other[1] ^= 1;

        assertThat(isRefused(spec, bothForm(other, expanded(spec)))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void publicKey_besideIt_mustBeItsOwn(KeySpec spec) throws Exception {
        byte[] other = publicKey(spec);
        other[40] ^= 1;

        for (ASN1Encodable form : new ASN1Encodable[] {
            seedForm(seed(spec)), new DEROctetString(expanded(spec)), bothForm(seed(spec), expanded(spec))
        }) {
            assertThat(KeyImportTest.isRefused(spec, pkcs8(spec, form, other))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void algorithm_withParameters_isRefused(KeySpec spec) throws Exception {
        byte[] pkcs8 = Der.write(
                new PrivateKeyInfo(new AlgorithmIdentifier(oid(spec), DERNull.INSTANCE), seedForm(seed(spec))));

        assertThat(KeyImportTest.isRefused(spec, pkcs8)).isTrue();
    }

    /** Every byte is bound to the public key but those of K, a secret of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void expandedSignatureKey_changedWhereItIsBound_isRefused(String name) throws Exception {
        KeySpec spec = KeySpec.fromValue(name);
        int end = expanded(spec).length;

        assertThat(IntStream.iterate(0, i -> i < end, i -> i + 61)
                        .filter(i -> i < 32 || i >= 64)
                        .filter(i -> !isRefusedWithByteChanged(spec, i)))
                .isEmpty();
    }

    /** Still short, and t1 the same: only t0 no longer fits. */
    @ParameterizedTest
    @ValueSource(strings = {"ML_DSA_44", "ML_DSA_87"})
    void expandedSignatureKey_ofWhichOnlyS2Changes_isRefused(String name) throws Exception {
        KeySpec spec = KeySpec.fromValue(name);
        int s2 = 128 + (spec == KeySpec.ML_DSA_44 ? 4 : 7) * 96;
        byte[] expanded = expanded(spec);
        expanded[s2] ^= (expanded[s2] & 7) == 4 ? (byte) 4 : (byte) 1;

        assertThat(isRefused(spec, new DEROctetString(expanded))).isTrue();
    }

    /** The largest packed value of eta = 2 is 4, of eta = 4 is 8. */
    @ParameterizedTest
    @ValueSource(strings = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void expandedSignatureKey_withACoefficientTooLong_isRefused(String name) throws Exception {
        KeySpec spec = KeySpec.fromValue(name);
        byte[] expanded = expanded(spec);
        expanded[128] |= 0x0f;

        assertThat(isRefused(spec, new DEROctetString(expanded))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
    void expandedEncapsulationKey_changedWhereItIsBound_isRefused(String name) throws Exception {
        KeySpec spec = KeySpec.fromValue(name);
        int end = expanded(spec).length - 32; // z, at the end, is a secret of its own

        assertThat(IntStream.iterate(0, i -> i < end, i -> i + 11).filter(i -> !isRefusedWithByteChanged(spec, i)))
                .isEmpty();
    }

    private static boolean isRefusedWithByteChanged(KeySpec spec, int at) {
        byte[] expanded = expanded(spec);
        expanded[at] ^= (byte) 0x80;
        try {
            return isRefused(spec, new DEROctetString(expanded));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** 0xfff is a coefficient of 4095, and the hash and the public key are made to fit. */
    @ParameterizedTest
    @ValueSource(strings = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
    void expandedEncapsulationKey_withACoefficientNotReduced_isRefused(String name) throws Exception {
        KeySpec spec = KeySpec.fromValue(name);
        byte[] expanded = expanded(spec);
        expanded[0] = (byte) 0xff;
        expanded[1] |= 0x0f;

        assertThat(isRefused(spec, new DEROctetString(expanded))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void ed25519_ofOtherLength_isRefused(int bytes) throws Exception {
        byte[] pkcs8 = Der.write(new PrivateKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112")), new DEROctetString(new byte[bytes])));

        assertThat(KeyImportTest.isRefused(KeySpec.ECC_NIST_EDWARDS25519, pkcs8))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void ed25519_withAPublicKeyBeside_mustBeItsOwn(int change) throws Exception {
        byte[] spki = TestMaterials.pair(KeySpec.ECC_NIST_EDWARDS25519).publicKey();
        byte[] publicKey = Arrays.copyOfRange(spki, 12, 44);
        publicKey[0] ^= (byte) change;
        PrivateKeyInfo own =
                PrivateKeyInfo.getInstance(TestMaterials.pkcs8(TestMaterials.pair(KeySpec.ECC_NIST_EDWARDS25519)));
        byte[] pkcs8 =
                Der.write(new PrivateKeyInfo(own.getPrivateKeyAlgorithm(), own.parsePrivateKey(), null, publicKey));

        assertThat(KeyImportTest.isRefused(KeySpec.ECC_NIST_EDWARDS25519, pkcs8))
                .isEqualTo(change != 0);
    }
}
