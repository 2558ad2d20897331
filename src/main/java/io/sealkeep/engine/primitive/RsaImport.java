// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * Checks an RSA key pair that a caller imports: two primes, the spec's modulus, and every number the one it must be
 * (RFC 8017, 3.2; NIST SP 800-56B Rev. 2, 6.4.1.2). Takes some tenths of a second: the primes are tested. Safe for
 * concurrent use.
 *
 * <p>AWS publishes no bounds for the exponent; ours are odd, at least 65537 (FIPS 186-5, A.1.1) and at most 64 bits,
 * which is what the JDK takes for long moduli.
 */
final class RsaImport {

    private static final AlgorithmIdentifier RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);

    private static final int MAX_EXPONENT_BITS = 64;

    /** Chance of 2^-100 that a number is no prime, where nobody chose it to deceive; who does, deceives himself. */
    private static final int CERTAINTY = 100;

    private final BigInteger[] numbers;

    private RsaImport(BigInteger[] numbers) {
        this.numbers = numbers;
    }

    /** See {@link KeyMaterials#importable}. */
    static SecretBytes importable(KeySpec spec, SecretBytes material) {
        Pkcs8 pkcs8 = Pkcs8.read(material);
        pkcs8.checkAlgorithm(RSA);
        RsaImport key = new RsaImport(numbers(pkcs8));
        int bits = RsaKeys.bits(spec);
        if (key.modulus().bitLength() != bits) {
            throw new IncorrectMaterialException("The modulus of the key material must have " + bits + " bits.");
        }
        key.check(bits);
        RSAPublicKey publicKey = new RSAPublicKey(key.modulus(), key.numbers[2]);
        pkcs8.checkPublicKey(other -> Arrays.compare(other, Der.write(publicKey)) == 0);
        return key.encode(publicKey);
    }

    /** Returns version, n, e, d, p, q, d mod p - 1, d mod q - 1, 1 / q mod p (RFC 8017, A.1.2). */
    private static BigInteger[] numbers(Pkcs8 pkcs8) {
        if (pkcs8.privateKey() instanceof ASN1Sequence sequence && sequence.size() == 9) {
            BigInteger[] numbers = new BigInteger[9];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = sequence.getObjectAt(i) instanceof ASN1Integer number
                        ? number.getValue()
                        : BigInteger.ONE.negate();
            }
            if (Arrays.stream(numbers).allMatch(number -> number.signum() >= 0) && numbers[0].signum() == 0) {
                return numbers;
            }
        }
        throw new IncorrectMaterialException("The key material is not an RSA private key of two primes.");
    }

    private BigInteger modulus() {
        return numbers[1];
    }

    private void check(int bits) {
        BigInteger e = numbers[2];
        BigInteger p = numbers[4];
        BigInteger q = numbers[5];
        if (!e.testBit(0) || e.compareTo(BigInteger.valueOf(65537)) < 0 || e.bitLength() > MAX_EXPONENT_BITS) {
            throw new IncorrectMaterialException(
                    "The public exponent of the key material must be odd, at least 65537, and have at most 64 bits.");
        }
        if (p.bitLength() != bits / 2
                || q.bitLength() != bits / 2
                || p.equals(q)
                || !p.multiply(q).equals(modulus())
                || !areInverse()
                || !p.isProbablePrime(CERTAINTY)
                || !q.isProbablePrime(CERTAINTY)) {
            throw new IncorrectMaterialException("The numbers of the RSA private key do not belong together.");
        }
    }

    /** Whether d undoes e, and the numbers for the Chinese remainders are d's and q's. */
    private boolean areInverse() {
        BigInteger e = numbers[2];
        BigInteger d = numbers[3];
        BigInteger p = numbers[4];
        BigInteger q = numbers[5];
        BigInteger pMinus1 = p.subtract(BigInteger.ONE);
        BigInteger qMinus1 = q.subtract(BigInteger.ONE);
        return d.signum() > 0
                && d.compareTo(modulus()) < 0
                && e.multiply(d).mod(pMinus1).equals(BigInteger.ONE)
                && e.multiply(d).mod(qMinus1).equals(BigInteger.ONE)
                && d.mod(pMinus1).equals(numbers[6])
                && d.mod(qMinus1).equals(numbers[7])
                && numbers[8].compareTo(p) < 0
                && q.multiply(numbers[8]).mod(p).equals(BigInteger.ONE);
    }

    private SecretBytes encode(RSAPublicKey publicKey) {
        RSAPrivateKey privateKey = new RSAPrivateKey(
                modulus(), numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7], numbers[8]);
        try {
            return StoredKeyPair.encode(
                    Der.write(new PrivateKeyInfo(RSA, privateKey)),
                    Der.write(new SubjectPublicKeyInfo(RSA, publicKey)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O
        }
    }
}
