// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as printable ASCII: everything else is escaped, so that a text is one line whatever is in it. A surrogate that stands
 * alone becomes U+FFFD, for strict readers refuse the whole text for one. Written for records, which every call waits for: it takes a
 * third of the general writer's time. One thread.
 */
final class AsciiJson {

    /** The longest form of one UTF-16 unit: a backslash, a u and four digits. */
    private static final int BYTES_A_CHAR = 6;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final char REPLACEMENT = '\uFFFD';

    private byte[] bytes;
    private int length;

    AsciiJson(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** Begins an object, as a value or as an element. */
    void beginObject() {
        element();
        put('{');
    }

    void endObject() {
        put('}');
    }

    /** Begins an array, as a value or as an element. */
    void beginArray() {
        element();
        put('[');
    }

    void endArray() {
        put(']');
    }

    /** Writes a member's name; its value must follow. */
    void name(String name) {
        element();
        quoted(name);
        put(':');
    }

    void string(String text) {
        element();
        quoted(text);
    }

    /** Writes a number, {@code true}, {@code false} or {@code null} as it stands. */
    void literal(String text) {
        element();
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** Separates an element or a member from the one before it. */
    private void element() {
        if (length > 0 && bytes[length - 1] != '{' && bytes[length - 1] != '[' && bytes[length - 1] != ':') {
            put(',');
        }
    }

    private void quoted(String text) {
        ensure(text.length() * BYTES_A_CHAR + 2);
        // In locals, which the compiler keeps in registers.
        byte[] out = bytes;
        int at = length;
        int end = text.length();
        out[at++] = '"';
        for (int i = 0; i < end; i++) {
            char unit = text.charAt(i);
            if (unit >= ' ' && unit < 0x7F && unit != '"' && unit != '\\') {
                out[at++] = (byte) unit;
            } else {
                length = at;
                escape(isAlone(text, i) ? REPLACEMENT : unit);
                at = length;
            }
        }
        out[at++] = '"';
        length = at;
    }

    private static boolean isAlone(String text, int at) {
        char unit = text.charAt(at);
        if (Character.isHighSurrogate(unit)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(unit) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    private void escape(char unit) {
        bytes[length++] = '\\';
        switch (unit) {
            case '"', '\\' -> bytes[length++] = (byte) unit;
            case '\b' -> bytes[length++] = 'b';
            case '\t' -> bytes[length++] = 't';
            case '\n' -> bytes[length++] = 'n';
            case '\f' -> bytes[length++] = 'f';
            case '\r' -> bytes[length++] = 'r';
            default -> {
                bytes[length++] = 'u';
                for (int shift = 12; shift >= 0; shift -= 4) {
                    bytes[length++] = HEX[unit >> shift & 0xF];
                }
            }
        }
    }

    private void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    int length() {
        return length;
    }

    /** Forgets what was written after this length. */
    void cut(int length) {
        this.length = length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
