// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static TokenBucket bucket(String perSecond, long now) {
        return new TokenBucket(new BigDecimal(perSecond), now);
    }

    /** Takes until there is none. */
    private static int drain(TokenBucket bucket, long now) {
        int taken = 0;
        while (bucket.take(now)) {
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @CsvSource({"0.001, 1", "0.25, 1", "1, 1", "1.9, 1", "2.5, 2", "5, 5", "300, 300", "100000, 100000"})
    void bucket_thatIsNew_holdsASecondsWorth(String perSecond, int held) {
        assertThat(drain(bucket(perSecond, 0), 0)).isEqualTo(held);
    }

    @Test
    void token_afterTheLastWasTaken_comesAtTheRate() {
        TokenBucket bucket = bucket("5", 0);
        drain(bucket, 0);

        assertThat(bucket.take(SECOND / 5 - 1)).isFalse();
        assertThat(bucket.take(SECOND / 5)).isTrue();
        assertThat(bucket.take(SECOND / 5)).isFalse();
        assertThat(drain(bucket, SECOND * 4 / 5)).isEqualTo(3);
    }

    @Test
    void token_ofLessThanOneASecond_comesAtTheRate() {
        TokenBucket bucket = bucket("0.25", 0);

        assertThat(bucket.take(0)).isTrue();
        assertThat(bucket.take(4 * SECOND - 1)).isFalse();
        assertThat(bucket.take(4 * SECOND)).isTrue();
        assertThat(bucket.take(4 * SECOND)).isFalse();
    }

    @Test
    void bucket_afterALongRest_holdsNoMoreThanASecondsWorth() {
        TokenBucket bucket = bucket("5", 0);
        drain(bucket, 0);

        assertThat(drain(bucket, Duration.ofDays(30).toNanos())).isEqualTo(5);
    }

    @Test
    void refusal_always_costsNothing() {
        TokenBucket bucket = bucket("2", 0);
        drain(bucket, 0);
        for (int i = 0; i < 1000; i++) {
            assertThat(bucket.take(SECOND / 2 - 1)).isFalse();
        }

        assertThat(bucket.take(SECOND / 2)).isTrue();
    }

    /** Counted time may be negative, and may overflow. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE - 1})
    void bucket_atAnyCountedTime_worksAlike(long start) {
        TokenBucket bucket = bucket("5", start);

        assertThat(drain(bucket, start)).isEqualTo(5);
        assertThat(drain(bucket, start + SECOND / 5)).isEqualTo(1);
        assertThat(drain(bucket, start + 2 * SECOND)).isEqualTo(5);
    }

    @Test
    void bucket_askedForAMinute_givesTheRateAndTheFirstSecondsWorth() {
        TokenBucket bucket = bucket("7", 0);

        long taken = LongStream.rangeClosed(0, 60_000)
                .filter(millis -> bucket.take(millis * 1_000_000))
                .count();

        assertThat(taken).isEqualTo(60 * 7 + 7);
    }

    @Test
    void bucket_askedByManyThreads_givesEachTokenOnce() throws InterruptedException {
        TokenBucket bucket = bucket("1000", 0);
        AtomicInteger taken = new AtomicInteger();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> taken.addAndGet(drain(bucket, 0)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(taken).hasValue(1000);
    }
}
