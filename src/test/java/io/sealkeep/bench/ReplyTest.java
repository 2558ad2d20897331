// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A benchmark that misreads answers measures nothing. */
class ReplyTest {

    private static final String SIZED = "HTTP/1.1 200 \r\nContent-Type: a\r\nContent-Length: 5\r\nX: y\r\n\r\nhello";
    private static final String CHUNKED =
            "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void answer_cutAnywhere_isIncomplete_andWhole_isComplete(String text) {
        byte[] answer = text.getBytes(UTF_8);

        for (int cut = 0; cut < answer.length; cut++) {
            assertThat(Reply.length(Arrays.copyOf(answer, 200), cut))
                    .as("cut at " + cut)
                    .isEqualTo(-1);
        }
        assertThat(Reply.length(Arrays.copyOf(answer, 200), answer.length)).isEqualTo(answer.length);
        assertThat(Reply.status(answer)).isEqualTo(200);
        assertThat(Reply.hasBody(answer, answer.length)).isTrue();
        assertThat(new String(Reply.body(answer, answer.length), UTF_8)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 \r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 \r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            })
    void answer_withoutABody_isComplete_andEmpty(String text) {
        byte[] answer = text.getBytes(UTF_8);

        assertThat(Reply.length(answer, answer.length)).isEqualTo(answer.length);
        assertThat(Reply.status(answer)).isEqualTo(503);
        assertThat(Reply.hasBody(answer, answer.length)).isFalse();
    }
}
