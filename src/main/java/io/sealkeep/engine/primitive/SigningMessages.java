// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Set;
import org.bouncycastle.crypto.digests.SM3Digest;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Which messages a signing algorithm takes ("AWS KMS API Reference, Sign", MessageType). */
public final class SigningMessages {

    private static final int SM3_BYTES = new SM3Digest().getDigestSize();

    /** Length of ML-DSA's message representative mu in bytes (FIPS 204, algorithm 7, line 6). */
    private static final int MU_BYTES = 64;

    private SigningMessages() {}

    /**
     * Returns whether the algorithm takes that type of message. Ed25519 takes the raw message alone, Ed25519ph its
     * SHA-512 digest alone, ML-DSA the raw message or mu, all others the raw message or its digest.
     *
     * @throws IllegalArgumentException if the algorithm is unknown
     */
    public static boolean takes(SigningAlgorithmSpec algorithm, MessageType type) {
        return switch (algorithm) {
            case ED25519_SHA_512 -> type == MessageType.RAW;
            case ED25519_PH_SHA_512 -> type == MessageType.DIGEST;
            case ML_DSA_SHAKE_256 ->
                Set.of(MessageType.RAW, MessageType.EXTERNAL_MU).contains(type);
            case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("No known signing algorithm");
            default -> Set.of(MessageType.RAW, MessageType.DIGEST).contains(type);
        };
    }

    /**
     * Returns how many bytes a message has that is not raw: a digest, or mu for ML-DSA. 0 for {@code ED25519_SHA_512},
     * which takes nothing but raw messages.
     *
     * @throws IllegalArgumentException if the algorithm is unknown
     */
    public static int digestLength(SigningAlgorithmSpec algorithm) {
        return switch (algorithm) {
            case ED25519_SHA_512 -> 0;
            case ML_DSA_SHAKE_256 -> MU_BYTES;
            case SM2_DSA -> SM3_BYTES;
            default -> Sha.of(algorithm).bytes();
        };
    }

    /** Refuses, as a mistake of the caller's, what the algorithm does not take. */
    static void check(SigningAlgorithmSpec algorithm, MessageType type, byte[] message) {
        if (!takes(algorithm, type) || (type != MessageType.RAW && message.length != digestLength(algorithm))) {
            throw new IllegalArgumentException(
                    algorithm + " takes no " + type + " message of " + message.length + " bytes");
        }
    }
}
