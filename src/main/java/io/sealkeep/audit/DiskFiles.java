// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The trail's files in a directory of a POSIX file system. */
final class DiskFiles implements TrailFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;

    /** Creates the directory where it is missing. */
    DiskFiles(Path directory) throws IOException {
        this.directory = directory;
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, OWNER_DIRECTORY);
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                forceDirectory(parent);
            }
        }
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> Objects.toString(entry.getFileName())).toList();
        }
    }

    @Override
    public TrailFile create(String name) throws IOException {
        Path path = directory.resolve(name);
        return new DiskFile(
                path,
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        OWNER_FILE));
    }

    @Override
    public TrailFile open(String name) throws IOException {
        Path path = directory.resolve(name);
        return new DiskFile(path, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public TrailFile openForReading(String name) throws IOException {
        Path path = directory.resolve(name);
        return new DiskFile(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        forceDirectory(directory);
    }

    private static void forceDirectory(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static final class DiskFile implements TrailFile {

        private final Path path;
        private final FileChannel channel;
        private final @Nullable Object identity;

        private DiskFile(Path path, FileChannel channel) throws IOException {
            this.path = path;
            this.channel = channel;
            this.identity = attributes(path).fileKey();
        }

        private static PosixFileAttributes attributes(Path path) throws IOException {
            return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            long at = position;
            while (from.hasRemaining()) {
                at += channel.write(from, at);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public @Nullable String alteration(long expectedSize) throws IOException {
            PosixFileAttributes now;
            try {
                now = attributes(path);
            } catch (NoSuchFileException e) {
                return "is gone";
            }
            if (!Objects.equals(identity, now.fileKey())) {
                return "was replaced by another file";
            }
            if (now.size() != expectedSize) {
                return "has " + now.size() + " bytes where the service wrote " + expectedSize;
            }
            return now.permissions().contains(PosixFilePermission.OWNER_WRITE) ? null : "was made unwritable";
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
