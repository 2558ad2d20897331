// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and the service and loses some answers, and some requests, by closing the client's connection instead of
 * passing them on. A thread a connection; safe for concurrent use.
 */
final class DroppingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final Random random;
    private final AtomicInteger passedOn = new AtomicInteger();
    private final AtomicInteger lostRequests = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();

    DroppingProxy(int target, long seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("dropping-proxy").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Returns how many requests the service got. */
    int passedOn() {
        return passedOn.get();
    }

    int lostRequests() {
        return lostRequests.get();
    }

    int lostAnswers() {
        return lostAnswers.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
            while (true) {
                byte[] request = message(client.getInputStream());
                if (request == null) {
                    return;
                }
                if (chance(10)) {
                    lostRequests.incrementAndGet();
                    return;
                }
                passedOn.incrementAndGet();
                upstream.getOutputStream().write(request);
                byte[] answer = message(upstream.getInputStream());
                if (answer == null) {
                    return;
                }
                if (chance(3)) {
                    lostAnswers.incrementAndGet();
                    return;
                }
                client.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private synchronized boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    /** Reads a whole request or answer: to the end of its header, and then what {@code Content-Length} or the chunks say. */
    private static byte @Nullable [] message(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        String header = "";
        while (!header.endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return null;
            }
            read.write(octet);
            header = octet == '\n' ? read.toString(StandardCharsets.ISO_8859_1) : "";
        }
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.contains("transfer-encoding: chunked")) {
            byte[] end = "\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
            while (!endsWith(read.toByteArray(), end)) {
                read.write(in.read());
            }
        } else {
            int at = lower.indexOf("content-length:");
            int length = at < 0
                    ? 0
                    : Integer.parseInt(lower.substring(at + "content-length:".length(), lower.indexOf("\r\n", at))
                            .trim());
            read.write(in.readNBytes(length));
        }
        return read.toByteArray();
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        int from = bytes.length - end.length;
        return from >= 0 && java.util.Arrays.equals(bytes, from, bytes.length, end, 0, end.length);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
