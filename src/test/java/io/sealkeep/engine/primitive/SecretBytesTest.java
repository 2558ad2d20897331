// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SecretBytesTest {

    @Test
    void toString_always_saysNothing() {
        assertThat(SecretBytes.takeOver(new byte[] {65, 66})).hasToString("SecretBytes[…]");
    }

    @Test
    void moveFrom_always_wipesTheSource() {
        byte[] source = {1, 2, 3};
        SecretBytes secret = SecretBytes.moveFrom(source);

        assertThat(source).containsOnly(0);
        assertThat(secret.<byte[]>use(byte[]::clone)).containsExactly(1, 2, 3);
    }

    @Test
    void close_always_wipesTheBytes() {
        byte[] bytes = {1, 2, 3};
        SecretBytes secret = SecretBytes.takeOver(bytes);
        secret.close();

        assertThat(bytes).containsOnly(0);
        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> secret.use(b -> b.length));
    }

    @Test
    void close_duringUse_dropsTheResult() {
        SecretBytes secret = SecretBytes.takeOver(new byte[] {1, 2, 3});

        assertThatExceptionOfType(SecretBytes.WipedException.class)
                .isThrownBy(() -> secret.use(bytes -> {
                    secret.close();
                    return bytes.clone();
                }));
    }

    @Test
    void equals_always_comparesTheBytes() {
        assertThat(SecretBytes.takeOver(new byte[] {1, 2}))
                .isEqualTo(SecretBytes.takeOver(new byte[] {1, 2}))
                .hasSameHashCodeAs(SecretBytes.takeOver(new byte[] {3, 4}))
                .isNotEqualTo(SecretBytes.takeOver(new byte[] {1, 3}))
                .isNotEqualTo(SecretBytes.takeOver(new byte[] {1}));
    }

    /** Whatever the moment at which another thread wipes: a result that comes out was made from the whole secret. */
    @Test
    void use_whileAnotherThreadWipes_neverAnswersFromZeros() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[512];
            Arrays.fill(bytes, (byte) 7);
            SecretBytes secret = SecretBytes.takeOver(bytes);
            AtomicBoolean wrong = new AtomicBoolean();
            AtomicInteger started = new AtomicInteger();
            Thread user = Thread.ofPlatform().start(() -> {
                started.incrementAndGet();
                try {
                    while (true) {
                        if (secret.<Integer>use(SecretBytesTest::sum) != 7 * 512) {
                            wrong.set(true);
                        }
                    }
                } catch (SecretBytes.WipedException e) {
                    // As it must end.
                }
            });
            while (started.get() == 0) {
                Thread.onSpinWait();
            }
            secret.close();
            user.join();
            assertThat(wrong).isFalse();
        }
    }

    private static int sum(byte[] bytes) {
        int sum = 0;
        for (byte b : bytes) {
            sum += b;
        }
        return sum;
    }
}
