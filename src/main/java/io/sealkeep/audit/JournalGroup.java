// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The bytes of one group: lines, then their commit line. One buffer serves all groups, each record is copied once and hashed once.
 * One thread.
 */
final class JournalGroup {

    private static final int FIRST_CAPACITY = 256 * 1024;

    /** A buffer that an unusually large group needed is not kept. */
    private static final int KEPT_CAPACITY = 4 * 1024 * 1024;

    private final MessageDigest sha256 = JournalLine.sha256();
    private final byte[] hash = new byte[32];
    private final byte[] head = new byte[64];
    private final byte[] digits = new byte[20];
    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;
    private long firstSeq;
    private long nextSeq;
    private int[] starts = new int[256];

    /** Forgets what was there; the first line gets the sequence number after {@code seq} and {@code prev} as its predecessor. */
    void begin(long seq, String prev) {
        if (bytes.length > KEPT_CAPACITY) {
            bytes = new byte[FIRST_CAPACITY];
        }
        length = 0;
        firstSeq = seq + 1;
        nextSeq = firstSeq;
        System.arraycopy(JournalLine.ascii(prev), 0, head, 0, 64);
    }

    /** Adds a record or an intent. */
    void add(Kind kind, byte[] json) {
        ensure(json.length + 256);
        int index = lines();
        if (index + 1 >= starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[index] = length;
        int start = length;
        put(JournalLine.SEQ);
        putNumber(nextSeq);
        put(JournalLine.PREV);
        put(head);
        put(kind == Kind.INTENT ? JournalLine.INTENT : JournalLine.RECORD);
        put(json);
        seal(start);
        nextSeq++;
        starts[index + 1] = length;
    }

    /** Adds the commit line; nothing can be added after it. */
    void commit() {
        ensure(320);
        int start = length;
        put(JournalLine.COMMIT);
        putNumber(firstSeq);
        put(JournalLine.TO);
        putNumber(nextSeq - 1);
        put(JournalLine.COMMIT_PREV);
        put(head);
        put(JournalLine.QUOTE);
        seal(start);
    }

    private void seal(int start) {
        try {
            sha256.update(bytes, start, length - start);
            sha256.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        JournalLine.hex(hash, head, 0);
        put(JournalLine.HASH);
        put(head);
        put(JournalLine.END);
    }

    private void put(byte[] part) {
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
    }

    private void putNumber(long number) {
        int at = digits.length;
        for (long rest = number; rest > 0; rest /= 10) {
            digits[--at] = (byte) ('0' + rest % 10);
        }
        System.arraycopy(digits, at, bytes, length, digits.length - at);
        length += digits.length - at;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** Returns how many records and intents the group holds. */
    int lines() {
        return (int) (nextSeq - firstSeq);
    }

    /** Returns where a line begins within the group. */
    int lineStart(int index) {
        return starts[index];
    }

    /** Returns a line's length with its line end. */
    int lineLength(int index) {
        return starts[index + 1] - starts[index];
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        return nextSeq - 1;
    }

    int length() {
        return length;
    }

    /** Returns the hash of the last line. */
    String head() {
        return new String(head, StandardCharsets.US_ASCII);
    }

    /** Returns the whole group for writing; valid until the next {@link #begin}. */
    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }
}
