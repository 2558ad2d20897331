// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

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
    private static final int SEED_BYTES = 32;

    /** As long as the JDK's generator keeps what it has read. */
    private static final long SEED_NANOS = 100_000_000;

    private final SecureRandom source;
    private volatile Seed seed = new Seed(new byte[0], System.nanoTime() - SEED_NANOS);

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

    /** Returns the generator itself, for libraries that make keys and draw for themselves. */
    SecureRandom source() {
        return source;
    }

    /**
     * Returns {@code length} random bytes, at most 64, for use where a repeat would be worse than a guess: SHA-512 of a seed that
     * lives for a tenth of a second, of how many were made of it, and of the clock.
     */
    byte[] nonce(int length) {
        long now = System.nanoTime();
        Seed current = seed;
        if (now - current.drawnAt >= SEED_NANOS) {
            current = new Seed(next(SEED_BYTES), now);
            seed = current;
        }
        ByteBuffer input = ByteBuffer.allocate(SEED_BYTES + 2 * Long.BYTES)
                .put(current.bytes)
                .putLong(current.uses.getAndIncrement())
                .putLong(now);
        return Arrays.copyOf(Hkdf.sha512().digest(input.array()), length);
    }

    /** What nonces are made of. Where two threads renew it at once, each has one of its own. */
    private static final class Seed {
        final byte[] bytes;
        final long drawnAt;
        final AtomicLong uses = new AtomicLong();

        Seed(byte[] bytes, long drawnAt) {
            this.bytes = bytes;
            this.drawnAt = drawnAt;
        }
    }
}
