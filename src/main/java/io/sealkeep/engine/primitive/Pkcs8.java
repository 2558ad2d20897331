// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A private key as a caller imports it: PKCS #8 in DER or BER (RFC 5208 and 5958; "Requirements for imported key
 * material" in the AWS KMS Developer Guide). Attributes are ignored. Immutable.
 *
 * <p>Limit: the library's copies of the secret cannot be wiped, only dropped.
 */
final class Pkcs8 {

    private final PrivateKeyInfo content;
    private final ASN1Encodable privateKey;

    private Pkcs8(PrivateKeyInfo content, ASN1Encodable privateKey) {
        this.content = content;
        this.privateKey = privateKey;
    }

    /**
     * Reads the outer form, to the last byte.
     *
     * @throws IncorrectMaterialException if it is not PKCS #8
     */
    static Pkcs8 read(SecretBytes material) {
        PrivateKeyInfo content =
                material.<@Nullable PrivateKeyInfo>use(bytes -> Der.readBer(PrivateKeyInfo::getInstance, bytes));
        ASN1Primitive privateKey = content == null
                ? null
                : Der.readBer(ASN1Primitive.class::cast, content.getPrivateKey().getOctets());
        if (content != null && privateKey != null) {
            return new Pkcs8(content, privateKey);
        }
        throw new IncorrectMaterialException("The key material is not a private key in PKCS #8.");
    }

    AlgorithmIdentifier algorithm() {
        return content.getPrivateKeyAlgorithm();
    }

    /** Returns what the algorithm has for a private key. */
    ASN1Encodable privateKey() {
        return privateKey;
    }

    /**
     * Checks the algorithm with its parameters.
     *
     * @throws IncorrectMaterialException if it is another
     */
    void checkAlgorithm(AlgorithmIdentifier expected) {
        if (!algorithm().equals(expected)) {
            throw new IncorrectMaterialException("The key material is a private key of another algorithm.");
        }
    }

    /**
     * Checks the public key that RFC 5958 lets stand beside the private one, if it does.
     *
     * @throws IncorrectMaterialException if it is not the private key's own
     */
    void checkPublicKey(Predicate<byte[]> own) {
        if (content.hasPublicKey()) {
            checkPublicKey(content.getPublicKeyData(), own);
        }
    }

    static void checkPublicKey(@Nullable ASN1BitString publicKey, Predicate<byte[]> own) {
        if (publicKey == null || publicKey.getPadBits() != 0 || !own.test(publicKey.getOctets())) {
            throw new IncorrectMaterialException("The public key in the key material is not the private key's own.");
        }
    }
}
