// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The {@code openssl} command in a directory of its own: an implementation that shares no line with ours. One thread.
 */
final class OpenSsl {

    private final Path directory;

    OpenSsl(Path directory) {
        this.directory = directory;
    }

    /** For {@code @EnabledIf}: whether there is an OpenSSL 3. */
    static boolean isThere() {
        try {
            Process process = new ProcessBuilder("openssl", "version").start();
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return version.startsWith("OpenSSL 3.");
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes a file for arguments to name. */
    OpenSsl with(String name, byte[] content) {
        try {
            Files.write(directory.resolve(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns what {@code openssl} wrote to the file {@code out}, and fails if it failed. */
    byte[] make(String arguments) {
        int end = arguments.indexOf(' ');
        String said = run(arguments.substring(0, end) + " -out out" + arguments.substring(end));
        try {
            Path out = directory.resolve("out");
            byte[] made = Files.readAllBytes(out);
            Files.delete(out);
            return made;
        } catch (IOException e) {
            throw new IllegalStateException("openssl " + arguments + ": " + said, e);
        }
    }

    /** Returns whether {@code openssl} ended well. */
    boolean accepts(String arguments) {
        return start(arguments).exitValue() == 0;
    }

    private String run(String arguments) {
        Process process = start(arguments);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IllegalStateException("openssl " + arguments + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("openssl " + arguments + " does not end");
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
