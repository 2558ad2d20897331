// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.spec.MGF1ParameterSpec;
import java.util.HexFormat;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** The hash functions of FIPS 180-4 that KMS algorithms name. Immutable. */
@SuppressWarnings("ImmutableEnumChecker") // the array never leaves, and Java's own class is immutable
enum Sha {
    /** For OAEP alone, where collisions of the hash are no attack. */
    SHA_1("SHA-1", 20, "3021300906052b0e03021a05000414"),
    SHA_256("SHA-256", 32, "3031300d060960864801650304020105000420"),
    SHA_384("SHA-384", 48, "3041300d060960864801650304020205000430"),
    SHA_512("SHA-512", 64, "3051300d060960864801650304020305000440");

    /** Looked up once: see {@link AesGcm}. */
    private static final Provider PROVIDER = provider();

    private final String jcaName;
    private final int bytes;
    private final String digestInfo;

    Sha(String jcaName, int bytes, String digestInfo) {
        this.jcaName = jcaName;
        this.bytes = bytes;
        this.digestInfo = digestInfo;
    }

    /** Returns the hash that a signing algorithm hashes messages with. */
    static Sha of(SigningAlgorithmSpec algorithm) {
        return switch (algorithm) {
            case RSASSA_PSS_SHA_256, RSASSA_PKCS1_V1_5_SHA_256, ECDSA_SHA_256 -> SHA_256;
            case RSASSA_PSS_SHA_384, RSASSA_PKCS1_V1_5_SHA_384, ECDSA_SHA_384 -> SHA_384;
            case RSASSA_PSS_SHA_512, RSASSA_PKCS1_V1_5_SHA_512, ECDSA_SHA_512, ED25519_PH_SHA_512 -> SHA_512;
            default -> throw new IllegalArgumentException(algorithm + " hashes with no SHA");
        };
    }

    /** Returns the digest to sign: of a raw message, or the message itself where it is a digest already. */
    static byte[] digest(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        SigningMessages.check(algorithm, type, message);
        return type == MessageType.RAW ? of(algorithm).digest(message) : message;
    }

    String jcaName() {
        return jcaName;
    }

    int bytes() {
        return bytes;
    }

    MGF1ParameterSpec mgf1() {
        return new MGF1ParameterSpec(jcaName);
    }

    /** Returns what stands before the digest in a DigestInfo (RFC 8017, 9.2, note 1). */
    byte[] digestInfo() {
        return HexFormat.of().parseHex(digestInfo);
    }

    byte[] digest(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(jcaName, PROVIDER);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no " + jcaName, e);
        }
    }

    private static Provider provider() {
        try {
            return MessageDigest.getInstance("SHA-256").getProvider();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
