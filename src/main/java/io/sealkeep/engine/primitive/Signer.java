// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * Signs and verifies. Safe for concurrent use.
 *
 * <p>The message is raw, or a digest of it, or (ML-DSA) the external mu of 64 bytes. {@link SigningMessages} tells
 * which algorithm takes which, and how long a digest is; the caller has checked both.
 */
public interface Signer {

    /**
     * Returns a new signature in the form AWS KMS answers: PKCS #1 octets for RSA, a DER SEQUENCE of two INTEGERs for
     * ECDSA and SM2 (X9.62; GM/T 0009), the octets of RFC 8032 and FIPS 204 for Ed25519 and ML-DSA.
     *
     * @throws IllegalArgumentException if this key does not know the algorithm, the algorithm does not take that type
     *     of message, or a digest has another length than {@link SigningMessages#digestLength}
     * @throws SecretBytes.WipedException if the key was closed
     */
    byte[] sign(SigningAlgorithmSpec algorithm, MessageType type, byte[] message);

    /**
     * Returns whether the signature is this key's of that message. A malformed signature, of whatever length, is just
     * not one.
     *
     * @throws IllegalArgumentException as {@link #sign}
     */
    boolean verify(SigningAlgorithmSpec algorithm, MessageType type, byte[] message, byte[] signature);
}
