// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets tests of other packages into the trail: the verifier, and a trail that is wrong on purpose. Stateless. */
public final class TestTrails {

    private TestTrails() {}

    /** Returns what the verifier finds wrong in a trail that no process writes, or null for a sound one. */
    public static @Nullable String firstBad(Path directory) throws IOException {
        return JournalVerifier.verify(new DiskFiles(directory), List.of(), null).firstBad();
    }

    /** Makes the filter around a request believe that it has its record: it would otherwise write one itself. */
    public static void pretendRecorded() {
        Recorded.trying();
        Recorded.succeeded();
    }

    /** Damages the part of a closed trail's index by which records are found by their ids. */
    public static void damageIndex(Path directory) throws IOException, SQLException {
        Path index = directory.resolve("index.db");
        int page;
        int size;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size"
                        + " WHERE name = 'event_by_event_id'")) {
            row.next();
            page = row.getInt(1);
            size = row.getInt(2);
        }
        try (FileChannel file = FileChannel.open(index, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[size]), (long) (page - 1) * size);
        }
    }

    /** Opens a trail that answers without having forced anything. */
    public static JournalTrail openUnforced(Path directory, Clock clock, TrailSettings settings) {
        try {
            return JournalTrail.open(
                    directory, new UnforcedFiles(new DiskFiles(directory)), clock, settings, new Underway());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record UnforcedFiles(TrailFiles files) implements TrailFiles {

        @Override
        public List<String> list() throws IOException {
            return files.list();
        }

        @Override
        public TrailFile create(String name) throws IOException {
            return new UnforcedFile(files.create(name));
        }

        @Override
        public TrailFile open(String name) throws IOException {
            return new UnforcedFile(files.open(name));
        }

        @Override
        public TrailFile openForReading(String name) throws IOException {
            return files.openForReading(name);
        }

        @Override
        public void delete(String name) throws IOException {
            files.delete(name);
        }

        @Override
        public void forceDirectory() throws IOException {
            files.forceDirectory();
        }
    }

    private record UnforcedFile(TrailFiles.TrailFile file) implements TrailFiles.TrailFile {

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            file.write(from, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() {}

        @Override
        public @Nullable String alteration(long expectedSize) throws IOException {
            return file.alteration(expectedSize);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
