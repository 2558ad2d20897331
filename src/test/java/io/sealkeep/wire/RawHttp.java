// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP by hand over a socket, for requests that no client library would send. One thread. */
final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * An answer.
     *
     * @param headers by lower-case name
     * @param text the body, from UTF-8
     */
    record Answer(int status, Map<String, String> headers, String text) {}

    /** Returns a request's head and body, as the SDKs form them. */
    static byte[] request(String operation, String body, String... moreHeaders) {
        byte[] bytes = body.getBytes(UTF_8);
        List<String> head = head(operation, moreHeaders);
        head.add("Content-Length: " + bytes.length);
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(raw(head, ""));
        request.writeBytes(bytes);
        return request.toByteArray();
    }

    /** Returns the lines of a head, then the body, each character one byte. */
    static byte[] raw(List<String> head, String body) {
        return (String.join("\r\n", head) + "\r\n\r\n" + body).getBytes(ISO_8859_1);
    }

    /** Returns the lines of a head that posts to an operation, and then further ones. */
    static List<String> head(String operation, String... moreHeaders) {
        List<String> lines = new ArrayList<>(List.of(
                "POST / HTTP/1.1",
                "Host: 127.0.0.1",
                "Content-Type: application/x-amz-json-1.1",
                "X-Amz-Target: TrentService." + operation));
        lines.addAll(List.of(moreHeaders));
        return lines;
    }

    /** Sends the bytes on a connection of their own and returns the answer to them. */
    static Answer exchange(int port, byte[] bytes) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            http.send(bytes);
            return http.receive();
        }
    }

    /** Sends the bytes, says that no more will come, and returns all answers until the server closes. */
    static List<Answer> exchangeAll(int port, byte[] bytes) throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (RawHttp http = new RawHttp(port)) {
            http.send(bytes);
            http.socket.shutdownOutput();
            while (true) {
                answers.add(http.receive());
            }
        } catch (ConnectionEnded e) {
            return answers;
        }
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    Answer receive() throws IOException {
        String statusLine = line();
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.merge(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip(),
                    (first, second) -> first + ", " + second);
        }
        return new Answer(Integer.parseInt(statusLine.substring(9, 12)), headers, new String(body(headers), UTF_8));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
                body.writeBytes(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new ConnectionEnded();
            }
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    /** The server closed the connection before a further answer. */
    static final class ConnectionEnded extends IOException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
