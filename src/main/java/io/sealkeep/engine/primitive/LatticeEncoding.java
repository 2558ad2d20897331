// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * ML-DSA and ML-KEM keys as ASN.1 (RFC 9881 and 9935): in PKCS #8 the seed alone, as both recommend, or, of an imported
 * key whose seed nobody has, the expanded key alone; in SubjectPublicKeyInfo the bare public key. Safe for concurrent
 * use.
 */
final class LatticeEncoding {

    private static final int SEED_TAG = 0;

    private LatticeEncoding() {}

    /** Returns the form at rest of the pair of a seed, which it wipes. */
    static SecretBytes encodeSeed(ASN1ObjectIdentifier algorithm, byte[] seed, byte[] publicKey) {
        return encode(algorithm, new DERTaggedObject(false, SEED_TAG, new DEROctetString(seed)), seed, publicKey);
    }

    /** Returns the form at rest of the pair of an expanded private key, which it wipes. */
    static SecretBytes encodeExpanded(ASN1ObjectIdentifier algorithm, byte[] expanded, byte[] publicKey) {
        return encode(algorithm, new DEROctetString(expanded), expanded, publicKey);
    }

    private static SecretBytes encode(
            ASN1ObjectIdentifier algorithm, ASN1Encodable privateKey, byte[] secret, byte[] publicKey) {
        AlgorithmIdentifier identifier = new AlgorithmIdentifier(algorithm);
        try {
            return StoredKeyPair.encode(
                    Der.write(new PrivateKeyInfo(identifier, privateKey)),
                    Der.write(new SubjectPublicKeyInfo(identifier, publicKey)));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // there is no I/O
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Reads what was encoded of a private key, seed or expanded key, and wipes it. The caller wipes what is returned.
     */
    static byte[] readPrivate(SecretBytes pkcs8) {
        try (pkcs8) {
            return pkcs8.use(bytes -> {
                try {
                    ASN1Encodable key = PrivateKeyInfo.getInstance(bytes).parsePrivateKey();
                    ASN1OctetString octets = key instanceof ASN1TaggedObject seed
                            ? ASN1OctetString.getInstance(seed, false)
                            : ASN1OctetString.getInstance(key);
                    return octets.getOctets().clone();
                } catch (IOException | IllegalArgumentException e) {
                    throw new IllegalArgumentException("Not a lattice private key in its form at rest");
                }
            });
        }
    }

    /** Reads what was encoded of a public key. */
    static byte[] readPublic(byte[] spki) {
        return SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getOctets();
    }
}
