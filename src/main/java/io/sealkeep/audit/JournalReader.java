// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.function.Consumer;

/** Reads the durable part of the journal: single lines, or all lines from one place to another. One thread. */
final class JournalReader implements AutoCloseable {

    private static final int OPEN_FILES = 8;

    /** How much a following reader hands on at once, and holds in memory: groups are whole, so up to a group more. */
    static final int ROWS_AT_ONCE = 4096;

    private final TrailFiles files;
    private final NavigableSet<Long> segments;
    private final MessageDigest sha256 = JournalLine.sha256();
    private final LinkedHashMap<Long, TrailFile> open = new LinkedHashMap<>(16, 0.75f, true);

    JournalReader(TrailFiles files, NavigableSet<Long> segments) {
        this.files = files;
        this.segments = segments;
    }

    /**
     * Returns the record or intent of a line.
     *
     * @throws IOException if it cannot be read, or is not the line that was written there
     */
    byte[] body(long seq, long offset, int length) throws IOException {
        long segment = Objects.requireNonNull(segments.floor(seq), "no segment holds the record");
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        TrailFile file = file(segment);
        while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) > 0) {}
        JournalLine line = buffer.hasRemaining() ? null : JournalLine.parse(bytes, 0, length - 1, sha256);
        if (line == null || line.seq() != seq || line.kind() == Kind.COMMIT) {
            throw new IOException("record " + seq + " in " + Segments.name(segment) + " is not as it was written");
        }
        return Arrays.copyOfRange(bytes, line.bodyStart(), line.bodyEnd());
    }

    /**
     * Reads all groups between two places and checks that each line follows the one before.
     *
     * @param rows gets whole groups with some thousand rows at a time
     * @throws IOException if they cannot be read, or are not as they were written
     */
    void follow(JournalEnd from, JournalEnd to, Consumer<List<IndexRow.Group>> rows) throws IOException {
        Chain chain = new Chain(from.seq(), from.head());
        List<IndexRow.Group> groups = new ArrayList<>();
        int waiting = 0;
        long offset = from.offset();
        for (long segment : segments.tailSet(from.segment())) {
            if (segment > to.segment() || (segment == to.segment() && offset >= to.offset())) {
                break;
            }
            TrailFile file = file(segment);
            SegmentScan scan = new SegmentScan(file, offset, segment == to.segment() ? to.offset() : file.size());
            List<IndexRow> group = new ArrayList<>();
            while (scan.next()) {
                JournalLine line = scan.line();
                if (line == null || chain.problem(line) != null) {
                    throw new IOException("the trail was altered: " + Segments.name(segment) + " at byte "
                            + scan.offset() + ", after record " + chain.seq());
                }
                if (line.kind() == Kind.COMMIT) {
                    long end = scan.offset() + scan.length();
                    groups.add(new IndexRow.Group(group, new JournalEnd(segment, end, line.to(), line.hash())));
                    waiting += group.size();
                    group = new ArrayList<>();
                } else {
                    AuditEvent event = AuditEvent.parse(scan.body(line));
                    group.add(IndexRow.of(line.kind(), line.seq(), scan.offset(), scan.length(), event));
                }
                if (waiting >= ROWS_AT_ONCE) {
                    rows.accept(groups);
                    groups = new ArrayList<>();
                    waiting = 0;
                }
            }
            offset = 0;
        }
        if (!groups.isEmpty()) {
            rows.accept(groups);
        }
    }

    /** Returns whether a group ends at this place with this hash. */
    boolean has(JournalEnd end) throws IOException {
        if (end.seq() == 0) {
            return true;
        }
        if (!segments.contains(end.segment())) {
            return false;
        }
        TrailFile file = file(end.segment());
        if (file.size() < end.offset()) {
            return false;
        }
        SegmentScan scan = new SegmentScan(file, Math.max(0, end.offset() - 512), end.offset());
        JournalLine last = null;
        while (scan.next()) {
            last = scan.line();
        }
        return last != null && last.kind() == Kind.COMMIT && last.hash().equals(end.head());
    }

    private TrailFile file(long segment) throws IOException {
        TrailFile file = open.get(segment);
        if (file == null) {
            file = files.openForReading(Segments.name(segment));
            open.put(segment, file);
            if (open.size() > OPEN_FILES) {
                Map.Entry<Long, TrailFile> eldest = open.firstEntry();
                open.remove(eldest.getKey());
                eldest.getValue().close();
            }
        }
        return file;
    }

    @Override
    public void close() {
        for (TrailFile file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
        open.clear();
    }
}
