// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Where randomness comes from: keys, data keys, salts and IVs. Safe for concurrent use.
 *
 * <p>The source is the JDK's {@code NativePRNG}, which reads {@code /dev/urandom} and keeps at most a tenth of a second's worth
 * of it. A virtual machine that is snapshotted and started twice could, in that moment, draw the same bytes twice. For a key
 * that means two machines with the same key, which no library can prevent; for an IV it would mean one keystream for two
 * plaintexts, which {@link #nonce} prevents by hashing the clock in: the two machines would also have to draw in the same
 * nanosecond.
 */
public final class RandomBytes {

    private static final RandomBytes SYSTEM = new RandomBytes(new SecureRandom());

    private final SecureRandom source;

    /** For tests that repeat a generator's state; everything else takes {@link #system}. */
    RandomBytes(SecureRandom source) {
        this.source = source;
    }

    /** Returns the process's one source. */
    public static RandomBytes system() {
        return SYSTEM;
    }

    /** Returns {@code length} random bytes. */
    public byte[] next(int length) {
        byte[] bytes = new byte[length];
        source.nextBytes(bytes);
        return bytes;
    }

    /** Returns {@code length} random bytes, at most 64, for use where a repeat would be worse than a guess. */
    byte[] nonce(int length) {
        ByteBuffer seed = ByteBuffer.allocate(40).put(next(32)).putLong(System.nanoTime());
        MessageDigest sha512 = Hkdf.sha512();
        return Arrays.copyOf(sha512.digest(seed.array()), length);
    }
}
