// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** The numbers of an RSA private key, each wrong in turn. */
class RsaImportTest {

    private static final KeySpec SPEC = KeySpec.RSA_2048;
    private static final int VERSION = 0;
    private static final int N = 1;
    private static final int E = 2;
    private static final int D = 3;
    private static final int P = 4;
    private static final int Q = 5;
    private static final int DP = 6;
    private static final int DQ = 7;
    private static final int Q_INVERSE = 8;

    private static BigInteger[] numbers() throws Exception {
        ASN1Sequence key = (ASN1Sequence) PrivateKeyInfo.getInstance(TestMaterials.pkcs8(TestMaterials.pair(SPEC)))
                .parsePrivateKey();
        return IntStream.range(0, key.size())
                .mapToObj(i -> ((ASN1Integer) key.getObjectAt(i)).getValue())
                .toArray(BigInteger[]::new);
    }

    private static byte[] pkcs8(ASN1ObjectIdentifier algorithm, BigInteger... numbers) throws Exception {
        ASN1EncodableVector integers = new ASN1EncodableVector();
        for (BigInteger number : numbers) {
            integers.add(new ASN1Integer(number));
        }
        return Der.write(
                new PrivateKeyInfo(new AlgorithmIdentifier(algorithm, DERNull.INSTANCE), new DERSequence(integers)));
    }

    private static boolean isRefused(Consumer<BigInteger[]> change) throws Exception {
        BigInteger[] numbers = numbers();
        change.accept(numbers);
        return KeyImportTest.isRefused(SPEC, pkcs8(PKCSObjectIdentifiers.rsaEncryption, numbers));
    }

    /** Numbers that fit for the given primes and exponent. */
    private static void fit(BigInteger[] numbers, BigInteger p, BigInteger q, BigInteger e) {
        BigInteger pMinus1 = p.subtract(BigInteger.ONE);
        BigInteger qMinus1 = q.subtract(BigInteger.ONE);
        numbers[N] = p.multiply(q);
        numbers[E] = e;
        numbers[P] = p;
        numbers[Q] = q;
        numbers[D] = e.modInverse(pMinus1.multiply(qMinus1).divide(pMinus1.gcd(qMinus1)));
        numbers[DP] = numbers[D].mod(pMinus1);
        numbers[DQ] = numbers[D].mod(qMinus1);
        numbers[Q_INVERSE] = q.modInverse(p);
    }

    @Test
    void numbers_thatFit_areImported() throws Exception {
        assertThat(isRefused(numbers -> fit(numbers, numbers[P], numbers[Q], numbers[E])))
                .isFalse();
    }

