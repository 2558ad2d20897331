// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes system calls of a running process fail, by strace, until it is closed. One thread. */
@SuppressWarnings("try") // closing waits for a process
final class FailingCalls implements AutoCloseable {

    private final Process strace;

    private FailingCalls(Process strace) {
        this.strace = strace;
    }

    /**
     * Begins; returns once every thread of the process is under it.
     *
     * @param calls the calls that fail, for example {@code fdatasync}
     * @param error what they fail with, for example {@code EIO}
     * @param files the files whose calls fail
     * @throws IOException if the process cannot be traced
     */
    static FailingCalls begin(long pid, List<String> calls, String error, List<Path> files, Path log)
            throws IOException, InterruptedException {
        String names = String.join(",", calls);
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-p",
                Long.toString(pid),
                "-e",
                "trace=" + names,
                "-e",
                "inject=" + names + ":error=" + error,
                "-e",
                "signal=none",
                "-o",
                "/dev/null"));
        for (Path file : files) {
            command.add("-P");
            command.add(file.toString());
        }
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        FailingCalls failing = new FailingCalls(strace);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!traced(pid)) {
            if (!strace.isAlive() || System.nanoTime() > end) {
                failing.close();
                throw new IOException("strace cannot attach: " + Files.readString(log));
            }
            Thread.sleep(10);
        }
        return failing;
    }

    private static boolean traced(long pid) throws IOException {
        try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                if (Files.readString(thread.resolve("status")).contains("TracerPid:\t0\n")) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Ends it: calls do again what they are asked to. */
    @Override
    public void close() throws InterruptedException {
        strace.destroy();
        strace.waitFor(20, TimeUnit.SECONDS);
    }
}
