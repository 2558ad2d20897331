// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Ids of requests and records: random UUIDs (version 4, RFC 9562), as {@link UUID#randomUUID} makes them, but drawn from the system's
 * generator many at a time, since every call needs some. They are names, not secrets. Safe for concurrent use.
 */
public final class RandomIds {

    private static final int IDS_A_DRAW = 128;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ByteBuffer DRAWN =
            ByteBuffer.allocate(IDS_A_DRAW * 2 * Long.BYTES).position(IDS_A_DRAW * 2 * Long.BYTES);

    private RandomIds() {}

    /** Returns an id that no other call returns, in its 36 characters. */
    public static String next() {
        long high;
        long low;
        synchronized (DRAWN) {
            if (!DRAWN.hasRemaining()) {
                RANDOM.nextBytes(DRAWN.array());
                DRAWN.rewind();
            }
            high = DRAWN.getLong();
            low = DRAWN.getLong();
        }
        long version4 = (high & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long variant = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(version4, variant).toString();
    }
}
