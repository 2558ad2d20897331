// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Objects;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * One elliptic curve key pair on P-256, P-384, P-521 or secp256k1. It signs with the one algorithm of its curve
 * ("Elliptic curve key specs" in the AWS KMS Developer Guide), and on the curves of NIST it agrees. Safe for concurrent
 * use; see {@link KeyMaterial} for closing.
 *
 * <p>What the private key does on the curves of NIST, the JDK does, in constant time. The JDK does not know secp256k1;
 * there Bouncy Castle multiplies in constant time, but its arithmetic on scalars is not written to be. Signatures are
 * verified by Bouncy Castle on all curves, several times as fast as by the JDK: nothing there is secret.
 */
public final class EcKey extends StoredKeyPair implements KeyPairMaterial, Signer, Agreement {

    private final EcCurve curve;
    private final ECPublicKeyParameters publicPoint;
    private final @Nullable NistPrivateKey nistKey;
    private final @Nullable ECPrivateKeyParameters otherKey;

    /** Takes over what {@link EcEncoding} encoded. */
    EcKey(KeySpec spec, String materialId, SecretBytes encoded) {
        super(materialId, encoded);
        curve = EcCurve.of(spec);
        publicPoint = EcEncoding.readOwnPublic(curve, publicKey());
        boolean isNist = curve != EcCurve.P256K1;
        nistKey = isNist ? NistPrivateKey.read(privateKey()) : null;
        otherKey = isNist ? null : EcEncoding.readPrivate(curve, privateKey());
    }

    @Override
    public byte[] sign(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        checkAlgorithm(algorithm);
        byte[] digest = Sha.digest(algorithm, type, message);
        return whileOpen(() -> nistKey != null ? nistKey.sign(digest) : sign(Objects.requireNonNull(otherKey), digest));
    }

    private static byte[] sign(ECPrivateKeyParameters key, byte[] digest) {
        ECDSASigner signer = new ECDSASigner();
        signer.init(true, new ParametersWithRandom(key, NonceRandom.SYSTEM));
        BigInteger[] rs = signer.generateSignature(digest);
        try {
            return StandardDSAEncoding.INSTANCE.encode(signer.getOrder(), rs[0], rs[1]);
        } catch (IOException e) {
            throw new IllegalStateException("ECDSA made numbers that have no encoding", e);
        }
    }

    @Override
    public boolean verify(SigningAlgorithmSpec algorithm, MessageType type, byte[] message, byte[] signature) {
        checkAlgorithm(algorithm);
        byte[] digest = Sha.digest(algorithm, type, message);
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, publicPoint);
        BigInteger[] rs;
        try {
            // Strict: the one DER encoding of two numbers in range, and nothing after it.
            rs = StandardDSAEncoding.INSTANCE.decode(verifier.getOrder(), signature);
        } catch (IOException | RuntimeException e) {
            return false;
        }
        return verifier.verifySignature(digest, rs[0], rs[1]);
    }

    private void checkAlgorithm(SigningAlgorithmSpec algorithm) {
        SigningAlgorithmSpec own = switch (curve) {
            case P384 -> SigningAlgorithmSpec.ECDSA_SHA_384;
            case P521 -> SigningAlgorithmSpec.ECDSA_SHA_512;
            default -> SigningAlgorithmSpec.ECDSA_SHA_256;
        };
        if (algorithm != own) {
            throw new IllegalArgumentException("A key on " + curve + " does not sign with " + algorithm);
        }
    }

    @Override
    public byte @Nullable [] agree(byte[] peerPublicKey) {
        NistPrivateKey own = nistKey;
        if (own == null) {
            throw new UnsupportedOperationException("A key on " + curve + " does not agree");
        }
        ECPublicKeyParameters peer = EcEncoding.readPublic(curve, peerPublicKey);
        return peer == null ? null : whileOpen(() -> own.agree(peer));
    }
}
