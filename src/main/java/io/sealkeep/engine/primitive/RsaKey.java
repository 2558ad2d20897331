// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * One RSA key pair of 2048, 3072 or 4096 bits. Safe for concurrent use; see {@link KeyMaterial} for closing.
 *
 * <p>The arithmetic is the JDK's: Chinese remainders, blinded, and for signatures checked against faults.
 */
public final class RsaKey extends StoredKeyPair implements KeyPairMaterial, Signer, Encryptor {

    private static final String BARE = "RSA/ECB/NoPadding";
    private static final String OAEP = "RSA/ECB/OAEPPadding";
    private static final String PKCS1 = "RSA/ECB/PKCS1Padding";

    private final RSAPublicKey publicNumbers;
    private final RSAPrivateCrtKey privateNumbers;
    private final int bits;

    /** Takes over what {@link RsaKeys} encoded. */
    RsaKey(KeySpec spec, String materialId, SecretBytes encoded) {
        super(materialId, encoded);
        bits = RsaKeys.bits(spec);
        publicNumbers = RsaKeys.publicNumbers(publicKey());
        privateNumbers = RsaKeys.privateNumbers(privateKey());
        if (publicNumbers.getModulus().bitLength() != bits) {
            throw new IllegalArgumentException("Not a key pair of " + spec);
        }
    }

    int modulusBytes() {
        return bits / 8;
    }

    @Override
    public byte[] sign(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        Sha sha = Sha.of(algorithm);
        byte[] digest = Sha.digest(algorithm, type, message);
        byte[] encoded = isPss(algorithm)
                ? RsaPadding.pss(sha, digest, RandomBytes.system().nonce(sha.bytes()), bits)
                : RsaPadding.pkcs1(sha, digest, bits);
        return whileOpen(() -> {
            try {
                return cipher(BARE, Cipher.ENCRYPT_MODE, privateNumbers, null).doFinal(encoded);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("RSA failed to sign", e);
            }
        });
    }

    @Override
    public boolean verify(SigningAlgorithmSpec algorithm, MessageType type, byte[] message, byte[] signature) {
        Sha sha = Sha.of(algorithm);
        boolean pss = isPss(algorithm);
        byte[] digest = Sha.digest(algorithm, type, message);
        if (signature.length != modulusBytes()) {
            return false;
        }
        byte[] encoded;
        try {
            encoded = cipher(BARE, Cipher.ENCRYPT_MODE, publicNumbers, null).doFinal(signature);
        } catch (BadPaddingException e) {
            return false; // not less than the modulus
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA failed to verify", e);
        }
        return pss
                ? RsaPadding.isPss(sha, digest, encoded)
                : MessageDigest.isEqual(RsaPadding.pkcs1(sha, digest, bits), encoded);
    }

    @Override
    public int maxPlaintext(EncryptionAlgorithmSpec algorithm) {
        return modulusBytes() - 2 * oaepHash(algorithm).bytes() - 2;
    }

    @Override
    public byte[] encrypt(EncryptionAlgorithmSpec algorithm, byte[] plaintext) {
        if (plaintext.length == 0 || plaintext.length > maxPlaintext(algorithm)) {
            throw new IllegalArgumentException("A plaintext of 1 to " + maxPlaintext(algorithm) + " bytes");
        }
        try {
            return cipher(OAEP, Cipher.ENCRYPT_MODE, publicNumbers, oaep(oaepHash(algorithm)))
                    .doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA failed to encrypt", e);
        }
    }

    @Override
    public byte @Nullable [] decrypt(EncryptionAlgorithmSpec algorithm, byte[] ciphertext) {
        return open(OAEP, oaep(oaepHash(algorithm)), ciphertext);
    }

    /** Opens RSAES-OAEP with that hash, also for MGF1, and an empty label; null if it does not open. */
    byte @Nullable [] openOaep(Sha hash, byte[] ciphertext) {
        return open(OAEP, oaep(hash), ciphertext);
    }

    /**
     * Opens RSAES-PKCS1-v1_5; null if it does not open. For imports alone: whoever learns whether it opened has an
     * oracle (Bleichenbacher 1998).
     */
    byte @Nullable [] openPkcs1(byte[] ciphertext) {
        return open(PKCS1, null, ciphertext);
    }

    private byte @Nullable [] open(String transformation, @Nullable OAEPParameterSpec parameters, byte[] ciphertext) {
        // The JDK would take a shorter one for a number with leading zeros (RFC 8017, 7.1.2, step 1).
        if (ciphertext.length != modulusBytes()) {
            return null;
        }
        return this.<byte @Nullable []>whileOpen(() -> {
            try {
                return cipher(transformation, Cipher.DECRYPT_MODE, privateNumbers, parameters)
                        .doFinal(ciphertext);
            } catch (BadPaddingException | IllegalBlockSizeException e) {
                return null;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("RSA failed to decrypt", e);
            }
        });
    }

    private static Cipher cipher(String transformation, int mode, Key key, @Nullable OAEPParameterSpec parameters)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(transformation, RsaKeys.CIPHERS);
        cipher.init(mode, key, parameters, NonceRandom.SYSTEM);
        return cipher;
    }

    private static OAEPParameterSpec oaep(Sha hash) {
        return new OAEPParameterSpec(hash.jcaName(), "MGF1", hash.mgf1(), PSource.PSpecified.DEFAULT);
    }

    private static Sha oaepHash(EncryptionAlgorithmSpec algorithm) {
        return switch (algorithm) {
            case RSAES_OAEP_SHA_1 -> Sha.SHA_1;
            case RSAES_OAEP_SHA_256 -> Sha.SHA_256;
            default -> throw new IllegalArgumentException("An RSA key does not encrypt with " + algorithm);
        };
    }

    private static boolean isPss(SigningAlgorithmSpec algorithm) {
        return switch (algorithm) {
            case RSASSA_PSS_SHA_256, RSASSA_PSS_SHA_384, RSASSA_PSS_SHA_512 -> true;
            case RSASSA_PKCS1_V1_5_SHA_256, RSASSA_PKCS1_V1_5_SHA_384, RSASSA_PKCS1_V1_5_SHA_512 -> false;
            default -> throw new IllegalArgumentException("An RSA key does not sign with " + algorithm);
        };
    }
}
