// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.audit.IndexSearch.Hit;
import io.sealkeep.audit.JournalLine.Kind;
import io.sealkeep.audit.TrailFiles.TrailFile;
import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trail in the files of one directory: the journal, which is the truth, and an index behind it. Safe for concurrent use; closed
 * by the application context before the home directory.
 */
public final class JournalTrail implements Trail, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalTrail.class);

    /** A page ends early when its records are this large together. */
    private static final long PAGE_BYTES = 4L << 20;

    /** How many times longer than a call may wait for its record a look-up may take. */
    private static final int LOOKUP_FACTOR = 5;

    private final Journal journal;
    private final TrailIndex index;
    private final TrailReaders readers;
    private final Duration answerWithin;

    private JournalTrail(Journal journal, TrailIndex index, TrailReaders readers, Duration answerWithin) {
        this.journal = journal;
        this.index = index;
        this.readers = readers;
        this.answerWithin = answerWithin;
    }

    /**
     * Opens the trail in a directory, which is created where it is missing: clears up after a crash, brings the index to the
     * journal's end, and records what was found.
     *
     * @throws StartRefusedException if the trail was altered, or its files cannot be read or written; the message says how and what
     *     to do
     */
    public static JournalTrail open(Path directory, Clock clock, TrailSettings settings) {
        return open(directory, clock, settings, new Underway());
    }

    static JournalTrail open(Path directory, Clock clock, TrailSettings settings, Underway underway) {
        try {
            return open(directory, new DiskFiles(directory), clock, settings, underway);
        } catch (IOException | TrailUnavailableException e) {
            throw new StartRefusedException(
                    "The trail in " + directory + " cannot be used: " + e.getMessage()
                            + ". Make the directory writable for the service's user, on a disk with room, and start again.",
                    e);
        }
    }

    /** The index is always on the real disk, where SQLite is. */
    static JournalTrail open(Path directory, TrailFiles files, Clock clock, TrailSettings settings, Underway underway)
            throws IOException {
        Path indexFile = directory.resolve("index.db");
        JournalRecovery recovery = JournalRecovery.examine(files);
        requireKept(IndexStore.peek(indexFile), recovery, indexFile);
        IndexFeed feed = new IndexFeed();
        Journal journal = Journal.open(recovery, files, clock, settings, underway, feed::offer);
        try {
            JournalReader reader = new JournalReader(files, journal.segments());
            TrailIndex index = TrailIndex.open(indexFile, journal, feed, reader);
            JournalNotices notices = new JournalNotices(clock, settings);
            List<AuditEvent> findings = new ArrayList<>(unmentioned(files, indexFile, reader, notices));
            findings.addAll(unsettled(index, reader, notices));
            findings.forEach(finding -> LOG.warn("Recorded at start: {}", finding.jsonText()));
            journal.append(Kind.RECORD, findings);
            index.start();
            JournalEnd end = journal.end();
            LOG.info("The trail ends at record {} with hash {}.", end.seq(), end.head());
            TrailReaders readers = new TrailReaders(
                    index,
                    () -> new JournalReader(files, journal.segments()),
                    settings.answerWithin().multipliedBy(LOOKUP_FACTOR));
            return new JournalTrail(journal, index, readers, settings.answerWithin());
        } catch (SQLException e) {
            journal.close();
            throw new IOException("its index cannot be built: " + e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** The index never runs ahead of what is durable: what it has seen must be in the journal. */
    private static void requireKept(@Nullable JournalEnd remembered, JournalRecovery recovery, Path indexFile)
            throws IOException {
        if (remembered != null && !recovery.keeps(remembered)) {
            throw new StartRefusedException("The trail was cut or replaced: its index has seen record "
                    + remembered.seq() + " with hash " + remembered.head() + ", the journal ends at record "
                    + recovery.end().seq() + " or has another there. Keep a copy of the trail directory as evidence and"
                    + " restore the trail. If this is the trail you want, remove " + indexFile + " and start again.");
        }
    }

    /**
     * Returns the notices about files set aside that the trail lacks: those of this start, and of one that ended before it could
     * record them.
     */
    private static List<AuditEvent> unmentioned(
            TrailFiles files, Path indexFile, JournalReader reader, JournalNotices notices)
            throws IOException, SQLException {
        List<Segments.Torn> torn = Segments.tornAmong(files.list());
        if (torn.isEmpty()) {
            return List.of();
        }
        TrailQuery query = new TrailQuery(null, null, JournalNotices.SET_ASIDE, null, null, null, null, 1, null);
        List<String> mentions = new ArrayList<>();
        try (IndexSearch index = new IndexSearch(indexFile)) {
            for (Hit hit : index.find(query, Long.MAX_VALUE, Integer.MAX_VALUE)) {
                byte[] json = reader.body(hit.seq(), hit.offset(), hit.length());
                mentions.add(new String(json, StandardCharsets.UTF_8));
            }
        }
        List<AuditEvent> missing = new ArrayList<>();
        for (Segments.Torn each : torn) {
            if (mentions.stream().noneMatch(mention -> mention.contains("\"" + each.file() + "\""))) {
                try (TrailFile file = files.openForReading(each.file())) {
                    missing.add(notices.setAside(each, file.size()));
                }
            }
        }
        return missing;
    }

    private static List<AuditEvent> unsettled(TrailIndex index, JournalReader reader, JournalNotices notices)
            throws IOException, SQLException {
        List<AuditEvent> outcomes = new ArrayList<>();
        for (IndexStore.OpenIntent intent : index.intents()) {
            byte[] json = reader.body(intent.seq(), intent.offset(), intent.length());
            outcomes.add(notices.outcomeUnknown(AuditEvent.parse(json)));
        }
        return outcomes;
    }

    @Override
    public void record(List<AuditEvent> events) {
        Recorded.trying();
        journal.append(Kind.RECORD, events);
        Recorded.succeeded();
    }

    @Override
    public void intend(AuditEvent intent) {
        // The record that follows says that it succeeded; without one the answer is withheld.
        Recorded.trying();
        journal.append(Kind.INTENT, List.of(intent));
    }

    @Override
    public void requireWritable() {
        journal.requireWritable();
    }

    @Override
    public boolean contains(String eventId) {
        journal.awaitDecided();
        return find(eventId).isPresent();
    }

    @Override
    public Optional<String> find(String eventId) {
        long end = journal.end().seq();
        index.await(end, answerWithin);
        return readers.ask(reader -> {
            if (reader.index().reached() < end) {
                throw new IOException("its index has not caught up yet");
            }
            for (Hit hit : reader.index().byEventId(eventId)) {
                byte[] json = reader.journal().body(hit.seq(), hit.offset(), hit.length());
                if (AuditEvent.parse(json).eventId().equals(eventId)) {
                    return Optional.of(new String(json, StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public TrailPage find(TrailQuery query) {
        if (query.limit() < 1 || query.limit() > TrailQuery.LARGEST_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + TrailQuery.LARGEST_LIMIT);
        }
        long end = journal.end().seq();
        String cursor = query.cursor();
        long before = cursor == null ? end + 1 : Math.min(end + 1, TrailCursor.parse(cursor));
        index.await(end, answerWithin);
        return readers.ask(reader -> page(reader, query, before, end));
    }

    /** Whether the page is complete is read where the page is: the index may have become another since the wait for it. */
    private static TrailPage page(TrailReaders.Reader reader, TrailQuery query, long before, long end)
            throws SQLException, IOException {
        Instant newest = reader.index().reached() >= end ? null : reader.index().newest();
        List<Hit> hits = reader.index().find(query, before, query.limit() + 1);
        List<String> events = new ArrayList<>(hits.size());
        long bytes = 0;
        int taken = 0;
        while (taken < Math.min(hits.size(), query.limit()) && bytes < PAGE_BYTES) {
            Hit hit = hits.get(taken++);
            byte[] json = reader.journal().body(hit.seq(), hit.offset(), hit.length());
            if (query.requestId() == null
                    || query.requestId().equals(AuditEvent.parse(json).requestId())) {
                events.add(new String(json, StandardCharsets.UTF_8));
                bytes += json.length;
            }
        }
        String next =
                taken == hits.size() ? null : TrailCursor.of(hits.get(taken - 1).seq());
        return new TrailPage(events, next, newest);
    }

    /** Ends look-ups, writes what is queued and brings the index to its end. */
    @Override
    public void close() {
        readers.close();
        journal.close();
        index.close();
        JournalEnd end = journal.end();
        LOG.info("The trail is closed at record {} with hash {}.", end.seq(), end.head());
    }
}
