// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/**
 * One upload of a file with the answer read while it is sent, as little copied on the way as possible.
 *
 * @param bytes of the answer's body
 * @param crc of the answer's body
 * @param elapsed from the connection to the body's clean end
 */
record Streamed(long bytes, long crc, Duration elapsed) {

    private static final int BUFFER = 256 * 1024;

    /**
     * Posts a file.
     *
     * @param sink where the answer goes; {@link OutputStream#nullOutputStream} for nowhere
     * @throws UncheckedIOException if the answer is not 200, or does not end cleanly
     */
    static Streamed post(int port, String path, Path file, OutputStream sink) {
        long start = System.nanoTime();
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                FileChannel source = FileChannel.open(file)) {
            CompletableFuture<Void> upload = CompletableFuture.runAsync(() -> send(channel, port, path, source));
            CRC32C crc = new CRC32C();
            long bytes = receive(channel, sink, crc);
            upload.join();
            return new Streamed(bytes, crc.getValue(), Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns megabytes of 10^6 bytes a second, for a number of bytes that were streamed in this time. */
    double megabytesPerSecond(long streamed) {
        return streamed / 1e6 / (elapsed.toNanos() / 1e9);
    }

    private static void send(SocketChannel channel, int port, String path, FileChannel source) {
        try {
            String header = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nContent-Type: application/octet-stream\r\nContent-Length: " + source.size() + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(header.getBytes(StandardCharsets.US_ASCII)));
            long sent = 0;
            while (sent < source.size()) {
                sent += source.transferTo(sent, source.size() - sent, channel);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long receive(SocketChannel channel, OutputStream sink, CRC32C crc) throws IOException {
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status);
        }
        long length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Long.parseLong(header.substring(15).strip());
            }
        }
        if (length >= 0) {
            take(in, length, sink, crc);
            return length;
        }
        long total = 0;
        for (int chunk = chunkSize(in); chunk > 0; chunk = chunkSize(in)) {
            take(in, chunk, sink, crc);
            line(in);
            total += chunk;
        }
        return total;
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static void take(InputStream in, long length, OutputStream sink, CRC32C crc) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new IOException("the answer broke off");
            }
            crc.update(buffer, 0, read);
            sink.write(buffer, 0, read);
            left -= read;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the answer broke off");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
