// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.durability.Linearizability.Call;
import io.sealkeep.durability.Linearizability.Model;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The judge of {@link HistoryIT} on histories of a register whose verdict is plain. */
class LinearizabilityTest {

    /** An input of 0 reads; any other is written. */
    private static final Model<Integer, Integer, Integer> REGISTER =
            (state, input, output) -> input == 0 ? Optional.of(state).filter(output::equals) : Optional.of(input);

    @Test
    void read_afterTheWrite_seesIt() {
        assertThat(firstWrong(write(1, 0, 1, 5), read(2, 2, 3, 5))).isNull();
    }

    @Test
    void read_afterTheWriteOfTheOldValue_isWrong() {
        Call<Integer, Integer> stale = read(2, 2, 3, 0);
        assertThat(firstWrong(write(1, 0, 1, 5), stale)).isEqualTo(stale);
    }

    @Test
    void read_duringTheWrite_maySeeEither() {
        assertThat(firstWrong(write(1, 0, 9, 5), read(2, 2, 3, 0), read(2, 4, 5, 5)))
                .isNull();
    }

    @Test
    void read_ofTheOldValueAfterOneOfTheNew_isWrong() {
        Call<Integer, Integer> back = read(3, 4, 5, 0);
        assertThat(firstWrong(write(1, 0, 9, 5), read(2, 2, 3, 5), back)).isEqualTo(back);
    }

    @Test
    void writes_thatMeet_mayHappenInAnyOrder() {
        assertThat(firstWrong(write(1, 0, 9, 5), write(2, 0, 9, 6), read(3, 10, 11, 5)))
                .isNull();
        assertThat(firstWrong(write(1, 0, 9, 5), write(2, 0, 9, 6), read(3, 10, 11, 6), read(3, 12, 13, 5)))
                .isNotNull();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static Call<Integer, Integer> firstWrong(Call<Integer, Integer>... calls) {
        return Linearizability.firstWrong(List.of(calls), 0, REGISTER);
    }

    private static Call<Integer, Integer> write(int thread, long start, long end, int value) {
        return new Call<>(thread, start, end, value, 0);
    }

    private static Call<Integer, Integer> read(int thread, long start, long end, int value) {
        return new Call<>(thread, start, end, 0, value);
    }
}
