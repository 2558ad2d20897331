// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * One Ed25519 key pair (RFC 8032): pure Ed25519 for raw messages, Ed25519ph with an empty context for SHA-512 digests.
 * The two never verify one another's signatures. Safe for concurrent use; closing wipes the material.
 *
 * <p>Bouncy Castle's: the JDK's takes no digest for Ed25519ph, and ten times as long.
 */
public final class EdwardsKey extends StoredKeyPair implements KeyPairMaterial, Signer {

    /**
     * What stands before the 32 bytes of a private key in PKCS #8, and of a public key in SubjectPublicKeyInfo (RFC
     * 8410).
     */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] NO_CONTEXT = new byte[0];

    private final byte[] publicBytes;
    private final Ed25519.PublicPoint publicPoint;

    /** Takes over what {@link #encode} encoded. */
    EdwardsKey(String materialId, SecretBytes encoded) {
        super(materialId, encoded);
        byte[] spki = publicKey();
        publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
        int privateBytes = withPrivateKey(pkcs8 -> pkcs8.length);
        if (spki.length != SPKI.length + publicBytes.length || privateBytes != PKCS8.length + Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("Not an Ed25519 key pair in its form at rest");
        }
        ByteBuffer.wrap(spki).position(SPKI.length).get(publicBytes);
        publicPoint = Ed25519.validatePublicKeyPartialExport(publicBytes, 0);
    }

    /** Returns a new key pair, encoded. */
    static SecretBytes generate(RandomBytes random) {
        return encode(random.next(Ed25519.SECRET_KEY_SIZE));
    }

    /** Returns the form at rest of the key pair of a secret of 32 bytes (RFC 8032, 5.1.5), which it wipes. */
    static SecretBytes encode(byte[] secret) {
        byte[] pkcs8 = ByteBuffer.allocate(PKCS8.length + secret.length)
                .put(PKCS8)
                .put(secret)
                .array();
        byte[] publicBytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicBytes, 0);
        Arrays.fill(secret, (byte) 0);
        byte[] spki = ByteBuffer.allocate(SPKI.length + publicBytes.length)
                .put(SPKI)
                .put(publicBytes)
                .array();
        return StoredKeyPair.encode(pkcs8, spki);
    }

    @Override
    public byte[] sign(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        boolean prehashed = isPrehashed(algorithm);
        SigningMessages.check(algorithm, type, message);
        return withPrivateKey(pkcs8 -> {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            if (prehashed) {
                Ed25519.signPrehash(pkcs8, PKCS8.length, publicBytes, 0, NO_CONTEXT, message, 0, signature, 0);
            } else {
                Ed25519.sign(pkcs8, PKCS8.length, publicBytes, 0, message, 0, message.length, signature, 0);
            }
            return signature;
        });
    }

    @Override
    public boolean verify(SigningAlgorithmSpec algorithm, MessageType type, byte[] message, byte[] signature) {
        boolean prehashed = isPrehashed(algorithm);
        SigningMessages.check(algorithm, type, message);
        if (signature.length != Ed25519.SIGNATURE_SIZE) {
            return false;
        }
        return prehashed
                ? Ed25519.verifyPrehash(signature, 0, publicPoint, NO_CONTEXT, message, 0)
                : Ed25519.verify(signature, 0, publicPoint, message, 0, message.length);
    }

    private static boolean isPrehashed(SigningAlgorithmSpec algorithm) {
        return switch (algorithm) {
            case ED25519_SHA_512 -> false;
            case ED25519_PH_SHA_512 -> true;
            default -> throw new IllegalArgumentException("An Ed25519 key does not sign with " + algorithm);
        };
    }
}
