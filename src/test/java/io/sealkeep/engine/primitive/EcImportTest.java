// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ECPoint;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** The parts of an elliptic curve private key, each wrong in turn. */
class EcImportTest {

    private static final BigInteger D = BigInteger.valueOf(0xabcdef);

    static Stream<KeySpec> specs() {
        return Stream.of(
                KeySpec.ECC_NIST_P256,
                KeySpec.ECC_NIST_P384,
                KeySpec.ECC_NIST_P521,
                KeySpec.ECC_SECG_P256_K1,
                KeySpec.SM2);
    }

    private static ECDomainParameters domain(KeySpec spec) {
        return EcCurve.of(spec).domain();
    }

    private static byte[] number(KeySpec spec, BigInteger d) {
        return BigIntegers.asUnsignedByteArray(EcCurve.of(spec).bytes(), d);
    }

    private static DERTaggedObject point(KeySpec spec, BigInteger d, boolean compressed) {
        ECPoint point = domain(spec).getG().multiply(d);
        return new DERTaggedObject(true, 1, new DERBitString(point.getEncoded(compressed)));
    }

    private static byte[] pkcs8(ASN1Encodable curve, int version, byte[] number, ASN1Encodable... more)
            throws Exception {
        ASN1EncodableVector parts = new ASN1EncodableVector();
        parts.add(new ASN1Integer(version));
        parts.add(new DEROctetString(number));
        Arrays.stream(more).forEach(parts::add);
        return Der.write(new PrivateKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), new DERSequence(parts)));
    }

    private static boolean isRefused(KeySpec spec, byte[] number, ASN1Encodable... more) throws Exception {
        return KeyImportTest.isRefused(spec, pkcs8(EcCurve.of(spec).oid(), 1, number, more));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void number_alone_isImported(KeySpec spec) throws Exception {
        assertThat(isRefused(spec, number(spec, D))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void number_withItsPublicKey_isImported(KeySpec spec) throws Exception {
        assertThat(isRefused(spec, number(spec, D), point(spec, D, false))).isFalse();
        assertThat(isRefused(spec, number(spec, D), point(spec, D, true))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void number_withTheCurveAgain_isImported(KeySpec spec) throws Exception {
        DERTaggedObject curve = new DERTaggedObject(true, 0, EcCurve.of(spec).oid());

        assertThat(isRefused(spec, number(spec, D), curve, point(spec, D, false)))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void number_withAnotherPublicKey_isRefused(KeySpec spec) throws Exception {
        assertThat(isRefused(spec, number(spec, D), point(spec, D.add(BigInteger.ONE), false)))
                .isTrue();
        assertThat(isRefused(
                        spec, number(spec, D), point(spec, domain(spec).getN().subtract(D), true)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void publicKey_offTheCurve_isRefused(KeySpec spec) throws Exception {
        byte[] point = domain(spec).getG().getEncoded(false);
        point[point.length - 1] ^= 1;

        assertThat(isRefused(spec, number(spec, D), new DERTaggedObject(true, 1, new DERBitString(point))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void publicKey_besideThePrivateKey_mustBeItsOwn(KeySpec spec) throws Exception {
        assertThat(KeyImportTest.isRefused(spec, version2(spec, D))).isFalse();
        assertThat(KeyImportTest.isRefused(spec, version2(spec, D.add(BigInteger.ONE))))
                .isTrue();
    }

    /** PKCS #8 of RFC 5958, with a public key beside the private one. */
    private static byte[] version2(KeySpec spec, BigInteger publicOf) throws Exception {
        PrivateKeyInfo version1 =
                PrivateKeyInfo.getInstance(pkcs8(EcCurve.of(spec).oid(), 1, number(spec, D)));
        return Der.write(new PrivateKeyInfo(
                version1.getPrivateKeyAlgorithm(),
                version1.parsePrivateKey(),
                null,
                domain(spec).getG().multiply(publicOf).getEncoded(false)));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void number_outOfRange_isRefused(KeySpec spec) throws Exception {
        BigInteger n = domain(spec).getN();

        assertThat(isRefused(spec, number(spec, BigInteger.ZERO))).isTrue();
        assertThat(isRefused(spec, number(spec, n))).isTrue();
        assertThat(isRefused(spec, number(spec, n.add(D)))).isTrue();
        assertThat(isRefused(spec, number(spec, n.subtract(BigInteger.ONE)))).isEqualTo(spec == KeySpec.SM2);
        assertThat(isRefused(spec, number(spec, n.subtract(BigInteger.TWO)))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void number_ofOtherLength_isRefused(KeySpec spec) throws Exception {
        byte[] number = number(spec, D);

        assertThat(isRefused(spec, Arrays.copyOfRange(number, 1, number.length)))
                .isTrue();
        assertThat(isRefused(spec, BigIntegers.asUnsignedByteArray(number.length + 1, D)))
                .isTrue();
        assertThat(isRefused(spec, new byte[0])).isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void version_otherThan1_isRefused(KeySpec spec) throws Exception {
        assertThat(IntStream.of(-1, 0, 2).filter(version -> {
                    try {
                        return !KeyImportTest.isRefused(
                                spec, pkcs8(EcCurve.of(spec).oid(), version, number(spec, D)));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void curve_givenByItsNumbers_isRefused(KeySpec spec) throws Exception {
        ECDomainParameters domain = domain(spec);
        X962Parameters explicit = new X962Parameters(new X9ECParameters(
                domain.getCurve(), new X9ECPoint(domain.getG(), false), domain.getN(), domain.getH()));

        assertThat(KeyImportTest.isRefused(spec, pkcs8(explicit, 1, number(spec, D))))
                .isTrue();
        assertThat(isRefused(spec, number(spec, D), new DERTaggedObject(true, 0, explicit)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void curve_named2DifferentWays_isRefused(KeySpec spec) throws Exception {
        EcCurve other = EcCurve.of(spec) == EcCurve.P256 ? EcCurve.SM2 : EcCurve.P256;

        assertThat(isRefused(spec, number(spec, D), new DERTaggedObject(true, 0, other.oid())))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anythingElse_inThePrivateKey_isRefused(KeySpec spec) throws Exception {
        assertThat(isRefused(spec, number(spec, D), new DERTaggedObject(true, 2, new DEROctetString(new byte[1]))))
                .isTrue();
        assertThat(isRefused(spec, number(spec, D), new DEROctetString(new byte[1])))
                .isTrue();
        assertThat(isRefused(spec, number(spec, D), point(spec, D, false), point(spec, D, false)))
                .isTrue();
        assertThat(isRefused(spec, number(spec, D), new DERTaggedObject(true, 1, new DEROctetString(new byte[65]))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void anyBit_changed_isRefusedOrChangesNothing(KeySpec spec) {
        byte[] pkcs8 = TestMaterials.pkcs8(TestMaterials.pair(spec));
        SecretBytes encoded = SecretBytes.takeOver(TestMaterials.encoded(spec));

        assertThat(IntStream.range(0, pkcs8.length * 8).filter(bit -> {
                    byte[] changed = pkcs8.clone();
                    changed[bit / 8] ^= (byte) (1 << bit % 8);
                    try {
                        return !KeyImportTest.imported(spec, changed).equals(encoded);
                    } catch (IncorrectMaterialException e) {
                        return false;
                    }
                }))
                .isEmpty();
    }
}
