// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.TrailFiles.TrailFile;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The segment that groups are appended to, and the change to the next one. Only the writer's thread calls it; any thread may read
 * {@link #end}.
 *
 * <p>After a failed write or force the file is never forced for its data again: the kernel may have dropped the pages and report
 * the next attempt as a success. The segment is cut off at its last durable byte and a new one begun.
 */
final class ActiveSegment {

    /** Someone else changed the file. Its message is for the operator. */
    static final class AlteredException extends Exception {
        AlteredException(String message) {
            super(message);
        }
    }

    private final TrailFiles files;
    private final long segmentBytes;
    private final Set<Long> segments;
    private volatile JournalEnd end;

    /** Null where the last segment is closed and the next not yet begun. */
    private @Nullable TrailFile file;

    /**
     * @param segments gets the first sequence number of each segment begun; other threads read it
     */
    ActiveSegment(TrailFiles files, long segmentBytes, Set<Long> segments, JournalRecovery.Recovered recovered) {
        this.files = files;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        this.end = recovered.end();
        this.file = recovered.file();
    }

    /** Returns the place up to which everything is durable. */
    JournalEnd end() {
        return end;
    }

    /**
     * Makes a group durable and returns where in the segment it begins.
     *
     * @throws AlteredException if the file is not as this object left it
     * @throws IOException if the group is not known to be durable; only {@link #beginAgain} helps then
     */
    long append(JournalGroup group) throws IOException, AlteredException {
        TrailFile segment = checked();
        if (end.offset() >= segmentBytes) {
            letGo(segment);
            segment = beginNext();
        }
        long start = end.offset();
        segment.write(group.buffer(), start);
        segment.force();
        end = new JournalEnd(end.segment(), start + group.length(), group.lastSeq(), group.head());
        return start;
    }

    private TrailFile checked() throws IOException, AlteredException {
        TrailFile current = file;
        if (current == null) {
            throw new IOException("no segment is open");
        }
        String alteration = current.alteration(end.offset());
        if (alteration != null) {
            throw new AlteredException("The trail's file " + Segments.name(end.segment()) + " " + alteration
                    + ". Calls are refused. Keep the trail directory as evidence, put the file back if you can, and"
                    + " restart: the start reads the trail and says what is wrong with it.");
        }
        return current;
    }

    /** After a failure, seals the segment at its last durable byte and begins the next. May be repeated until it succeeds. */
    void beginAgain() throws IOException {
        TrailFile failed = file;
        if (failed != null) {
            if (end.offset() > 0) {
                failed.truncate(end.offset());
                forceOnce(failed);
            }
            letGo(failed);
        }
        beginNext();
    }

    /** Closes a segment. Whether or not that succeeds there is nothing more to be done with it. */
    private void letGo(TrailFile segment) throws IOException {
        file = null;
        segment.close();
    }

    /** Tries to make the cut durable. Not needed: a start cuts off again what its successor does not continue. */
    private static void forceOnce(TrailFile failed) {
        try {
            failed.force();
        } catch (IOException e) {
            // The file has failed before and holds nothing more that anyone waits for.
        }
    }

    /** Begins the next segment. A file that has its name already holds nothing that was ever durable. */
    private TrailFile beginNext() throws IOException {
        long first = end.seq() + 1;
        String name = Segments.name(first);
        files.delete(name);
        TrailFile next = files.create(name);
        file = next;
        end = new JournalEnd(first, 0, end.seq(), end.head());
        files.forceDirectory();
        segments.add(first);
        return next;
    }

    void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // Everything anyone was told of is forced already.
        }
    }
}
