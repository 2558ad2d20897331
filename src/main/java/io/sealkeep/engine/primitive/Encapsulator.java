// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import org.jspecify.annotations.Nullable;

/** A key-encapsulation mechanism (FIPS 203). Safe for concurrent use. */
public interface Encapsulator {

    /**
     * Returns a new shared secret and what carries it to the owner of the private key; the caller closes the secret.
     */
    Encapsulated encapsulate();

    /**
     * Returns the shared secret of 32 bytes, or null if the ciphertext has another length than this key's. A ciphertext
     * of the right length always gives a secret: a forged one gives a secret that nobody else has (implicit rejection,
     * FIPS 203, 6.3).
     *
     * @throws SecretBytes.WipedException if the key was closed
     */
    byte @Nullable [] decapsulate(byte[] ciphertext);

    /**
     * What {@link #encapsulate} makes.
     *
     * @param sharedSecret 32 bytes
     * @param ciphertext 768, 1088 or 1568 bytes, by the key's parameter set
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Encapsulated(SecretBytes sharedSecret, byte[] ciphertext) {}
}
