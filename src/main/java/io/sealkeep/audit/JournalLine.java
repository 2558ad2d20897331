// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal, as the package's documentation defines it. Immutable.
 *
 * @param kind what the line holds
 * @param seq the sequence number of a record or intent; for a commit line the first of its group
 * @param to the last sequence number a commit line covers; equal to {@code seq} for other lines
 * @param prev the hash of the line before, 64 hex digits
 * @param hash this line's own hash, 64 hex digits
 * @param bodyStart where in the parsed bytes the record begins; meaningless for a commit line
 * @param bodyEnd where the record ends, exclusive
 */
record JournalLine(Kind kind, long seq, long to, String prev, String hash, int bodyStart, int bodyEnd) {

    enum Kind {
        RECORD,
        INTENT,
        COMMIT
    }

    /** The {@code prev} of the first line of all. */
    static final String NO_HASH = "0".repeat(64);

    /** A record is cut to less than this; whatever is longer is not a line. */
    static final int LONGEST = 2 * 1024 * 1024;

    static final byte[] SEQ = ascii("{\"seq\":");
    static final byte[] PREV = ascii(",\"prev\":\"");
    static final byte[] RECORD = ascii("\",\"rec\":");
    static final byte[] INTENT = ascii("\",\"intent\":");
    static final byte[] COMMIT = ascii("{\"commit\":{\"from\":");
    static final byte[] TO = ascii(",\"to\":");
    static final byte[] COMMIT_PREV = ascii("},\"prev\":\"");
    static final byte[] QUOTE = ascii("\"");
    static final byte[] HASH = ascii(",\"hash\":\"");
    static final byte[] END = ascii("\"}\n");

    /** Length of what follows the hashed part, without the line end. */
    private static final int TAIL = HASH.length + 64 + 2;

    private static final byte[] HEX = ascii("0123456789abcdef");

    /**
     * Reads the line that stands at {@code start}, of {@code length} bytes without its line end.
     *
     * @return the line, or null if the bytes are not a line or do not have the hash they name
     */
    static @Nullable JournalLine parse(byte[] bytes, int start, int length, MessageDigest sha256) {
        int hashed = start + length - TAIL;
        if (hashed <= start || bytes[start + length - 2] != '"' || bytes[start + length - 1] != '}') {
            return null;
        }
        if (!is(bytes, hashed, hashed + HASH.length, HASH)) {
            return null;
        }
        sha256.update(bytes, start, hashed - start);
        byte[] actual = new byte[64];
        hex(sha256.digest(), actual, 0);
        int named = hashed + HASH.length;
        if (!Arrays.equals(actual, 0, 64, bytes, named, named + 64)) {
            return null;
        }
        Reading line = new Reading(bytes, start, hashed);
        return line.read(new String(actual, StandardCharsets.US_ASCII));
    }

    static boolean is(byte[] bytes, int from, int end, byte[] literal) {
        return from + literal.length <= end
                && Arrays.equals(bytes, from, from + literal.length, literal, 0, literal.length);
    }

    /** Writes a hash in lower-case hex. */
    static void hex(byte[] hash, byte[] into, int at) {
        for (int i = 0; i < hash.length; i++) {
            into[at + 2 * i] = HEX[(hash[i] >> 4) & 15];
            into[at + 2 * i + 1] = HEX[hash[i] & 15];
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Walks over the hashed part of a line. */
    private static final class Reading {
        private final byte[] bytes;
        private final int end;
        private int at;

        Reading(byte[] bytes, int start, int end) {
            this.bytes = bytes;
            this.at = start;
            this.end = end;
        }

        @Nullable
        JournalLine read(String hash) {
            if (skip(COMMIT)) {
                long from = number();
                long to = skip(TO) ? number() : -1;
                String prev = skip(COMMIT_PREV) ? hash() : null;
                boolean whole = from > 0 && to >= from && skip(QUOTE) && at == end;
                return whole && prev != null ? new JournalLine(Kind.COMMIT, from, to, prev, hash, at, at) : null;
            }
            long seq = skip(SEQ) ? number() : -1;
            String prev = skip(PREV) ? hash() : null;
            Kind kind = skip(RECORD) ? Kind.RECORD : skip(INTENT) ? Kind.INTENT : null;
            if (seq <= 0 || prev == null || kind == null) {
                return null;
            }
            boolean object = end - at >= 2 && bytes[at] == '{' && bytes[end - 1] == '}';
            return object ? new JournalLine(kind, seq, seq, prev, hash, at, end) : null;
        }

        private boolean skip(byte[] literal) {
            boolean there = is(bytes, at, end, literal);
            if (there) {
                at += literal.length;
            }
            return there;
        }

        private long number() {
            long value = 0;
            int first = at;
            while (at < end && at - first < 18 && bytes[at] >= '0' && bytes[at] <= '9') {
                value = value * 10 + (bytes[at++] - '0');
            }
            return at == first || bytes[first] == '0' ? -1 : value;
        }

        private @Nullable String hash() {
            if (at + 64 > end) {
                return null;
            }
            at += 64;
            return new String(bytes, at - 64, 64, StandardCharsets.US_ASCII);
        }
    }
}
