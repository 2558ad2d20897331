// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that holds the root key: how it is made, and what it must look like to be trusted. */
final class RootKeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(RootKeyFile.class);

    private static final Set<PosixFilePermission> OWNER_ALONE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private RootKeyFile() {}

    static byte[] readOrCreate(Path file, boolean storeExists) {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                if (storeExists) {
                    throw new RootKeyException(
                            "There is a store but no root key at " + file + ". Restore the root key from its"
                                    + " backup: without it the keys in the store cannot be opened, and a new one would not open them.");
                }
                create(file);
            }
            return read(file);
        } catch (AccessDeniedException e) {
            throw new RootKeyException("The root key file " + file + " cannot be read: access denied.", e);
        } catch (IOException e) {
            throw new RootKeyException("The root key file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new RootKeyException("The root key file " + file + " is a link to a file that does not exist.");
        }
        // What counts is the file at the end of links: a link's own mode is always open to everyone.
        Path real = file.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw new RootKeyException("The root key file " + file + " is not a regular file.");
        }
        refuseIfOpenToOthers(file, real);
        long length = Files.size(real);
        if (length != RootKey.BYTES) {
            throw new RootKeyException("The root key file " + file + " holds " + length
                    + " bytes; a root key is exactly 32 bytes, not text"
                    + (length == 0 ? ", and this file is empty." : "."));
        }
        byte[] root = Files.readAllBytes(real);
        if (root.length != RootKey.BYTES) {
            Arrays.fill(root, (byte) 0);
            throw new RootKeyException("The root key file " + file + " changed while it was read.");
        }
        return root;
    }

    private static void refuseIfOpenToOthers(Path file, Path real) throws IOException {
        if (!Files.getFileStore(real).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
        for (PosixFilePermission permission : permissions) {
            if (permission.name().startsWith("GROUP_") || permission.name().startsWith("OTHERS_")) {
                String where = real.equals(file.toAbsolutePath().normalize()) ? "" : ", which leads to " + real + ",";
                throw new RootKeyException("The root key file " + file + where + " is open to others ("
                        + PosixFilePermissions.toString(permissions) + "). Make it its owner's alone: chmod 600 "
                        + real);
            }
        }
    }

    /** Complete and durable under its name, or not there at all: half a root key beside a new store would lose every key. */
    private static void create(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        byte[] root = RandomBytes.system().next(RootKey.BYTES);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ALONE))) {
            ByteBuffer buffer = ByteBuffer.wrap(root);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Arrays.fill(root, (byte) 0);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
        LOG.warn(
                "Made a new root key: {}. Back this file up, apart from the store: without it no key can be opened again.",
                file);
    }
}
