// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * One SM2 key pair (GM/T 0003). Safe for concurrent use; see {@link KeyMaterial} for closing.
 *
 * <p>A raw message is hashed with the default distinguishing id {@code 1234567812345678}; a digest is signed as it is,
 * so that its maker may have used another id ("Offline verification with SM2 key pairs" in the AWS KMS Developer
 * Guide). The shared secret is the one of cofactor Diffie-Hellman, not of GM/T 0003.3 ("AWS KMS API Reference,
 * DeriveSharedSecret").
 *
 * <p>Limit: Bouncy Castle's arithmetic with the private key is not all in constant time.
 */
public final class Sm2Key extends StoredKeyPair implements KeyPairMaterial, Signer, Encryptor, Agreement {

    private static final EcCurve CURVE = EcCurve.SM2;
    private static final byte[] DEFAULT_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private final ECPublicKeyParameters publicPoint;
    private final ECPrivateKeyParameters privateNumber;

    /** Takes over what {@link EcEncoding} encoded. */
    Sm2Key(String materialId, SecretBytes encoded) {
        super(materialId, encoded);
        publicPoint = EcEncoding.readOwnPublic(CURVE, publicKey());
        privateNumber = EcEncoding.readPrivate(CURVE, privateKey());
    }

    @Override
    public byte[] sign(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        SM2Signer signer = signer(algorithm, type, message);
        return whileOpen(() -> {
            try {
                return run(signer, true, new ParametersWithRandom(privateNumber, NonceRandom.SYSTEM), message)
                        .generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("SM2 failed to sign", e);
            }
        });
    }

    @Override
    public boolean verify(SigningAlgorithmSpec algorithm, MessageType type, byte[] message, byte[] signature) {
        return run(signer(algorithm, type, message), false, publicPoint, message)
                .verifySignature(signature);
    }

    private static SM2Signer signer(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        if (algorithm != SigningAlgorithmSpec.SM2_DSA) {
            throw new IllegalArgumentException("An SM2 key does not sign with " + algorithm);
        }
        SigningMessages.check(algorithm, type, message);
        return type == MessageType.RAW ? new SM2Signer() : new SM2Signer(new GivenDigest());
    }

    private static SM2Signer run(SM2Signer signer, boolean signing, CipherParameters key, byte[] message) {
        signer.init(signing, new ParametersWithID(key, DEFAULT_ID));
        signer.update(message, 0, message.length);
        return signer;
    }

    @Override
    public int maxPlaintext(EncryptionAlgorithmSpec algorithm) {
        checkAlgorithm(algorithm);
        return Sm2Encryption.MAX_PLAINTEXT;
    }

    @Override
    public byte[] encrypt(EncryptionAlgorithmSpec algorithm, byte[] plaintext) {
        if (plaintext.length == 0 || plaintext.length > maxPlaintext(algorithm)) {
            throw new IllegalArgumentException("A plaintext of 1 to " + maxPlaintext(algorithm) + " bytes");
        }
        return Sm2Encryption.seal(publicPoint, plaintext);
    }

    @Override
    public byte @Nullable [] decrypt(EncryptionAlgorithmSpec algorithm, byte[] ciphertext) {
        checkAlgorithm(algorithm);
        return openPke(ciphertext);
    }

    /** Opens SM2PKE; null if it does not open. */
    byte @Nullable [] openPke(byte[] ciphertext) {
        return this.<byte @Nullable []>whileOpen(() -> Sm2Encryption.open(privateNumber, ciphertext));
    }

    private static void checkAlgorithm(EncryptionAlgorithmSpec algorithm) {
        if (algorithm != EncryptionAlgorithmSpec.SM2_PKE) {
            throw new IllegalArgumentException("An SM2 key does not encrypt with " + algorithm);
        }
    }

    @Override
    public byte @Nullable [] agree(byte[] peerPublicKey) {
        ECPublicKeyParameters peer = EcEncoding.readPublic(CURVE, peerPublicKey);
        if (peer == null) {
            return null;
        }
        return whileOpen(() -> {
            ECDHBasicAgreement agreement = new ECDHBasicAgreement();
            agreement.init(privateNumber);
            BigInteger x = agreement.calculateAgreement(peer);
            return BigIntegers.asUnsignedByteArray(CURVE.bytes(), x);
        });
    }
}
