// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Checks an elliptic curve key pair, SM2 too, that a caller imports (RFC 5915): on the spec's curve by name, the number
 * in range and as long as it must be, the public key, if there is one, the private key's own. Its point may be
 * compressed. Safe for concurrent use.
 */
final class EcImport {

    private static final int PARAMETERS_TAG = 0;
    private static final int PUBLIC_KEY_TAG = 1;

    private final EcCurve curve;
    private @Nullable ASN1BitString publicKey;

    private EcImport(EcCurve curve) {
        this.curve = curve;
    }

    /** See {@link KeyMaterials#importable}. */
    static SecretBytes importable(EcCurve curve, SecretBytes material) {
        Pkcs8 pkcs8 = Pkcs8.read(material);
        if (!pkcs8.algorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            throw new IncorrectMaterialException("The key material is a private key of another algorithm.");
        }
        checkCurve(curve, pkcs8.algorithm().getParameters());
        EcImport read = new EcImport(curve);
        ECPrivateKeyParameters privateKey = read.privateKey(pkcs8);
        ECPublicKeyParameters own = curve.publicKey(privateKey);
        if (read.publicKey != null) {
            Pkcs8.checkPublicKey(read.publicKey, point -> isPoint(curve, own, point));
        }
        pkcs8.checkPublicKey(point -> isPoint(curve, own, point));
        return EcEncoding.encode(curve, new AsymmetricCipherKeyPair(own, privateKey));
    }

    private static boolean isPoint(EcCurve curve, ECPublicKeyParameters own, byte[] point) {
        ECPublicKeyParameters other = curve.publicKey(point);
        return other != null && other.getQ().equals(own.getQ());
    }

    private static void checkCurve(EcCurve curve, @Nullable ASN1Encodable parameters) {
        if (!curve.oid().equals(parameters)) {
            throw new IncorrectMaterialException("The key material must be on the curve of the key spec, by name.");
        }
    }

    /** Reads RFC 5915's ECPrivateKey, and keeps its public key. */
    private ECPrivateKeyParameters privateKey(Pkcs8 pkcs8) {
        if (pkcs8.privateKey() instanceof ASN1Sequence sequence
                && sequence.size() >= 2
                && sequence.getObjectAt(0) instanceof ASN1Integer version
                && version.hasValue(1)
                && sequence.getObjectAt(1) instanceof ASN1OctetString number
                && number.getOctets().length == curve.bytes()
                && readOptional(sequence)) {
            ECPrivateKeyParameters key = curve.privateKey(number.getOctets());
            if (key != null) {
                return key;
            }
        }
        throw new IncorrectMaterialException("The key material is not a private key on the curve of the key spec.");
    }

    private boolean readOptional(ASN1Sequence sequence) {
        int lastTag = -1;
        for (int i = 2; i < sequence.size(); i++) {
            if (!(sequence.getObjectAt(i) instanceof ASN1TaggedObject tagged)
                    || !tagged.hasContextTag()
                    || tagged.getTagNo() <= lastTag
                    || !tagged.isExplicit()) {
                return false;
            }
            lastTag = tagged.getTagNo();
            if (lastTag == PARAMETERS_TAG) {
                checkCurve(curve, tagged.getExplicitBaseObject());
            } else if (lastTag == PUBLIC_KEY_TAG && tagged.getExplicitBaseObject() instanceof ASN1BitString bits) {
                publicKey = bits;
            } else {
                return false;
            }
        }
        return true;
    }
}
