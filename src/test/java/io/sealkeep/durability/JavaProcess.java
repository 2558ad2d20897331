// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/** A JVM of the tests' own kind in a process of its own, whose output is collected line by line. Safe for concurrent use. */
final class JavaProcess implements AutoCloseable {

    /** Starts fast and needs little, which is what matters for a process that is soon killed. */
    static final List<String> LIGHT = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private static final Path PACKED = scratch().resolve("tests.jar");

    private final Process process;
    private final boolean traced;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private JavaProcess(Process process, boolean traced) {
        this.process = process;
        this.traced = traced;
        this.reader =
                Thread.ofPlatform().daemon().name("output of " + process.pid()).start(this::read);
    }

    /**
     * Starts a process.
     *
     * @param before what the command begins with, as {@link SystemTrace#command} gives it; may be empty
     * @param arguments what follows {@code java}
     * @param errors where standard error goes
     */
    static JavaProcess start(List<String> before, List<String> arguments, Path errors) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
        return new JavaProcess(builder.start(), !before.isEmpty());
    }

    /**
     * Returns the class path of the tests for a main class among them, with its directories packed into a jar: the cache of loaded
     * classes, without which a start takes seconds, wants jars alone.
     */
    static synchronized String packedClassPath() throws IOException {
        List<String> entries = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                if (!entry.isEmpty() && !PACKED.startsWith(path.toAbsolutePath())) {
                    directories.add(path);
                }
            } else {
                entries.add(entry);
            }
        }
        if (!Files.exists(PACKED)) {
            pack(directories);
        }
        entries.addFirst(PACKED.toString());
        return String.join(File.pathSeparator, entries);
    }

    private static void pack(List<Path> directories) throws IOException {
        Set<String> names = new HashSet<>();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(PACKED))) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (Path directory : directories) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file :
                            files.filter(found -> !found.equals(directory)).toList()) {
                        boolean isDirectory = Files.isDirectory(file);
                        String name = directory.relativize(file) + (isDirectory ? "/" : "");
                        if (names.add(name)) {
                            jar.putNextEntry(new ZipEntry(name));
                            if (!isDirectory) {
                                Files.copy(file, jar);
                            }
                        }
                    }
                }
            }
        }
    }

    private static Path scratch() {
        try {
            Path directory = Files.createTempDirectory("durability");
            directory.toFile().deleteOnExit();
            directory.resolve("tests.jar").toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = output.read(); c >= 0; c = output.read()) {
                if (c == '\n') {
                    add(line.toString());
                    line.setLength(0);
                } else {
                    line.append((char) c);
                }
            }
        } catch (IOException e) {
            // The process is gone; what it had written before was read.
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    /** Returns the whole lines written so far. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line; returns false if the process ends or the time is over before it comes. */
    boolean await(Predicate<String> wanted, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int seen = 0;
        while (true) {
            synchronized (this) {
                for (; seen < lines.size(); seen++) {
                    if (wanted.test(lines.get(seen))) {
                        return true;
                    }
                }
                if (System.nanoTime() > end || !reader.isAlive()) {
                    return false;
                }
                wait(20);
            }
        }
    }

    /** Waits until it has written so many lines, or ended, or the time is over. */
    synchronized void awaitLines(int count, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (lines.size() < count && reader.isAlive() && System.nanoTime() < end) {
            wait(20);
        }
    }

    /**
     * Kills it with SIGKILL and returns when it is gone and its output is read. Of a process under strace the tracee is killed: strace
     * then writes its last lines and ends by itself, whereas without strace the tracee would go on alone.
     */
    void kill() {
        if (traced) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        } else {
            process.destroyForcibly();
        }
        join();
    }

    /** Waits until it ends by itself and returns its exit code. */
    int join() {
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
