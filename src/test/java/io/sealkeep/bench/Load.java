// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/**
 * A number of keep-alive connections, each of which sends one and the same request again as soon as its answer is complete. One
 * thread serves them all. Every answer must have status 200 and a body.
 */
final class Load {

    private static final int LARGEST_ANSWER = 64 * 1024;

    private final byte[] request;
    private final long durationNanos;
    private final Selector selector;
    private long start;
    private long lastAnswer;
    private int open;
    private int failed;
    private int count;
    private long[] latencies = new long[1 << 16];

    private Load(byte[] request, Duration duration, Selector selector) {
        this.request = request;
        this.durationNanos = duration.toNanos();
        this.selector = selector;
    }

    /**
     * Sends for the duration, then waits for the answers that are still due.
     *
     * @throws UncheckedIOException if a connection breaks
     */
    static Result run(int port, byte[] request, int connections, Duration duration) {
        try (Selector selector = Selector.open()) {
            return new Load(request, duration, selector).run(port, connections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Result run(int port, int connections) throws IOException {
        Connection[] all = new Connection[connections];
        for (int i = 0; i < connections; i++) {
            all[i] = new Connection(port);
        }
        start = System.nanoTime();
        for (Connection connection : all) {
            connection.send();
        }
        open = connections;
        while (open > 0) {
            if (selector.select(this::answered, 30_000) == 0) {
                throw new IOException("no answer for 30 s on " + open + " connections");
            }
        }
        return new Result(failed, Arrays.copyOf(latencies, count), Duration.ofNanos(lastAnswer - start));
    }

    private void answered(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.receive()) {
                if (lastAnswer - start < durationNanos) {
                    connection.send();
                } else {
                    connection.channel.close();
                    open--;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(long latency, boolean ok) {
        if (count == latencies.length) {
            latencies = Arrays.copyOf(latencies, count * 2);
        }
        latencies[count++] = latency;
        if (!ok) {
            failed++;
        }
    }

    /** One connection; one request under way at a time. */
    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer outgoing =
                ByteBuffer.allocateDirect(request.length).put(request);
        private final ByteBuffer incoming = ByteBuffer.allocateDirect(LARGEST_ANSWER);
        private final byte[] answer = new byte[LARGEST_ANSWER];
        private int received;
        private long sent;

        Connection(int port) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send() throws IOException {
            sent = System.nanoTime();
            outgoing.rewind();
            // A request of a few hundred bytes fits the socket's buffer, which is empty: the answer before it has
            // arrived.
            channel.write(outgoing);
            if (outgoing.hasRemaining()) {
                throw new IOException("the request did not fit the socket's buffer");
            }
        }

        /** Takes what has arrived, and returns whether the answer is complete. */
        boolean receive() throws IOException {
            incoming.clear();
            int read = channel.read(incoming);
            if (read < 0) {
                throw new EOFException("the server closed a connection");
            }
            incoming.flip().get(answer, received, read);
            received += read;
            int length = Reply.length(answer, received);
            if (length < 0) {
                return false;
            }
            lastAnswer = System.nanoTime();
            note(lastAnswer - sent, length == received && Reply.status(answer) == 200 && Reply.hasBody(answer, length));
            received = 0;
            return true;
        }
    }

    /** What a load was answered. */
    static final class Result {

        private final int failed;
        private final long[] latencies;
        private final Duration elapsed;

        private Result(int failed, long[] latencies, Duration elapsed) {
            Arrays.sort(latencies);
            this.failed = failed;
            this.latencies = latencies;
            this.elapsed = elapsed;
        }

        int requests() {
            return latencies.length;
        }

        /** Returns how many answers were other than 200 with a body. */
        int failed() {
            return failed;
        }

        /** Returns the time from the first request to the last answer. */
        Duration elapsed() {
            return elapsed;
        }

        /** Returns a percentile in milliseconds, of the times from a request's first byte to its answer's last. */
        double percentile(double percent) {
            int index = (int) Math.ceil(percent / 100 * latencies.length) - 1;
            return latencies[Math.max(0, index)] / 1e6;
        }
    }
}
