// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A small file system in memory that can be filled to its last byte. One thread. */
final class FaultyDisk implements AutoCloseable {

    private final Path directory;

    private FaultyDisk(Path directory) {
        this.directory = directory;
    }

    /** Returns why nothing can be mounted here, or null if it can. */
    static @Nullable String unavailable(Path scratch) throws IOException {
        Path trial = Files.createTempDirectory(scratch, "mount");
        String output = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", trial.toString());
        return output == null ? run("umount", trial.toString()) : "mounting is not permitted here: " + output;
    }

    static FaultyDisk mount(Path directory, int megabytes) throws IOException {
        Files.createDirectories(directory);
        String problem =
                run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", directory.toString());
        if (problem != null) {
            throw new IOException(problem);
        }
        return new FaultyDisk(directory);
    }

    /** Takes all space that is left. */
    void fill() throws IOException {
        Path filler = directory.resolve("filler");
        for (int block = 1 << 20; block > 0; block /= 16) {
            try (OutputStream out = Files.newOutputStream(
                    filler, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[block]);
                }
            } catch (IOException e) {
                // No room for a block of this size.
            }
        }
    }

    /** Gives the space back. */
    void free() throws IOException {
        Files.deleteIfExists(directory.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", directory.toString());
    }

    /** Returns null if the command succeeds, else what it said. */
    private static @Nullable String run(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean done = process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
            return done ? null : "failed: " + output;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
