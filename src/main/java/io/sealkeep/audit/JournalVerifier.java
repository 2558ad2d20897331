// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole trail and names the first thing in it that is not as it was written.
 *
 * <p>What the chain alone cannot show: that its end was cut off, or that someone with write access made all of it anew. Both show
 * against an anchor, a sequence number and hash that was noted earlier in a place this machine's writer cannot reach.
 */
final class JournalVerifier {

    /** The end of a group: its last number and the hash of its commit line, kept elsewhere since then. */
    record Anchor(long seq, String hash) {}

    /**
     * What was found.
     *
     * @param firstBad null for a sound trail, else a sentence that names the segment, the line and the record
     * @param head where the sound part ends: to be kept as an anchor if the trail is sound
     */
    record Verdict(@Nullable String firstBad, Anchor head) {
        boolean isSound() {
            return firstBad == null;
        }
    }

    private final TrailFiles files;
    private final NavigableMap<Long, String> anchors = new TreeMap<>();
    private final @Nullable JournalEnd until;
    private Anchor head = new Anchor(0, JournalLine.NO_HASH);

    private JournalVerifier(TrailFiles files, List<Anchor> anchors, @Nullable JournalEnd until) {
        this.files = files;
        this.until = until;
        anchors.forEach(anchor -> this.anchors.put(anchor.seq, anchor.hash));
    }

    /**
     * Verifies the trail.
     *
     * @param anchors what the trail must still contain; may be empty
     * @param until where to stop while the service is writing, or null for the end of the files
     */
    static Verdict verify(TrailFiles files, List<Anchor> anchors, @Nullable JournalEnd until) throws IOException {
        JournalVerifier verifier = new JournalVerifier(files, anchors, until);
        String bad = verifier.firstBad();
        return new Verdict(bad, verifier.head);
    }

    private @Nullable String firstBad() throws IOException {
        for (long segment : Segments.among(files.list())) {
            if (until != null && segment > until.segment()) {
                break;
            }
            if (segment != head.seq + 1) {
                return Segments.name(segment) + " follows record " + head.seq
                        + ": a segment is missing or out of place";
            }
            String bad = firstBad(segment);
            if (bad != null) {
                return bad;
            }
        }
        return anchors.isEmpty()
                ? null
                : "the trail ends at record " + head.seq + ", but record " + anchors.firstKey() + " was in it";
    }

    private @Nullable String firstBad(long segment) throws IOException {
        String name = Segments.name(segment);
        Chain chain = new Chain(segment - 1, head.hash);
        try (TrailFile file = files.openForReading(name)) {
            long end = until != null && until.segment() == segment ? until.offset() : file.size();
            SegmentScan scan = new SegmentScan(file, 0, end);
            for (int number = 1; scan.next(); number++) {
                JournalLine line = scan.line();
                String problem = line == null ? "it is not a line with the hash it names" : chain.problem(line);
                if (line != null && problem == null) {
                    problem = anchorProblem(line);
                }
                if (line == null || problem != null) {
                    return name + " line " + number + ", after record " + head.seq + ": " + problem;
                }
                head = new Anchor(chain.seq(), line.hash());
            }
        }
        return chain.isCommitted() ? null : name + " ends with record " + head.seq + ", which was never committed";
    }

    private @Nullable String anchorProblem(JournalLine line) {
        boolean sound = true;
        while (line.kind() == Kind.COMMIT && !anchors.isEmpty() && anchors.firstKey() <= line.to()) {
            Map.Entry<Long, String> anchor = anchors.pollFirstEntry();
            sound &= anchor.getKey() == line.to() && anchor.getValue().equals(line.hash());
        }
        return sound ? null : "it is not the line that was anchored";
    }
}
