// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

class AsciiJsonTest {

    private static final JsonMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();

    /** All of the Basic Multilingual Plane in turn, beside its neighbours. */
    @Test
    void string_ofAnyText_isWhatTheGeneralWriterMakesOfIt() {
        SplittableRandom random = new SplittableRandom(1);
        for (int first = 0; first <= 0xFFFF; first += 7) {
            StringBuilder text = new StringBuilder();
            for (int unit = first; unit < first + 7 && unit <= 0xFFFF; unit++) {
                if (!Character.isSurrogate((char) unit) && unit != 0x7F) {
                    text.append((char) unit);
                }
            }
            text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            assertThat(quoted(text.toString())).isEqualTo(JACKSON.writeValueAsString(text.toString()));
        }
    }

    @Test
    void string_withControlCharacters_isPrintable() {
        assertThat(quoted("a\u0000\u001b[31m\u007f\r\n\u2028"))
                .isEqualTo("\"a\\u0000\\u001B[31m\\u007F\\r\\n\\u2028\"");
    }

    @Test
    void string_withSurrogatesThatStandAlone_hasReplacementsForThem() {
        assertThat(quoted("\ud83d")).isEqualTo("\"\\uFFFD\"");
        assertThat(quoted("\ude00x\ud83d\ude00\ude00\ud83d")).isEqualTo("\"\\uFFFDx\\uD83D\\uDE00\\uFFFD\\uFFFD\"");
    }

    @Test
    void structure_ofEveryKind_isSeparatedWhereItMustBe() {
        AsciiJson json = new AsciiJson(1);
        json.beginObject();
        json.name("a");
        json.beginArray();
        json.string("{");
        json.beginObject();
        json.endObject();
        json.literal("12");
        json.endArray();
        json.name("b:");
        json.literal("null");
        int here = json.length();
        json.name("c");
        json.string("not to be");
        json.cut(here);
        json.name("d");
        json.beginObject();
        json.name("e");
        json.literal("true");
        json.endObject();
        json.endObject();
        assertThat(text(json)).isEqualTo("{\"a\":[\"{\",{},12],\"b:\":null,\"d\":{\"e\":true}}");
    }

    private static String quoted(String text) {
        AsciiJson json = new AsciiJson(1);
        json.string(text);
        return text(json);
    }

    private static String text(AsciiJson json) {
        return new String(json.toByteArray(), StandardCharsets.US_ASCII);
    }
}
