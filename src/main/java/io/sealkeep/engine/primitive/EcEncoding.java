// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Elliptic curve keys as ASN.1: PKCS #8 around RFC 5915 with the public key inside, as OpenSSL writes it;
 * SubjectPublicKeyInfo of RFC 5480 with a named curve and an uncompressed point. Safe for concurrent use.
 */
final class EcEncoding {

    private EcEncoding() {}

    /** Returns the form at rest of a pair. */
    static SecretBytes encode(EcCurve curve, AsymmetricCipherKeyPair pair) {
        ECPublicKeyParameters publicKey = (ECPublicKeyParameters) pair.getPublic();
        return StoredKeyPair.encode(
                pkcs8(curve, ((ECPrivateKeyParameters) pair.getPrivate()).getD(), publicKey), spki(curve, publicKey));
    }

    private static byte[] pkcs8(EcCurve curve, BigInteger d, ECPublicKeyParameters publicKey) {
        ECPrivateKey key =
                new ECPrivateKey(curve.domain().getN().bitLength(), d, new DERBitString(point(publicKey)), null);
        try {
            return Der.write(new PrivateKeyInfo(algorithm(curve), key));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O
        }
    }

    private static byte[] spki(EcCurve curve, ECPublicKeyParameters publicKey) {
        return Der.write(new SubjectPublicKeyInfo(algorithm(curve), point(publicKey)));
    }

    private static byte[] point(ECPublicKeyParameters publicKey) {
        return publicKey.getQ().getEncoded(false);
    }

    private static AlgorithmIdentifier algorithm(EcCurve curve) {
        return new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid());
    }

    /**
     * Reads a public key on that very curve; a compressed point is one (RFC 5480, 2.2).
     *
     * @return null if it is anything else, or not DER to the last byte
     */
    static @Nullable ECPublicKeyParameters readPublic(EcCurve curve, byte[] spki) {
        SubjectPublicKeyInfo key = Der.read(SubjectPublicKeyInfo::getInstance, spki);
        if (key == null || !key.getAlgorithm().equals(algorithm(curve))) {
            return null;
        }
        ASN1BitString point = key.getPublicKeyData();
        return point.getPadBits() == 0 ? curve.publicKey(point.getOctets()) : null;
    }

    /** Reads what {@link #encode} wrote of a public key. */
    static ECPublicKeyParameters readOwnPublic(EcCurve curve, byte[] spki) {
        ECPublicKeyParameters key = readPublic(curve, spki);
        if (key == null) {
            throw new IllegalArgumentException("Not an elliptic curve public key in its form at rest");
        }
        return key;
    }

    /** Reads what {@link #encode} wrote of a private key, and wipes it. */
    static ECPrivateKeyParameters readPrivate(EcCurve curve, SecretBytes pkcs8) {
        try (pkcs8) {
            BigInteger d = pkcs8.use(bytes -> {
                try {
                    return ECPrivateKey.getInstance(
                                    PrivateKeyInfo.getInstance(bytes).parsePrivateKey())
                            .getKey();
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalArgumentException("Not an elliptic curve private key in its form at rest");
                }
            });
            return new ECPrivateKeyParameters(d, curve.domain());
        }
    }
}
