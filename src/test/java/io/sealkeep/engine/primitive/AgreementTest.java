// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

class AgreementTest {

    static Stream<KeySpec> specs() {
        return Stream.of(KeySpec.ECC_NIST_P256, KeySpec.ECC_NIST_P384, KeySpec.ECC_NIST_P521, KeySpec.SM2);
    }

    private static byte[] agree(KeySpec spec, byte[] peer) {
        return ((Agreement) TestMaterials.of(spec)).agree(peer);
    }

    private static byte[] withPoint(KeySpec spec, byte[] point) {
        EcCurve curve = EcCurve.of(spec);
        return Der.write(new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()), point));
    }

    private static ECPublicKeyParameters point(KeySpec spec) {
        return EcEncoding.readOwnPublic(EcCurve.of(spec), ((KeyPairMaterial) TestMaterials.another(spec)).publicKey());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_onBothSides_isTheSame(KeySpec spec) {
        KeyPairMaterial peer = (KeyPairMaterial) TestMaterials.another(spec);

        assertThat(agree(spec, peer.publicKey()))
                .isEqualTo(((Agreement) peer).agree(TestMaterials.pair(spec).publicKey()))
                .hasSize(EcCurve.of(spec).bytes());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withACompressedPoint_isTheSame(KeySpec spec) {
        ECPublicKeyParameters peer = point(spec);

        assertThat(agree(spec, withPoint(spec, peer.getQ().getEncoded(true))))
                .isEqualTo(agree(spec, withPoint(spec, peer.getQ().getEncoded(false))))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withAKeyOnAnotherCurve_isNull(KeySpec spec) {
        assertThat(TestMaterials.pairSpecs()
                        .filter(other -> other != spec)
                        .filter(other -> agree(spec, TestMaterials.pair(other).publicKey()) != null))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withAPointOffTheCurve_isNull(KeySpec spec) {
        byte[] point = point(spec).getQ().getEncoded(false);
        point[point.length - 1] ^= 1;

        assertThat(agree(spec, withPoint(spec, point))).isNull();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withThePointAtInfinity_isNull(KeySpec spec) {
        assertThat(agree(spec, withPoint(spec, new byte[1]))).isNull();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withACoordinateNotReduced_isNull(KeySpec spec) {
        BigInteger p = EcCurve.of(spec).domain().getCurve().getField().getCharacteristic();
        int bytes = EcCurve.of(spec).bytes();
        // x = p stands for x = 0, which has a point on all four curves.
        byte[] point = new byte[1 + bytes];
        point[0] = 2;
        byte[] zero = point.clone();
        System.arraycopy(p.toByteArray(), p.toByteArray().length - bytes, point, 1, bytes);

        assertThat(agree(spec, withPoint(spec, zero))).isNotNull();
        assertThat(agree(spec, withPoint(spec, point))).isNull();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withAnythingAfterTheKey_isNull(KeySpec spec) {
        byte[] key = ((KeyPairMaterial) TestMaterials.another(spec)).publicKey();

        assertThat(agree(spec, Arrays.copyOf(key, key.length + 1))).isNull();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_withATruncatedKey_isNull(KeySpec spec) {
        byte[] key = ((KeyPairMaterial) TestMaterials.another(spec)).publicKey();

        for (int length = 0; length < key.length; length++) {
            assertThat(agree(spec, Arrays.copyOf(key, length))).isNull();
        }
    }

    /** CVE-2020-0601 was one of these: parameters that look like a named curve with a generator of the attacker's. */
    @ParameterizedTest
    @MethodSource("specs")
    void agree_withExplicitParameters_isNull(KeySpec spec) {
        ECPublicKeyParameters peer = point(spec);
        X9ECParameters explicit = new X9ECParameters(
                peer.getParameters().getCurve(),
                new X9ECPoint(peer.getParameters().getG(), false),
                peer.getParameters().getN(),
                peer.getParameters().getH());
        byte[] key = Der.write(new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, new X962Parameters(explicit)),
                peer.getQ().getEncoded(false)));

        assertThat(agree(spec, key)).isNull();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void agree_afterClose_isRefused(KeySpec spec) {
        KeyPairMaterial key = TestMaterials.pair(spec);
        byte[] peer = ((KeyPairMaterial) TestMaterials.another(spec)).publicKey();
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> ((Agreement) key).agree(peer));
    }

    @Test
    void agree_onSecp256k1_isRefused() {
        byte[] peer = ((KeyPairMaterial) TestMaterials.another(KeySpec.ECC_SECG_P256_K1)).publicKey();

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> agree(KeySpec.ECC_SECG_P256_K1, peer));
    }
}
