// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.web.Rest;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1 GB through the packaged service with a heap of 128 MB: encrypted, and the message, as it comes, decrypted. {@code
 * -Dsealkeep.envelope.megabytes} says how much else.
 */
class EnvelopeLargeStreamIT {

    private static final long SIZE = Long.getLong("sealkeep.envelope.megabytes", 1024) * 1024 * 1024;
    private static final int PIECE = 64 * 1024;
    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long PEAK_MEMORY_KB = 600_000;

    @TempDir
    Path home;

    private Process service;
    private int port;

    @BeforeEach
    void start() throws IOException {
        String jar = System.getProperty("sealkeep.jar");
        assertThat(Path.of(String.valueOf(jar))).as("sealkeep.jar").exists();
        service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar,
                        "--sealkeep.home=" + home.resolve("home"),
                        "--server.port=0",
                        "--management.server.port=0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); port == 0; line = output.readLine()) {
            assertThat(line).as("no start: %s", seen).isNotNull();
            seen.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                port = Integer.parseInt(started.group(1));
            }
        }
        Thread.ofPlatform().daemon().start(() -> output.lines().forEach(line -> {}));
    }

    @AfterEach
    void stop() throws InterruptedException {
        service.destroy();
        service.waitFor();
    }

    @Test
    void stream_ofOneGigabyte_comesBackWithinASmallHeap() throws Exception {
        String keyId = new Rest(port).newKey();
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Exchange encrypt = new Exchange(port, "/v1/envelope/encrypt?keyId=" + keyId, SIZE)) {
            Future<?> upload = threads.submit(task(() -> generate(encrypt.out(), sent)));
            InputStream message = encrypt.answer();
            try (Exchange decrypt = new Exchange(port, "/v1/envelope/decrypt", encrypt.answerLength())) {
                Future<?> pipe = threads.submit(task(() -> copy(message, decrypt.out())));
                assertThat(digest(decrypt.answer(), received)).isEqualTo(SIZE);
                upload.get();
                pipe.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long peak = peakMemoryKilobytes();
        report(
                "%d MiB encrypted and decrypted in %.1f s, %.0f MB/s through both; peak resident memory %d MB (heap 128 MB)"
                        .formatted(SIZE >> 20, seconds, SIZE / 1e6 / seconds, peak / 1000));
        assertThat(hex(received)).isEqualTo(hex(sent));
        assertThat(peak).isLessThan(PEAK_MEMORY_KB);
    }

    private static void generate(OutputStream out, MessageDigest digest) throws IOException {
        byte[] piece = TestMessages.plaintext(PIECE);
        for (long at = 0; at < SIZE; at += PIECE) {
            piece[0] = (byte) (at >> 16);
            piece[1] = (byte) (at >> 24);
            digest.update(piece);
            out.write(piece);
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[PIECE];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static long digest(InputStream in, MessageDigest digest) throws IOException {
        byte[] buffer = new byte[PIECE];
        long total = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
            total += count;
        }
        return total;
    }

    private long peakMemoryKilobytes() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/" + service.pid() + "/status"));
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Callable<Void> task(Copying copying) {
        return () -> {
            copying.run();
            return null;
        };
    }

    private interface Copying {
        void run() throws IOException;
    }

    @SuppressWarnings("SystemOut") // the figures are what this is for
    private static void report(String text) {
        System.out.println(text);
    }

    /** One post whose answer is read while its body is sent, which the client libraries at hand do not do. */
    private static final class Exchange implements AutoCloseable {

        private final Socket socket;
        private long answerLength;

        Exchange(int port, String path, long length) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            out().write(RawConnection.head("HTTP/1.1", path, "Content-Length: " + length)
                    .getBytes(ISO_8859_1));
        }

        OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        long answerLength() {
            return answerLength;
        }

        /** Returns the answer's body, which fails if it does not come whole. */
        InputStream answer() throws IOException {
            InputStream in = new BufferedInputStream(socket.getInputStream(), PIECE);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int octet = in.read();
                assertThat(octet).as(head::toString).isNotNegative();
                head.append((char) octet);
            }
            assertThat(head).startsWith("HTTP/1.1 200");
            Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
            assertThat(length.find()).isTrue();
            answerLength = Long.parseLong(length.group(1));
            return new CountedBody(
                    new InputStream() {
                        private long left = answerLength;

                        @Override
                        public int read() throws IOException {
                            throw new UnsupportedOperationException();
                        }

                        @Override
                        public int read(byte[] buffer, int offset, int size) throws IOException {
                            int count = left == 0 ? -1 : in.read(buffer, offset, (int) Math.min(size, left));
                            left -= Math.max(count, 0);
                            return count;
                        }
                    },
                    answerLength);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
