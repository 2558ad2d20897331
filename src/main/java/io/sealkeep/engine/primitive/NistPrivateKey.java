// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * A private key on a curve of NIST, in the hands of the JDK, whose arithmetic on these curves takes the same time for
 * every key. Safe for concurrent use.
 */
final class NistPrivateKey {

    /** Looked up once: see {@link AesGcm}. */
    private static final Provider PROVIDER = provider();

    private final ECPrivateKey key;

    private NistPrivateKey(ECPrivateKey key) {
        this.key = key;
    }

    /** Reads a private key, and wipes it. */
    static NistPrivateKey read(SecretBytes pkcs8) {
        try (pkcs8) {
            return pkcs8.use(bytes -> {
                try {
                    PrivateKey key =
                            KeyFactory.getInstance("EC", PROVIDER).generatePrivate(new PKCS8EncodedKeySpec(bytes));
                    return new NistPrivateKey((ECPrivateKey) key);
                } catch (GeneralSecurityException e) {
                    throw new IllegalArgumentException("Not an elliptic curve private key in its form at rest");
                }
            });
        }
    }

    /** Returns the ECDSA signature of a digest, in DER. */
    byte[] sign(byte[] digest) {
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA", PROVIDER);
            signature.initSign(key, NonceRandom.SYSTEM);
            signature.update(digest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECDSA failed to sign", e);
        }
    }

    /** Returns the x-coordinate agreed on with a peer, whose point is known to be on the curve. */
    byte[] agree(ECPublicKeyParameters peer) {
        ECPoint point = new ECPoint(
                peer.getQ().getAffineXCoord().toBigInteger(),
                peer.getQ().getAffineYCoord().toBigInteger());
        try {
            PublicKey peerKey =
                    KeyFactory.getInstance("EC", PROVIDER).generatePublic(new ECPublicKeySpec(point, key.getParams()));
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH", PROVIDER);
            agreement.init(key);
            agreement.doPhase(peerKey, true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECDH failed", e);
        }
    }

    private static Provider provider() {
        try {
            return KeyFactory.getInstance("EC").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no elliptic curves", e);
        }
    }
}
