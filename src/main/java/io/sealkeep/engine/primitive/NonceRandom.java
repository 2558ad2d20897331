// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.SecureRandom;

/**
 * {@link RandomBytes#nonce} for libraries that draw for themselves: the secret number of an ECDSA or SM2 signature,
 * above all. Two snapshots of one machine that signed different messages with the same number would betray the private
 * key. Safe for concurrent use.
 */
final class NonceRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    /** The one of this process. */
    static final SecureRandom SYSTEM = new NonceRandom();

    private static final int MOST_AT_ONCE = 64;

    private NonceRandom() {
        super(null, null);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += MOST_AT_ONCE) {
            int length = Math.min(MOST_AT_ONCE, bytes.length - at);
            System.arraycopy(RandomBytes.system().nonce(length), 0, bytes, at, length);
        }
    }

    @Override
    public String getAlgorithm() {
        return "NonceRandom";
    }
}
