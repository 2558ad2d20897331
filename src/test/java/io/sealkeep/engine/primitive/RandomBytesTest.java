// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Threat 32: a nonce that comes twice. */
class RandomBytesTest {

    private static final int NONCES = Integer.getInteger("sealkeep.test.nonces", 200_000);
    private static final int THREADS = 64;

    /** A generator in a state that can be copied, as a snapshot of a virtual machine copies it. */
    private static final class Snapshot extends SecureRandom {
        private int state;

        Snapshot(int state) {
            this.state = state;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                state = state * 1103515245 + 12345;
                bytes[i] = (byte) (state >>> 16);
            }
        }
    }

    @Test
    void nonces_of64ThreadsAtOnce_neverRepeat() throws Exception {
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            work.add(() -> draw(RandomBytes.system(), NONCES / THREADS));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            assertNoRepeats(threads.invokeAll(work));
        }
    }

    @Test
    void nonces_ofTwoClonesOfOneGenerator_differ() {
        RandomBytes first = new RandomBytes(new Snapshot(42));
        RandomBytes second = new RandomBytes(new Snapshot(42));
        assertThat(first.next(32)).as("the clones are true clones").isEqualTo(second.next(32));

        for (int i = 0; i < 10_000; i++) {
            assertThat(first.nonce(28)).isNotEqualTo(second.nonce(28));
        }
    }

    @Test
    void next_always_hasItsLengthAndChanges() {
        assertThat(RandomBytes.system().next(0)).isEmpty();
        assertThat(RandomBytes.system().next(1024))
                .hasSize(1024)
                .isNotEqualTo(RandomBytes.system().next(1024));
    }

    /** Sixteen bytes of each, as two numbers: enough to see a repeat, and to sort millions in memory. */
    private static long[] draw(RandomBytes random, int count) {
        long[] drawn = new long[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = ByteBuffer.wrap(random.nonce(28)).getLong(16);
        }
        return drawn;
    }

    private static void assertNoRepeats(List<Future<long[]>> drawn) throws Exception {
        long[] all = new long[0];
        for (Future<long[]> part : drawn) {
            long[] more = part.get();
            int end = all.length;
            all = Arrays.copyOf(all, end + more.length);
            System.arraycopy(more, 0, all, end, more.length);
        }
        Arrays.sort(all);
        for (int i = 1; i < all.length; i++) {
            assertThat(all[i]).isNotEqualTo(all[i - 1]);
        }
    }
}