    @Test
    void primes_inTheOtherOrder_areImported() throws Exception {
        assertThat(isRefused(numbers -> fit(numbers, numbers[Q], numbers[P], numbers[E])))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {VERSION, N, E, D, P, Q, DP, DQ, Q_INVERSE})
    void anyNumber_withItsLowestBitsChanged_isRefused(int which) throws Exception {
        assertThat(isRefused(numbers -> numbers[which] = numbers[which].add(BigInteger.TWO)))
                .isTrue();
        assertThat(isRefused(numbers -> numbers[which] = numbers[which].add(BigInteger.ONE)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {N, E, D, P, Q, DP, DQ, Q_INVERSE})
    void anyNumber_thatIsZeroOrNegative_isRefused(int which) throws Exception {
        assertThat(isRefused(numbers -> numbers[which] = BigInteger.ZERO)).isTrue();
        assertThat(isRefused(numbers -> numbers[which] = numbers[which].negate()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {DP, DQ, Q_INVERSE, D})
    void number_thatIsNotReduced_isRefused(int which) throws Exception {
        assertThat(isRefused(numbers -> {
                    BigInteger modulus =
                            which == DP || which == Q_INVERSE ? numbers[P] : which == DQ ? numbers[Q] : numbers[N];
                    BigInteger order = which == Q_INVERSE || which == D ? modulus : modulus.subtract(BigInteger.ONE);
                    numbers[which] = numbers[which].add(order);
                }))
                .isTrue();
    }

    /** RSA works with such an exponent; FIPS 186-5 does not allow it. */
    @Test
    void exponent_below65537_isRefused() throws Exception {
        assertThat(isRefused(numbers -> fit(numbers, numbers[P], numbers[Q], exponentFrom(numbers, 257))))
                .isTrue();
    }

    @Test
    void exponent_above65537_isImported() throws Exception {
        assertThat(isRefused(numbers -> fit(numbers, numbers[P], numbers[Q], exponentFrom(numbers, 65539))))
                .isFalse();
    }

    private static BigInteger exponentFrom(BigInteger[] numbers, long from) {
        BigInteger phi = numbers[P].subtract(BigInteger.ONE).multiply(numbers[Q].subtract(BigInteger.ONE));
        BigInteger e = BigInteger.valueOf(from);
        while (!e.gcd(phi).equals(BigInteger.ONE)) {
            e = e.add(BigInteger.TWO);
        }
        return e;
    }

    @Test
    void exponent_ofMoreThan64Bits_isRefused() throws Exception {
        assertThat(isRefused(numbers -> fit(
                        numbers,
                        numbers[P],
                        numbers[Q],
                        BigInteger.ONE.shiftLeft(89).subtract(BigInteger.ONE))))
                .isTrue();
    }

    /**
     * The order of the group of a product of primes is another: nothing but a test for primes tells, once d is made to
     * fit.
     */
    @Test
    void factor_thatIsNoPrime_isRefused() throws Exception {
        assertThat(isRefused(numbers -> {
                    BigInteger composite = numbers[P];
                    do {
                        composite = composite.subtract(BigInteger.TWO);
                    } while (composite.isProbablePrime(50)
                            || !composite
                                    .subtract(BigInteger.ONE)
                                    .gcd(numbers[E])
                                    .equals(BigInteger.ONE)
                            || composite.multiply(numbers[Q]).bitLength() != 2048);
                    fit(numbers, composite, numbers[Q], numbers[E]);
                }))
                .isTrue();
    }

    /** n = p q with p of 1000 bits: each number fits, but the factors are not of half the length. */
    @Test
    void factors_ofUnequalLength_areRefused() throws Exception {
        assertThat(isRefused(numbers -> {
                    BigInteger p = BigInteger.ONE.shiftLeft(999).nextProbablePrime();
                    BigInteger q = BigInteger.ONE.shiftLeft(1048).nextProbablePrime();
                    fit(numbers, p, q, numbers[E]);
                }))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 10})
    void number_tooFewOrTooMany_isRefused(int count) throws Exception {
        BigInteger[] numbers = Arrays.copyOf(numbers(), count);
        if (count > 9) {
            numbers[9] = BigInteger.ONE;
        }

        assertThat(KeyImportTest.isRefused(SPEC, pkcs8(PKCSObjectIdentifiers.rsaEncryption, numbers)))
                .isTrue();
    }

    @Test
    void key_forPssAlone_isRefused() throws Exception {
        assertThat(KeyImportTest.isRefused(SPEC, pkcs8(PKCSObjectIdentifiers.id_RSASSA_PSS, numbers())))
                .isTrue();
    }

    @Test
    void anyBit_changed_isRefusedOrChangesNothing() {
        byte[] pkcs8 = TestMaterials.pkcs8(TestMaterials.pair(SPEC));
        SecretBytes encoded = SecretBytes.takeOver(TestMaterials.encoded(SPEC));

        assertThat(IntStream.iterate(0, bit -> bit < pkcs8.length * 8, bit -> bit + 13)
                        .filter(bit -> {
                            byte[] changed = pkcs8.clone();
                            changed[bit / 8] ^= (byte) (1 << bit % 8);
                            try {
                                return !KeyImportTest.imported(SPEC, changed).equals(encoded);
                            } catch (IncorrectMaterialException e) {
                                return false;
                            }
                        }))
                .isEmpty();
    }
}
