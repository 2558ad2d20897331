// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import org.jspecify.annotations.Nullable;

/** Agrees on a secret with the owner of another key pair on the same curve. Safe for concurrent use. */
public interface Agreement {

    /**
     * Returns the raw shared secret of the cofactor Diffie-Hellman primitive (NIST SP 800-56A Rev. 3, 5.7.1.2), as
     * DeriveSharedSecret answers it: the x-coordinate, as long as a coordinate of the curve.
     *
     * @param peerPublicKey SubjectPublicKeyInfo in DER
     * @return null if it is not a public key on this key's own curve: malformed, trailing bytes, another or an unnamed
     *     curve, a point off the curve or at infinity
     * @throws UnsupportedOperationException if the curve is not one AWS KMS agrees on keys with (secp256k1)
     * @throws SecretBytes.WipedException if the key was closed
     */
    byte @Nullable [] agree(byte[] peerPublicKey);
}
