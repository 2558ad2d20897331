// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** GenerateRandom. */
public abstract class RandomContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";

    private byte[] random(int length) {
        return client().generateRandom(r -> r.numberOfBytes(length)).plaintext().asByteArray();
    }

    @Test
    void generateRandom_ofAnyLength_hasIt() {
        for (int length : new int[] {1, 12, 44, 91, 1024}) {
            assertThat(random(length)).hasSize(length);
        }
    }

    @Test
    void generateRandom_twice_differs() {
        assertThat(random(32)).isNotEqualTo(random(32));
    }

    @Test
    void generateRandom_withoutLength_isRefused() {
        assertRefused(() -> client().generateRandom(r -> {}), VALIDATION, "NumberOfBytes is required.");
    }

    @Test
    void generateRandom_ofLengthOutOfBounds_isRefused() {
        assertRefused(
                () -> random(0),
                VALIDATION,
                "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value"
                        + " greater than or equal to 1");
        assertRefused(
                () -> random(1025),
                VALIDATION,
                "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have"
                        + " value less than or equal to 1024");
    }
}
