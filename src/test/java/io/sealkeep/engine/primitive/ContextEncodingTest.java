// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Threat 3: two contexts that authenticate alike. */
class ContextEncodingTest {

    private static final int PAIRS = Integer.getInteger("sealkeep.test.contexts", 100_000);

    /** Few letters, so that different contexts are often near each other; some that look like others, some beyond UTF-16. */
    private static final String[] LETTERS = {
        "a", "b", "A", "é", "e\u0301", "\uFFFD", "🔑", "\uE000", "\u0000", "\n", ":"
    };

    @Test
    void encode_always_isCountThenSortedPairsBehindTheirLengths() {
        Map<String, String> context = new LinkedHashMap<>();
        context.put("b", "");
        context.put("a", "bc");

        assertThat(HexFormat.of().formatHex(ContextEncoding.encode(context)))
                .isEqualTo("00000002" + "00000001" + "61" + "00000002" + "6263" + "00000001" + "62" + "00000000");
    }

    @Test
    void encode_ofNothing_isAZeroCount() {
        assertThat(ContextEncoding.encode(null)).isEqualTo(new byte[4]);
        assertThat(ContextEncoding.encode(Map.of())).isEqualTo(new byte[4]);
    }

    /** U+E000 comes before U+1F511 in UTF-8, after it in UTF-16. */
    @Test
    void encode_always_sortsByUtf8() {
        byte[] encoded = ContextEncoding.encode(Map.of("\uE000", "1", "🔑", "2"));

        assertThat(HexFormat.of().formatHex(encoded)).startsWith("00000002" + "00000003" + "ee8080");
    }

    @Test
    void encode_ofLoneSurrogates_isRefused() {
        for (String broken : new String[] {"\uD83D", "\uDD11", "a\uD83Db", "\uDD11\uD83D", "🔑\uD83D"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> ContextEncoding.encode(Map.of(broken, "x")));
            assertThatIllegalArgumentException().isThrownBy(() -> ContextEncoding.encode(Map.of("x", broken)));
        }
        assertThat(ContextEncoding.encode(Map.of("🔑", "🔑🔑"))).isNotEmpty();
    }

    @Test
    void encode_ofAnyTwoContexts_isEqualOnlyIfTheyAre() {
        Random random = new Random(3);
        for (int i = 0; i < PAIRS; i++) {
            Map<String, String> first = context(random);
            Map<String, String> second = random.nextInt(4) == 0 ? shuffled(first, random) : context(random);

            assertThat(java.util.Arrays.equals(ContextEncoding.encode(first), ContextEncoding.encode(second)))
                    .as("%s and %s", first, second)
                    .isEqualTo(first.equals(second));
        }
    }

    private static Map<String, String> context(Random random) {
        Map<String, String> context = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            context.put(text(random), text(random));
        }
        return context;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return text.toString();
    }

    private static Map<String, String> shuffled(Map<String, String> context, Random random) {
        return random.nextBoolean() ? new HashMap<>(context) : new java.util.TreeMap<>(context);
    }
}
