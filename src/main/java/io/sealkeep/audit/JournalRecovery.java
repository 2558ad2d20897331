// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the journal's end at start and clears away what a crash left behind it, in two steps: {@link #examine} only reads, so that a
 * start that is refused leaves the evidence as it was; {@link #clearUp} then changes files. Nothing is thrown away: what was never
 * committed goes to a {@code .torn} file. One thread.
 *
 * <p>Why it is right: a group is written only after the one before it was forced. So after a crash at most the last group is
 * incomplete, in any of its blocks, and no commit line of a <em>later</em> group can exist. Where one does, a committed group was
 * changed afterwards, and the service does not start on it. A segment that has a successor ends where the successor's first
 * {@code prev} says: behind that can only stand what a failed write left when even cutting it off failed.
 */
final class JournalRecovery {

    /** The journal as it is to be continued. */
    record Recovered(List<Long> segments, JournalEnd end, TrailFile file) {}

    /** What a scan found in a segment: where it ends, and where its last group begins. */
    private record Extent(JournalEnd end, long lastGroup, long size) {}

    /** What stands behind the end of a segment. */
    private record Tail(long segment, long offset, long size) {}

    private final TrailFiles files;
    private final List<Tail> tails = new ArrayList<>();

    /** Segments without any group, newest first. */
    private final List<Long> empty = new ArrayList<>();

    /** The segments that stay. */
    private final List<Long> segments;

    private final Extent last;

    private JournalRecovery(TrailFiles files) throws IOException {
        this.files = files;
        this.segments = new ArrayList<>(Segments.among(files.list()));
        if (segments.isEmpty()) {
            this.last = new Extent(JournalEnd.START, 0, 0);
            return;
        }
        if (segments.getFirst() != 1) {
            throw new StartRefusedException("The trail begins with " + Segments.name(segments.getFirst())
                    + ": the segments before it are missing. " + remedy());
        }
        this.last = lastSegment();
        for (int i = segments.size() - 1; i > 0; i--) {
            link(segments.get(i - 1), segments.get(i));
        }
    }

    /**
     * Reads the files and changes nothing.
     *
     * @throws StartRefusedException if the trail was altered: a committed line is damaged, a segment is missing
     */
    static JournalRecovery examine(TrailFiles files) throws IOException {
        return new JournalRecovery(files);
    }

    /** Returns the journal's end, as it will be. */
    JournalEnd end() {
        return last.end;
    }

    /** Returns whether a group ends at this place with this hash, in what will be kept. */
    boolean keeps(JournalEnd place) throws IOException {
        boolean cutOff =
                tails.stream().anyMatch(tail -> tail.segment == place.segment() && tail.offset < place.offset());
        try (JournalReader reader = new JournalReader(files, new TreeSet<>(segments))) {
            return place.seq() <= end().seq() && !cutOff && reader.has(place);
        }
    }

    /** Brings the files into order and opens the last segment. */
    Recovered clearUp() throws IOException {
        if (segments.isEmpty()) {
            TrailFile file = files.create(Segments.name(1));
            files.forceDirectory();
            return new Recovered(List.of(1L), JournalEnd.START, file);
        }
        for (Tail tail : tails) {
            setAside(tail);
        }
        for (long segment : empty) {
            files.delete(Segments.name(segment));
            files.forceDirectory();
        }
        TrailFile file = files.open(Segments.name(last.end.segment()));
        writeLastGroupAgain(file, last);
        // A name that a killed process made may not have reached the disk yet.
        files.forceDirectory();
        return new Recovered(List.copyOf(segments), last.end, file);
    }

    /** Finds the last segment that holds a group; newer ones without any are set aside, for nothing in them was ever durable. */
    private Extent lastSegment() throws IOException {
        while (true) {
            long first = segments.getLast();
            Extent extent;
            try (TrailFile file = files.openForReading(Segments.name(first))) {
                extent = scan(file, first);
            }
            noteTail(first, extent.end.offset(), extent.size);
            if (extent.end.offset() > 0 || segments.size() == 1) {
                return extent;
            }
            empty.add(first);
            segments.removeLast();
        }
    }

    private void noteTail(long segment, long offset, long size) {
        if (size > offset) {
            tails.add(new Tail(segment, offset, size));
        }
    }

    private static Extent scan(TrailFile file, long first) throws IOException {
        long size = file.size();
        SegmentScan scan = new SegmentScan(file, 0, size);
        Chain chain = new Chain(first - 1, null);
        long end = 0;
        long lastGroup = 0;
        long seq = first - 1;
        String head = JournalLine.NO_HASH;
        boolean damaged = false;
        while (scan.next()) {
            JournalLine line = scan.line();
            damaged |= line == null || chain.problem(line) != null;
            if (damaged) {
                JournalLine commit = scan.commitAfterDamage();
                if (commit != null && commit.seq() > seq + 1) {
                    throw new StartRefusedException("The trail was altered: " + Segments.name(first)
                            + " is damaged behind record " + seq + ", but record " + commit.seq()
                            + " and what follows were committed after it. " + remedy());
                }
            } else if (line != null && line.kind() == Kind.COMMIT) {
                lastGroup = end;
                end = scan.offset() + scan.length();
                seq = line.to();
                head = line.hash();
            }
        }
        return new Extent(new JournalEnd(first, end, seq, head), lastGroup, size);
    }

    /** Checks that a segment continues where the one before it ends. */
    private void link(long before, long after) throws IOException {
        JournalLine first = firstLine(after);
        if (first == null || first.seq() != after) {
            throw new StartRefusedException("The trail was altered: " + Segments.name(after)
                    + " does not begin with record " + after + ". " + remedy());
        }
        String name = Segments.name(before);
        try (TrailFile file = files.openForReading(name)) {
            JournalLine last = lastLine(file);
            if (last != null && last.hash().equals(first.prev()) && last.to() == after - 1) {
                return;
            }
            long size = file.size();
            SegmentScan scan = new SegmentScan(file, 0, size);
            while (scan.next()) {
                JournalLine line = scan.line();
                if (line != null && line.kind() == Kind.COMMIT && line.hash().equals(first.prev())) {
                    noteTail(before, scan.offset() + scan.length(), size);
                    return;
                }
            }
        }
        throw new StartRefusedException("The trail was altered: " + Segments.name(after) + " does not continue " + name
                + ". Records between them are missing. " + remedy());
    }

    private @Nullable JournalLine firstLine(long segment) throws IOException {
        try (TrailFile file = files.openForReading(Segments.name(segment))) {
            SegmentScan scan = new SegmentScan(file, 0, file.size());
            return scan.next() ? scan.line() : null;
        }
    }

    /** Returns the commit line at the very end, or null if something else stands there. */
    private static @Nullable JournalLine lastLine(TrailFile file) throws IOException {
        long size = file.size();
        SegmentScan scan = new SegmentScan(file, Math.max(0, size - 512), size);
        JournalLine last = null;
        while (scan.next()) {
            last = scan.line();
        }
        return last != null && last.kind() == Kind.COMMIT ? last : null;
    }

    private void setAside(Tail tail) throws IOException {
        String name = Segments.name(tail.segment);
        try (TrailFile file = files.open(name);
                TrailFile copy = files.create(freeName(name, tail.offset))) {
            ByteBuffer block = ByteBuffer.allocate(64 * 1024);
            for (long at = tail.offset; at < tail.size; ) {
                block.clear();
                int count = file.read(block, at);
                if (count <= 0) {
                    break;
                }
                copy.write(block.flip(), at - tail.offset);
                at += count;
            }
            copy.force();
            files.forceDirectory();
            file.truncate(tail.offset);
            file.force();
        }
    }

    private String freeName(String segment, long offset) throws IOException {
        List<String> names = files.list();
        for (int i = 1; ; i++) {
            String name = Segments.tornName(segment, offset, i);
            if (!names.contains(name)) {
                return name;
            }
        }
    }

    /**
     * Writes the last group once more in its place and forces it. If the process before this one died between a failed fdatasync
     * and its clearing up, the kernel may show a group that the disk does not hold and never will: the pages count as clean.
     */
    private static void writeLastGroupAgain(TrailFile file, Extent extent) throws IOException {
        int length = Math.toIntExact(extent.end.offset() - extent.lastGroup);
        if (length == 0) {
            return;
        }
        ByteBuffer group = ByteBuffer.allocate(length);
        while (group.hasRemaining()) {
            if (file.read(group, extent.lastGroup + group.position()) <= 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        file.write(group.flip(), extent.lastGroup);
        file.force();
    }

    private static String remedy() {
        return "Sealkeep does not start on a trail that was altered. Keep a copy of the trail directory as evidence, then"
                + " restore it from a backup, or move it away to begin a new trail.";
    }
}
