// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections that hold on to the service: headers that never end, bodies that hardly come, answers that nobody reads,
 * connections that say nothing. Where the service closes one it is opened again. One thread keeps them all.
 */
final class SlowSockets implements AutoCloseable {

    private static final String TARGET =
            "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.1\r\n"
                    + "X-Amz-Target: TrentService.GenerateRandom\r\n";
    private static final long TURN_MILLIS = 500;

    /** What a connection does; it says the first thing when it is opened, and the second again and again. */
    private enum Kind {
        HEADER(TARGET, "X-Slow: 1\r\n"),
        BODY(TARGET + "Content-Length: 900000\r\n\r\n{\"NumberOfBytes\":", " "),
        /** More than the system's buffers take, so that the service is left waiting in the middle of an answer. */
        READ("GET /swagger-ui/swagger-ui-bundle.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(4), ""),
        IDLE("", "");

        private final byte[] first;
        private final byte[] again;

        Kind(String first, String again) {
            this.first = first.getBytes(StandardCharsets.US_ASCII);
            this.again = again.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private final int port;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final AtomicInteger reopened = new AtomicInteger();
    private final Thread keeper;
    private volatile boolean closed;

    /** Opens so many connections, a quarter of each kind. */
    SlowSockets(int port, int count) throws IOException {
        this.port = port;
        for (int i = 0; i < count; i++) {
            channels.add(open(kind(i)));
        }
        this.keeper = Thread.ofPlatform().daemon().name("slow-sockets").start(this::keep);
    }

    private static Kind kind(int i) {
        return Kind.values()[i % Kind.values().length];
    }

    private SocketChannel open(Kind kind) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(kind.first));
        return channel;
    }

    private void keep() {
        try {
            while (!closed) {
                Thread.sleep(TURN_MILLIS);
                for (int i = 0; i < channels.size() && !closed; i++) {
                    turn(i);
                }
            }
        } catch (InterruptedException | IOException e) {
            // Over.
        }
    }

    private void turn(int i) throws IOException {
        SocketChannel channel = channels.get(i);
        Kind kind = kind(i);
        try {
            boolean gone = kind != Kind.READ && channel.read(ByteBuffer.allocate(1)) < 0;
            if (!gone) {
                channel.write(ByteBuffer.wrap(kind.again));
                return;
            }
        } catch (IOException e) {
            // The service has had enough of it.
        }
        channel.close();
        channels.set(i, open(kind));
        reopened.incrementAndGet();
    }

    int reopened() {
        return reopened.get();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
