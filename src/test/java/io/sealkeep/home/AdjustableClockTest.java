// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdjustableClockTest {

    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

    private final AdjustableClock clock = new AdjustableClock(Clock.fixed(NOW, ZoneOffset.UTC), () -> 17);

    @Test
    void clock_thatWasNotMoved_isTheOneBeneath() {
        assertThat(clock.instant()).isEqualTo(NOW);
        assertThat(clock.nanoTime()).isEqualTo(17);
        assertThat(clock.ahead()).isZero();
    }

    @Test
    void advance_always_movesClockAndCountedTimeAlike() {
        clock.advance(Duration.ofDays(30));
        clock.advance(Duration.ofNanos(5));

        assertThat(clock.instant()).isEqualTo(NOW.plus(Duration.ofDays(30)).plusNanos(5));
        assertThat(clock.nanoTime()).isEqualTo(17 + Duration.ofDays(30).toNanos() + 5);
        assertThat(clock.ahead()).isEqualTo(Duration.ofDays(30).plusNanos(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1S", "-P1D", "P10001D", "PT2562047788015215H"})
    void advance_toWhereItMayNotGo_isRefusedAndMovesNothing(String by) {
        assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.parse(by)));
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void advance_beyondTheFurthestInSteps_isRefusedAtTheLast() {
        clock.advance(AdjustableClock.FURTHEST.minusSeconds(1));
        clock.advance(Duration.ofSeconds(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> clock.advance(Duration.ofNanos(1)))
                .withMessageContaining("10000 days ahead");
        assertThat(clock.ahead()).isEqualTo(AdjustableClock.FURTHEST);
    }

    @Test
    void clock_inAnotherZone_movesAlong() {
        Clock there = clock.withZone(ZoneId.of("Europe/Berlin"));
        clock.advance(Duration.ofDays(1));

        assertThat(there.getZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(there.instant()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }
}
