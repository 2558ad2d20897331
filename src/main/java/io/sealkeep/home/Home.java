// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The home directory: store, root key and trail live in it, and one process owns it. Ownership is an operating-system lock on
 * {@code <home>/lock}, which the kernel lets go when the process ends in whatever way. Safe for concurrent use; closed by the
 * application context, last of all.
 */
public final class Home implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private Home(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Creates the directory where it is missing, readable by its owner alone, and locks it.
     *
     * @throws StartRefusedException if another process owns the directory, or it cannot be created or written
     */
    public static Home open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                create(path);
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel);
            if (lock == null) {
                channel.close();
                throw new StartRefusedException(
                        "The home directory " + path + " is in use by another process. Stop it, or"
                                + " give this one a directory of its own with SEALKEEP_HOME.");
            }
            return new Home(path, channel, lock);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The home directory " + path + " cannot be used (" + e
                            + "). Make it a directory that the service's user may write, or name another with SEALKEEP_HOME.",
                    e);
        }
    }

    /** Creates it with its name on the disk: what is forced inside a directory that a power failure takes away is gone with it. */
    private static void create(Path path) throws IOException {
        Path there = path.getParent();
        while (there != null && !Files.isDirectory(there)) {
            there = there.getParent();
        }
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        for (Path parent = path.getParent(); parent != null && there != null && parent.startsWith(there); ) {
            try (FileChannel names = FileChannel.open(parent, StandardOpenOption.READ)) {
                names.force(true);
            }
            parent = parent.getParent();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Returns the directory as an absolute path. */
    public Path path() {
        return path;
    }

    /** Returns a path inside the directory. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
