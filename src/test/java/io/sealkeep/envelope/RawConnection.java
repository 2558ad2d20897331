// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP by hand: what came is told apart from what is whole, which client libraries hide. One thread. */
final class RawConnection implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /**
     * An answer as far as it came.
     *
     * @param status 0 where nothing came
     * @param headers by lower-case name
     * @param body what came of it, without the framing of chunks
     * @param isWhole whether it ended as HTTP says: with a last chunk, or at the announced length
     * @param tail the last raw bytes that came
     */
    record Answer(int status, Map<String, String> headers, byte[] body, boolean isWhole, String tail) {

        String text() {
            return new String(body, UTF_8);
        }
    }

    /** Returns the head of a request that posts octets. */
    static String head(String version, String path, String... headers) {
        return "POST " + path + " " + version + "\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n"
                + String.join("", Arrays.stream(headers).map(h -> h + "\r\n").toList()) + "\r\n";
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    /** Sends bytes; that the server has closed already is no error here: its answer tells. */
    RawConnection send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException e) {
            // Reset by the server.
        }
        return this;
    }

    RawConnection sendChunk(byte[] bytes) throws IOException {
        send(Integer.toHexString(bytes.length) + "\r\n");
        send(bytes);
        return send("\r\n");
    }

    RawConnection sendLastChunk() throws IOException {
        return send("0\r\n\r\n");
    }

    /** Says that no more will come, as a client does that dies or is cut off, and can still receive. */
    RawConnection endSending() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // Reset by the server.
        }
        return this;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Returns everything until the server closes the connection, or one whole answer where it does not. */
    Answer receive() throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        byte[] buffer = new byte[65_536];
        while (true) {
            Answer answer = parse(raw.toByteArray());
            if (answer.isWhole()) {
                return answer;
            }
            int count;
            try {
                count = socket.getInputStream().read(buffer);
            } catch (SocketException e) {
                return answer;
            }
            if (count < 0) {
                return answer;
            }
            raw.write(buffer, 0, count);
        }
    }

    private static Answer parse(byte[] bytes) {
        String raw = new String(bytes, ISO_8859_1);
        String tail = raw.substring(Math.max(0, raw.length() - 200));
        int end = raw.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, Map.of(), new byte[0], false, tail);
        }
        String[] lines = raw.substring(0, end).split("\r\n", -1);
        int status = Integer.parseInt(lines[0].substring(9, 12));
        if (status == 100) {
            byte[] rest = Arrays.copyOfRange(bytes, end + 4, bytes.length);
            return parse(rest);
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return "chunked".equals(headers.get("transfer-encoding"))
                ? chunked(status, headers, raw, end + 4, tail)
                : delimited(status, headers, raw, end + 4, tail);
    }

    private static Answer delimited(int status, Map<String, String> headers, String raw, int start, String tail) {
        byte[] body = raw.substring(start).getBytes(ISO_8859_1);
        String length = headers.get("content-length");
        boolean isWhole = length != null && body.length >= Integer.parseInt(length);
        return new Answer(status, headers, body, isWhole, tail);
    }

    private static Answer chunked(int status, Map<String, String> headers, String raw, int start, String tail) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = start;
        while (true) {
            int lineEnd = raw.indexOf("\r\n", at);
            if (lineEnd < 0) {
                return new Answer(status, headers, body.toByteArray(), false, tail);
            }
            int size = Integer.parseInt(raw.substring(at, lineEnd), 16);
            int from = lineEnd + 2;
            if (size == 0) {
                return new Answer(status, headers, body.toByteArray(), raw.startsWith("\r\n", from), tail);
            }
            int to = Math.min(from + size, raw.length());
            body.writeBytes(raw.substring(from, to).getBytes(ISO_8859_1));
            at = to + 2;
            if (at > raw.length()) {
                return new Answer(status, headers, body.toByteArray(), false, tail);
            }
        }
    }

    /** Closes as a client does that is killed: with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
