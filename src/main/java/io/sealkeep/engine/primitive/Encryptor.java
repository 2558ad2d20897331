// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;

/**
 * Encrypts with a public key, decrypts with the private one. Safe for concurrent use.
 *
 * <p>Every method throws {@link IllegalArgumentException} for an algorithm that this key does not know.
 */
public interface Encryptor {

    /**
     * Returns how many bytes of plaintext the algorithm takes at most under this key ("AWS KMS API Reference,
     * Encrypt").
     */
    int maxPlaintext(EncryptionAlgorithmSpec algorithm);

    /**
     * Returns a new ciphertext.
     *
     * @param plaintext 1 to {@link #maxPlaintext} bytes
     * @throws IllegalArgumentException if the plaintext is empty or longer
     */
    byte[] encrypt(EncryptionAlgorithmSpec algorithm, byte[] plaintext);

    /**
     * Returns the plaintext, or null if the ciphertext does not open. Why it does not is never told: padding oracles
     * live on the difference (Manger 2001).
     *
     * @throws SecretBytes.WipedException if the key was closed
     */
    byte @Nullable [] decrypt(EncryptionAlgorithmSpec algorithm, byte[] ciphertext);
}
