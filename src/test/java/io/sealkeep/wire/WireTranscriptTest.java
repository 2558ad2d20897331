// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sealkeep.wire.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Replays recorded calls. What the door understood is checked by letting the stock client say the same again, and what it answers
 * by giving it what the stock client reads in the recorded answer: the recorded bytes must come back.
 */
class WireTranscriptTest {

    private static final Path VECTORS = Path.of("src/test/resources/vectors/wire");

    private final WireServer server = WireServer.fresh();

    static Stream<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(VECTORS)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        }
    }

    @Test
    void transcripts_areThere() throws IOException {
        assertThat(transcripts()).hasSizeGreaterThanOrEqualTo(26);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void replay_recordedCall_isUnderstoodAndAnsweredAlike(Path file) throws IOException {
        List<String> parts = List.of(Files.readString(file, UTF_8).split("\n\n", -1));
        String head = parts.get(0);
        String body = parts.get(1);
        int status = Integer.parseInt(parts.get(2));
        String answered = parts.get(3).stripTrailing();

        StockClient transport = new StockClient();
        transport.answerWith(status, answered.getBytes(UTF_8));
        try (KmsClient stock = transport.kms()) {
            server.kms().behave(request -> call(stock, request));
            Answer answer = RawHttp.exchange(
                    server.port(), (head.replace("\n", "\r\n") + "\r\n\r\n" + body).getBytes(ISO_8859_1));

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo(answered);
            assertThat(head).contains("X-Amz-Target: " + transport.target());
            assertThat(JsonMapper.shared().readTree(transport.sent()))
                    .isEqualTo(JsonMapper.shared().readTree(body));
        }
    }

    private static KmsResponse call(KmsClient stock, KmsRequest request) {
        String name = request.getClass().getSimpleName().replaceFirst("Request$", "");
        WireOperation operation = Objects.requireNonNull(WireOperations.find("TrentService." + name));
        return operation.call(stock, (SdkPojo) request.toBuilder());
    }

    @Test
    void replay_errors_areTheExceptionsTheyWere() {
        StockClient transport = new StockClient();
        transport.answerWith(400, "{\"__type\":\"InvalidCiphertextException\"}".getBytes(UTF_8));
        try (KmsClient stock = transport.kms()) {
            assertThat(catchThrowable(() -> stock.decrypt(r -> {})))
                    .isInstanceOfSatisfying(
                            KmsException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidCiphertextException"));
        }
    }
}
