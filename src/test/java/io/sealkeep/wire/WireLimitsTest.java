// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.wire.RawHttp.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.EncryptRequest;

/** Threat 18: bodies that are too large, endless, lies, or made to be costly. */
@Timeout(60)
class WireLimitsTest {

    private static final int MEGABYTE = 1024 * 1024;

    /** Each takes a few milliseconds; what it must not do is take minutes, on however busy a machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final List<String> CHUNKED = RawHttp.head("Encrypt", "Transfer-Encoding: chunked");

    private final WireServer server = WireServer.fresh();

    @Test
    void body_ofExactlyAMegabyte_isRead() throws IOException {
        String start = "{\"KeyId\":\"k\",\"Nope\":\"";
        String body = start + "x".repeat(MEGABYTE - start.length() - 2) + "\"}";
        assertThat(call(body).status()).isEqualTo(200);
        assertThat(server.kms().requests()).hasSize(1);
    }

    @Test
    void body_ofOneByteMore_isRefused() throws IOException {
        String start = "{\"KeyId\":\"k\",\"Nope\":\"";
        assertRefused(call(start + "x".repeat(MEGABYTE - start.length() - 1) + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048577", "10737418240", "9223372036854775807"})
    void announcedBody_overTheLimit_isRefusedBeforeItIsSent(String length) throws IOException {
        byte[] head = RawHttp.raw(RawHttp.head("Encrypt", "Content-Length: " + length), "");
        assertRefused(RawHttp.exchange(server.port(), head));
    }

    @Test
    void chunkedBody_withoutEnd_isCutOff() throws IOException {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(ISO_8859_1);
        long before = usedHeap();
        int sent = 0;
        try (RawHttp http = new RawHttp(server.port())) {
            http.send(RawHttp.raw(CHUNKED, ""));
            // 10 GB if nobody stops it; the server must close long before.
            for (; sent < 163_840; sent++) {
                http.send(chunk);
            }
        } catch (IOException expected) {
            assertThat(sent).as("chunks of 64 KiB sent").isLessThan(500);
        }
        assertThat(sent).isLessThan(163_840);
        assertThat(server.kms().requests()).isEmpty();
        assertThat(usedHeap() - before).isLessThan(64L * MEGABYTE);
    }

    @Test
    void chunkedBody_justOverTheLimit_isAnswered() throws IOException {
        String body = "100001\r\n" + " ".repeat(0x100001) + "\r\n0\r\n\r\n";
        assertRefused(RawHttp.exchange(server.port(), RawHttp.raw(CHUNKED, body)));
    }

    @Test
    void chunkedBody_withinTheLimit_isServed() throws IOException {
        String body = "7\r\n{\"KeyId\r\n9;x=y\r\n\":\"k\",\"Pl\r\n14\r\naintext\":\"AAAAAAAA\"}\r\n0\r\n\r\n";
        Answer answer = RawHttp.exchange(server.port(), RawHttp.raw(CHUNKED, body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(((EncryptRequest) server.kms().requests().getFirst()).keyId())
                .isEqualTo("k");
    }

    @Test
    void body_shorterThanAnnounced_reachesNoClient() throws IOException {
        byte[] cut = RawHttp.raw(RawHttp.head("Encrypt", "Content-Length: 100"), "{\"KeyId\":\"k\"}");
        List<Answer> answers = RawHttp.exchangeAll(server.port(), cut);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400));
        assertThat(server.kms().requests()).isEmpty();
    }

    @Test
    void body_longerThanAnnounced_isNoSecondRequest() throws IOException {
        byte[] request = RawHttp.raw(RawHttp.head("ListKeys", "Content-Length: 2"), "{}{\"KeyId\":\"k\"}\r\n\r\n");
        List<Answer> answers = RawHttp.exchangeAll(server.port(), request);
        assertThat(answers).extracting(Answer::status).containsExactly(200, 400);
        assertThat(server.kms().requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"EncryptionContext\":", "[{\"Tags\":"})
    void deepJson_isRefusedAtOnce(String open) throws IOException {
        String body = "{\"Nope\":" + open.repeat(Math.min(100_000, (MEGABYTE - 100) / open.length()));
        long start = System.nanoTime();
        assertRefused(call(body));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    @Test
    void millionKeys_areOverTheLimit_andAMegabyteOfThemIsHarmless() throws IOException {
        StringBuilder body = new StringBuilder("{\"EncryptionContext\":{");
        for (int i = 0; i < 1_000_000; i++) {
            body.append('"').append(Integer.toString(i, 36)).append("\":\"\",");
        }
        assertRefusedOrCut(body + "\"Z\":\"\"}}");
        String most = body.substring(0, body.lastIndexOf(",", MEGABYTE - 20)) + "}}";
        long start = System.nanoTime();
        assertThat(call(most).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    /** Keys whose Java hash codes are all equal: a table that leans on them alone would take minutes. */
    @Test
    void keysThatCollide_areHarmless() throws IOException {
        StringBuilder body = new StringBuilder("{\"EncryptionContext\":{");
        for (int i = 0; i < 1 << 14; i++) {
            body.append('"');
            for (int bit = 0; bit < 14; bit++) {
                body.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append("\":\"\",");
        }
        long start = System.nanoTime();
        assertThat(call(body + "\"z\":\"\"}}").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    @Test
    void duplicateKeys_areRefused() throws IOException {
        assertRefused(call("{\"KeyId\":\"a\",\"KeyId\":\"b\"}"));
        assertRefused(call("{\"EncryptionContext\":{" + "\"a\":\"\",".repeat(100_000) + "\"a\":\"\"}}"));
    }

    @Test
    void hugeBase64_isRefusedOrPassedOnWhole() throws IOException {
        String most = "A".repeat((MEGABYTE - 100) / 4 * 4);
        assertThat(call("{\"KeyId\":\"k\",\"Plaintext\":\"" + most + "\"}").status())
                .isEqualTo(200);
        server.kms().reset();
        assertRefused(call("{\"KeyId\":\"k\",\"Plaintext\":\"" + most + most + "\"}"));
    }

    @Test
    void hugeNumber_isRefusedAtOnce() throws IOException {
        String digits = "9".repeat(MEGABYTE - 100);
        long start = System.nanoTime();
        assertRefused(call("{\"KeyId\":" + digits + "}"));
        Answer unknown = call("{\"Nope\":" + digits + "}");
        assertThat(unknown.status()).isLessThan(500);
        server.kms().reset();
        assertRefused(call("{\"Nope\":1e" + digits + ",\"KeyId\":5}"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    @Test
    void gzipBomb_isNeverUnpacked() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] spaces = new byte[MEGABYTE];
            Arrays.fill(spaces, (byte) ' ');
            for (int i = 0; i < 200; i++) {
                gzip.write(spaces);
            }
        }
        String body = packed.toString(ISO_8859_1);
        for (String header : List.of("Content-Encoding: gzip", "Content-Encoding: GZIP, gzip", "Accept: */*")) {
            List<String> head = RawHttp.head("Encrypt", header, "Content-Length: " + body.length());
            assertRefused(RawHttp.exchange(server.port(), RawHttp.raw(head, body)));
        }
    }

    private Answer call(String body) throws IOException {
        return RawHttp.exchange(server.port(), RawHttp.request("Encrypt", body));
    }

    private void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"__type\":\"SerializationException\"");
        assertThat(server.lastAttributes()).containsEntry("io.sealkeep.errorCode", "SerializationException");
        assertThat(server.kms().requests()).isEmpty();
    }

    /** A client that sends on after the answer finds the connection closed, and may not see the answer. */
    private void assertRefusedOrCut(String body) {
        try {
            assertRefused(call(body));
        } catch (IOException cut) {
            assertThat(server.kms().requests()).isEmpty();
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
