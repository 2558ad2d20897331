// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

/**
 * A place in the journal between two groups. Immutable.
 *
 * @param segment the first sequence number of the segment
 * @param offset where in the segment the next line begins
 * @param seq the last sequence number before this place
 * @param head the hash of the line before this place
 */
record JournalEnd(long segment, long offset, long seq, String head) {

    /** Before the first line of all. */
    static final JournalEnd START = new JournalEnd(1, 0, 0, JournalLine.NO_HASH);
}
