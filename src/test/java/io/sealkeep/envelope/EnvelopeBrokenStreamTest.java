// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static io.sealkeep.envelope.RawConnection.head;
import static io.sealkeep.envelope.TestMessages.plaintext;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.audit.AuditEvent;
import io.sealkeep.audit.Trail;
import io.sealkeep.envelope.RawConnection.Answer;
import io.sealkeep.web.Rest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Streams that cannot be finished, over raw sockets: none of them may end as if it were whole. */
@ServiceTest
@Import(EnvelopeBrokenStreamTest.WithFailingTrail.class)
class EnvelopeBrokenStreamTest {

    private static final int HELD = HeldBackOutput.HELD;
    private static final int LARGE = 1_000_000;
    private static final int FRAME = 8192;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    @TestConfiguration(proxyBeanMethods = false)
    static class WithFailingTrail {

        @Bean
        static BeanPostProcessor failingTrail() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof Trail trail ? new FailingTrail(trail) : bean;
                }
            };
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private Trail bean;

    private FailingTrail trail;
    private String encrypt;
    private byte[] message;

    @BeforeEach
    void makeAMessage() throws IOException {
        trail = (FailingTrail) bean;
        encrypt = "/v1/envelope/encrypt?keyId=" + new Rest(port).newKey();
        message = exchange(encrypt, plaintext(LARGE)).body();
        trail.takeRecorded();
    }

    @AfterEach
    void takeAll() {
        trail.refuse(event -> false);
        trail.takeRefused();
    }

    @Test
    void whole_streams_endWell() throws IOException {
        Answer opened = exchange("/v1/envelope/decrypt", message);
        assertThat(opened.isWhole()).isTrue();
        assertThat(opened.body()).isEqualTo(plaintext(LARGE));
        opened = exchangeChunked("/v1/envelope/decrypt", message);
        assertThat(opened.isWhole()).isTrue();
        assertThat(opened.headers()).containsEntry("transfer-encoding", "chunked");
        assertThat(opened.body()).isEqualTo(plaintext(LARGE));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10_000, HELD, 500_000, LARGE - 1})
    void encrypt_ofACutUpload_givesNoMessage(int sent) throws IOException {
        byte[] part = Arrays.copyOf(plaintext(LARGE), sent);
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(head(version, encrypt, "Content-Length: " + LARGE));
                isNoMessage(connection.send(part).endSending().receive());
            }
        }
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", encrypt, "Transfer-Encoding: chunked"));
            if (sent > 0) {
                connection.sendChunk(part);
            }
            isNoMessage(connection.endSending().receive());
        }
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", encrypt, "Transfer-Encoding: chunked"));
            connection.send(Integer.toHexString(sent + 1) + "\r\n").send(part);
            isNoMessage(connection.endSending().receive());
        }
    }

    /** A chunk size that is none, or says less than comes. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-1\r\n", "5\r\nabcdefgh\r\n0\r\n\r\n", "ffffffffffffffff\r\nabc"})
    void encrypt_ofBrokenChunks_givesNoMessage(String chunk) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", encrypt, "Transfer-Encoding: chunked"));
            connection.sendChunk(plaintext(3 * HELD)).send(chunk).endSending();
            isNoMessage(connection.receive());
        }
    }

    @Test
    void decrypt_ofAnEditedEnd_breaksTheConnection() throws IOException {
        message[message.length - 1] ^= 1;
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            Answer answer;
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(head(version, "/v1/envelope/decrypt", "Content-Length: " + message.length));
                answer = connection.send(message).receive();
            }
            isBroken(answer);
            assertThat(answer.headers()).containsEntry("content-length", String.valueOf(LARGE));
            breaksOffAs("EnvelopeDecrypt", "InvalidCiphertextException");
        }
        isBroken(exchangeChunked("/v1/envelope/decrypt", message));
        breaksOffAs("EnvelopeDecrypt", "InvalidCiphertextException");
    }

    /** The answer would have no length, and no last chunk either: that it broke off could not be seen. */
    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked", "X-Nothing: said"})
    void stream_overHttp10_ofUnknownLength_isRefused(String framing) throws IOException {
        message[message.length - 1] ^= 1;
        for (String path : List.of("/v1/envelope/decrypt", encrypt)) {
            try (RawConnection connection = new RawConnection(port)) {
                connection.send(head("HTTP/1.0", path, framing)).sendChunk(message);
                Answer answer = connection.sendLastChunk().endSending().receive();
                assertThat(answer.status()).as(answer.tail()).isEqualTo(400);
                assertThat(answer.text()).contains("ValidationException").contains("HTTP/1.1");
            }
        }
        breaksOffAs("EnvelopeEncrypt", "ValidationException");
    }

    /** Of known length, a cut message is refused outright; of unknown length it is seen at its end. */
    @Test
    void decrypt_ofACutMessage_breaksTheConnectionOrIsRefused() throws IOException {
        int header = MessageHeader.read(new ByteArrayInputStream(message)).length();
        int frame = FRAME + 32;
        for (int cut : List.of(
                header + frame * 100,
                header + frame * 100 - 1,
                header + frame * 100 + 1,
                header + frame * 100 + 10,
                header + frame * 101 - 8,
                message.length - 1,
                message.length - 17)) {
            byte[] part = Arrays.copyOf(message, cut);
            Answer answer = exchange("/v1/envelope/decrypt", part);
            if (answer.status() == 200) {
                isBroken(answer);
            } else {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.text()).contains("InvalidCiphertextException");
            }
            isBroken(exchangeChunked("/v1/envelope/decrypt", part));
        }
    }

    @Test
    void decrypt_ofACutUpload_breaksTheConnection() throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", "/v1/envelope/decrypt", "Content-Length: " + message.length));
            isBroken(connection
                    .send(Arrays.copyOf(message, message.length - 10))
                    .endSending()
                    .receive());
        }
        breaksOffAs("EnvelopeDecrypt", "ClientDisconnected");
    }

    @Test
    void encrypt_ofAClientThatIsGone_isRecordedAsThat() throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", encrypt, "Content-Length: 100000000"));
            connection.send(plaintext(LARGE));
            connection.in().readNBytes(HELD);
            connection.reset();
        }
        breaksOffAs("EnvelopeEncrypt", "ClientDisconnected");
    }

    /** The server must stop reading when its answer is not read: what is on its way then fits into socket buffers. */
    @Test
    void encrypt_forAReaderThatWaits_waitsToo() throws Exception {
        int total = 100_000_000;
        AtomicLong sent = new AtomicLong();
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", encrypt, "Content-Length: " + total));
            Thread sender = Thread.ofVirtual().start(() -> send(connection, total, sent));
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(total / 2);
            long received = connection.in().transferTo(OutputStream.nullOutputStream());
            sender.join();
            assertThat(sent.get()).isEqualTo(total);
            assertThat(received).isGreaterThan(total);
        }
        await(() -> recorded("EnvelopeEncrypt").contains("success"));
    }

    private static void send(RawConnection connection, int total, AtomicLong sent) {
        byte[] piece = plaintext(100_000);
        try {
            while (sent.get() < total) {
                connection.send(piece);
                sent.addAndGet(piece.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitStandstill(AtomicLong count) throws InterruptedException {
        long last = -1;
        while (count.get() != last || last == 0) {
            last = count.get();
            Thread.sleep(500);
        }
    }

    @Test
    void kmsRecord_thatCannotBeMade_leavesNothingToAnswer() throws IOException {
        trail.refuse(event ->
                event.eventName().equals("GenerateDataKey") || event.eventName().equals("Decrypt"));
        for (int size : new int[] {10, LARGE}) {
            unavailable(exchange(encrypt, plaintext(size)));
        }
        unavailable(exchange("/v1/envelope/decrypt", message));
    }

    @Test
    void envelopeRecord_thatCannotBeMade_withholdsTheEnd() throws IOException {
        trail.refuse(event -> event.eventName().startsWith("Envelope"));
        unavailable(exchange(encrypt, plaintext(10)));
        Answer sealed = exchange(encrypt, plaintext(LARGE));
        Answer sealedInChunks = exchangeChunked(encrypt, plaintext(LARGE));
        isBroken(exchange("/v1/envelope/decrypt", message));
        isBroken(exchangeChunked("/v1/envelope/decrypt", message));
        unavailable(exchange("/v1/envelope/describe", message));
        trail.refuse(event -> false);
        for (Answer answer : List.of(sealed, sealedInChunks)) {
            assertThat(answer.status()).isEqualTo(200);
            isNoWhole(answer);
        }
    }

    private static void unavailable(Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("DependencyTimeoutException");
    }

    private Answer exchange(String path, byte[] body) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", path, "Content-Length: " + body.length));
            return connection.send(body).receive();
        }
    }

    private Answer exchangeChunked(String path, byte[] body) throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head("HTTP/1.1", path, "Transfer-Encoding: chunked"));
            for (int at = 0; at < body.length; at += 100_000) {
                connection.sendChunk(Arrays.copyOfRange(body, at, Math.min(at + 100_000, body.length)));
            }
            return connection.sendLastChunk().receive();
        }
    }

    /** Begun, not ended, and nothing else appended to what was authentic. */
    private static void isBroken(Answer answer) {
        assertThat(answer.status()).as(answer.tail()).isEqualTo(200);
        assertThat(answer.isWhole()).isFalse();
        byte[] given = answer.body();
        assertThat(given.length).isLessThan(LARGE);
        assertThat(given).isEqualTo(Arrays.copyOf(plaintext(LARGE), given.length));
    }

    /** A problem, or an answer that is not whole and would not decrypt if it were; and a record that says so. */
    private void isNoMessage(Answer answer) throws IOException {
        breaksOffAs("EnvelopeEncrypt", "ClientDisconnected");
        isNoWhole(answer);
    }

    private void isNoWhole(Answer answer) throws IOException {
        if (answer.status() == 400) {
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            return;
        }
        assertThat(answer.isWhole()).isFalse();
        Answer opened = exchange("/v1/envelope/decrypt", answer.body());
        assertThat(opened.status() == 400 || !opened.isWhole())
                .as("a part of a message opens as if it were whole")
                .isTrue();
        trail.takeRecorded();
    }

    private void breaksOffAs(String eventName, String errorCode) {
        await(() -> recorded(eventName).contains(errorCode));
    }

    private List<String> recorded(String eventName) {
        return trail.takeRecorded().stream()
                .filter(event -> event.eventName().equals(eventName))
                .map(AuditEvent::errorCode)
                .map(code -> code == null ? "success" : code)
                .toList();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
