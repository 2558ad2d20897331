// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a segment line by line. What is not a line comes out as a null line, so that a reader can go on behind it. One thread. */
final class SegmentScan {

    private final TrailFile file;
    private final long until;
    private final MessageDigest sha256 = JournalLine.sha256();
    private byte[] bytes = new byte[128 * 1024];
    private long bufferOffset;
    private int filled;
    private int start;
    private int length;
    private @Nullable JournalLine line;

    /** Reads from one offset up to another, or to the end of the file if that comes first. */
    SegmentScan(TrailFile file, long from, long until) {
        this.file = file;
        this.until = until;
        this.bufferOffset = from;
    }

    /** Goes to the next line; returns false at the end. */
    boolean next() throws IOException {
        start += length;
        int searched = start;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (bytes[i] == '\n') {
                    return take(i + 1);
                }
            }
            searched = filled - start;
            if (searched >= JournalLine.LONGEST || !fill()) {
                return take(filled);
            }
        }
    }

    /** Reads more behind what is left of the buffer; afterwards the current line begins at 0. */
    private boolean fill() throws IOException {
        System.arraycopy(bytes, start, bytes, 0, filled - start);
        bufferOffset += start;
        filled -= start;
        start = 0;
        if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        long left = until - (bufferOffset + filled);
        int room = (int) Math.min(bytes.length - filled, left);
        if (room <= 0) {
            return false;
        }
        int count = file.read(ByteBuffer.wrap(bytes, filled, room), bufferOffset + filled);
        filled += Math.max(count, 0);
        return count > 0;
    }

    private boolean take(int end) {
        length = end - start;
        boolean ended = length > 0 && bytes[end - 1] == '\n';
        line = ended ? JournalLine.parse(bytes, start, length - 1, sha256) : null;
        return length > 0;
    }

    /** Returns the line, or null if what stands here is not one or does not have the hash it names. */
    @Nullable
    JournalLine line() {
        return line;
    }

    /** Returns where in the file the line begins. */
    long offset() {
        return bufferOffset + start;
    }

    /** Returns the line's length with its line end. */
    int length() {
        return length;
    }

    /** Returns a copy of the record that the line holds. */
    byte[] body(JournalLine of) {
        return Arrays.copyOfRange(bytes, of.bodyStart(), of.bodyEnd());
    }

    /**
     * Returns the commit line that ends here even if what is before it on the line is damaged; null if there is none. Blocks that
     * were lost take line ends with them.
     */
    @Nullable
    JournalLine commitAfterDamage() {
        for (int at = start + length - 2; at >= start; at--) {
            if (JournalLine.is(bytes, at, start + length, JournalLine.COMMIT)) {
                JournalLine commit = JournalLine.parse(bytes, at, start + length - 1 - at, sha256);
                return commit != null && commit.kind() == Kind.COMMIT ? commit : null;
            }
        }
        return null;
    }
}
