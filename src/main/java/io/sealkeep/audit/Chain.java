// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import org.jspecify.annotations.Nullable;

/** The rule by which each line follows the one before: its {@code prev}, its number, and what a commit line covers. One thread. */
final class Chain {

    private long seq;
    private @Nullable String head;
    private long groupStart;

    /**
     * @param seq the last sequence number before the first line to come
     * @param head the hash of the line before it, or null if it is not known: the first line's {@code prev} is then believed
     */
    Chain(long seq, @Nullable String head) {
        this.seq = seq;
        this.head = head;
        this.groupStart = seq + 1;
    }

    /** Takes the next line; returns null if it follows, else in what it does not. */
    @Nullable
    String problem(JournalLine line) {
        if (head != null && !head.equals(line.prev())) {
            return "its prev is not the hash of the line before it";
        }
        if (line.kind() == Kind.COMMIT) {
            if (line.seq() != groupStart || line.to() != seq) {
                return "the commit line covers " + line.seq() + " to " + line.to() + " where " + groupStart + " to "
                        + seq + " stand";
            }
            groupStart = seq + 1;
        } else {
            if (line.seq() != seq + 1) {
                return "record " + line.seq() + " stands where " + (seq + 1) + " should";
            }
            seq++;
        }
        head = line.hash();
        return null;
    }

    /** Returns the sequence number of the last line taken. */
    long seq() {
        return seq;
    }

    /** Returns whether the last line taken was a commit line, or none was taken. */
    boolean isCommitted() {
        return groupStart == seq + 1;
    }
}
