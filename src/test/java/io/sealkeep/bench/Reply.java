// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the end of an HTTP/1.1 response in the bytes received so far, and takes its body. As little work as possible: the load
 * shares the machine with what it measures.
 */
final class Reply {

    private static final byte[] HEADER_END = {'\r', '\n', '\r', '\n'};
    private static final int INCOMPLETE = -1;

    private Reply() {}

    /** Returns the length of the response that starts the bytes, or -1 if it has not all arrived. */
    static int length(byte[] bytes, int count) {
        int body = bodyStart(bytes, count);
        if (body == INCOMPLETE) {
            return INCOMPLETE;
        }
        int length = contentLength(bytes, body);
        if (length >= 0) {
            return body + length <= count ? body + length : INCOMPLETE;
        }
        return chunkedEnd(bytes, body, count, null);
    }

    /** Returns the status of a response whose header has arrived. */
    static int status(byte[] bytes) {
        return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
    }

    /** Returns the body of a whole response. */
    static byte[] body(byte[] bytes, int count) {
        int start = bodyStart(bytes, count);
        int length = contentLength(bytes, start);
        if (length >= 0) {
            return Arrays.copyOfRange(bytes, start, start + length);
        }
        byte[] body = new byte[count - start];
        int[] size = new int[1];
        chunkedEnd(bytes, start, count, (from, chunk) -> {
            System.arraycopy(bytes, from, body, size[0], chunk);
            size[0] += chunk;
        });
        return Arrays.copyOf(body, size[0]);
    }

    /** Returns whether a whole response has a body, without taking it. */
    static boolean hasBody(byte[] bytes, int count) {
        int start = bodyStart(bytes, count);
        int length = contentLength(bytes, start);
        return length > 0 || (length < 0 && bytes[start] != '0');
    }

    static int bodyStart(byte[] bytes, int count) {
        for (int i = 12; i + 3 < count; i++) {
            if (bytes[i] == '\r' && bytes[i + 2] == '\r' && Arrays.equals(bytes, i, i + 4, HEADER_END, 0, 4)) {
                return i + 4;
            }
        }
        return INCOMPLETE;
    }

    /** Returns the declared length, or -1 for a chunked body. */
    private static int contentLength(byte[] bytes, int bodyStart) {
        for (int i = 12; i + 16 < bodyStart; i++) {
            if (bytes[i] == '\n'
                    && (bytes[i + 1] | 0x20) == 'c'
                    && (bytes[i + 9] | 0x20) == 'l'
                    && isContentLength(bytes, i + 1)) {
                return number(bytes, i + 16, 10);
            }
        }
        return -1;
    }

    private static boolean isContentLength(byte[] bytes, int at) {
        return new String(bytes, at, 15, StandardCharsets.US_ASCII).equalsIgnoreCase("content-length:");
    }

    private static int chunkedEnd(byte[] bytes, int bodyStart, int count, ChunkSink sink) {
        int at = bodyStart;
        while (true) {
            int line = at;
            while (line + 1 < count && bytes[line] != '\r') {
                line++;
            }
            if (line + 1 >= count) {
                return INCOMPLETE;
            }
            int size = number(bytes, at, 16);
            at = line + 2 + size + 2;
            if (at > count) {
                return INCOMPLETE;
            }
            if (size == 0) {
                return at;
            }
            if (sink != null) {
                sink.take(line + 2, size);
            }
        }
    }

    private static int number(byte[] bytes, int from, int radix) {
        int at = from;
        while (bytes[at] == ' ') {
            at++;
        }
        int value = 0;
        for (int digit = Character.digit(bytes[at], radix); digit >= 0; digit = Character.digit(bytes[++at], radix)) {
            value = value * radix + digit;
        }
        return value;
    }

    private interface ChunkSink {
        void take(int from, int length);
    }
}
