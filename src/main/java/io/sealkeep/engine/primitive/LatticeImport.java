// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an ML-DSA or ML-KEM private key that a caller imports, in any of its three forms: the seed, the expanded key,
 * or both (RFC 9881, 6; RFC 9935, 6). AWS does not publish which it takes. One thread.
 */
final class LatticeImport {

    private static final int SEED_TAG = 0;

    private final Pkcs8 pkcs8;
    private byte @Nullable [] seed;
    private byte @Nullable [] expanded;

    private LatticeImport(Pkcs8 pkcs8) {
        this.pkcs8 = pkcs8;
    }

    /**
     * Reads the forms there are, and checks nothing but their lengths.
     *
     * @throws IncorrectMaterialException if there is none
     */
    static LatticeImport read(SecretBytes material, ASN1ObjectIdentifier algorithm, int seedBytes, int expandedBytes) {
        Pkcs8 pkcs8 = Pkcs8.read(material);
        pkcs8.checkAlgorithm(new AlgorithmIdentifier(algorithm));
        LatticeImport read = new LatticeImport(pkcs8);
        if (!read.choose(pkcs8.privateKey())
                || (read.seed != null && read.seed.length != seedBytes)
                || (read.expanded != null && read.expanded.length != expandedBytes)) {
            read.wipe();
            throw new IncorrectMaterialException(
                    "The key material is neither a seed nor an expanded private key of the key spec.");
        }
        return read;
    }

    private boolean choose(ASN1Encodable key) {
        if (key instanceof ASN1TaggedObject tagged && tagged.hasContextTag(SEED_TAG) && !tagged.isExplicit()) {
            return chooseSeed(tagged);
        }
        if (key instanceof ASN1OctetString octets) {
            expanded = octets.getOctets().clone();
            return true;
        }
        if (key instanceof ASN1Sequence both
                && both.size() == 2
                && both.getObjectAt(0) instanceof ASN1OctetString first
                && both.getObjectAt(1) instanceof ASN1OctetString second) {
            seed = first.getOctets().clone();
            expanded = second.getOctets().clone();
            return true;
        }
        return false;
    }

    private boolean chooseSeed(ASN1TaggedObject tagged) {
        try {
            if (tagged.getBaseUniversal(false, BERTags.OCTET_STRING) instanceof ASN1OctetString octets) {
                seed = octets.getOctets().clone();
                return true;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // A constructed tag around something else than octet strings.
        }
        return false;
    }

    /** Returns the seed, or null if there is the expanded key alone. */
    byte @Nullable [] seed() {
        return seed;
    }

    /**
     * Returns the expanded key: as it was read, or of the seed.
     *
     * @throws IncorrectMaterialException if both are there and do not fit
     */
    byte[] expanded(Function<byte[], byte[]> expand) {
        byte[] ofSeed = seed == null ? null : expand.apply(seed);
        if (ofSeed == null) {
            return Objects.requireNonNull(expanded);
        }
        if (expanded != null && !MessageDigest.isEqual(ofSeed, expanded)) {
            throw new IncorrectMaterialException(
                    "The expanded private key in the key material is not that of its seed.");
        }
        return ofSeed;
    }

    /** See {@link Pkcs8#checkPublicKey}. */
    void checkPublicKey(byte[] own) {
        pkcs8.checkPublicKey(other -> Arrays.compare(own, other) == 0);
    }

    void wipe() {
        if (seed != null) {
            Arrays.fill(seed, (byte) 0);
        }
        if (expanded != null) {
            Arrays.fill(expanded, (byte) 0);
        }
    }
}
