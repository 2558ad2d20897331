// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * strace: whether it is there, how it is called, what it wrote.
 *
 * <p>A traced thread stands still at the entry of a call and at its return until strace has written the line. So what one line
 * says had happened before anything that the program did because of it, and lines of different threads are in an order in which
 * things may be concluded: if one call's end is written before another's start, it ended before the other started.
 */
final class SystemTrace {

    private static final String UNFINISHED = " <unfinished ...>";
    private static final String RESUMED = " resumed>";

    private SystemTrace() {}

    /** Returns why there can be no trace here, or null if there can. */
    static @Nullable String unavailable() {
        try {
            Process process = new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? null
                    : "strace cannot trace here: " + output.strip();
        } catch (IOException e) {
            return "strace is not installed";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /**
     * Returns what to put in front of a command.
     *
     * @param output where the trace goes
     * @param calls the system calls to trace
     * @param bytes how much of a call's data is printed
     */
    static List<String> command(Path output, Collection<String> calls, int bytes) {
        // A name that this machine's kernel does not have is passed over.
        String names = "?" + String.join(",?", calls);
        return List.of(
                "strace",
                "-f",
                "-y",
                "--seccomp-bpf",
                "-s",
                Integer.toString(bytes),
                "-e",
                "trace=" + names,
                "-e",
                "signal=none",
                "-o",
                output.toString());
    }

    /** Reads a trace. Calls come in the order in which they ended; those that never did come last. */
    static void read(Path file, Consumer<SystemCall> calls) throws IOException {
        Map<Integer, Begun> begun = new HashMap<>();
        long place = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                place++;
                int space = line.indexOf(' ');
                int thread = Integer.parseInt(line.substring(0, space));
                String rest = line.substring(space + 1).stripLeading();
                if (rest.startsWith("<... ")) {
                    Begun call = begun.remove(thread);
                    if (call != null) {
                        String tail = rest.substring(rest.indexOf(RESUMED) + RESUMED.length());
                        calls.accept(call.end(thread, tail, place));
                    }
                } else if (rest.endsWith(UNFINISHED)) {
                    begun.put(thread, Begun.parse(rest.substring(0, rest.length() - UNFINISHED.length()), place));
                } else if (!rest.startsWith("+++") && !rest.startsWith("---")) {
                    calls.accept(Begun.parse(rest, place).end(thread, "", place));
                }
            }
        }
        begun.forEach((thread, call) ->
                calls.accept(new SystemCall(thread, call.name, call.text, "?", call.started, Long.MAX_VALUE)));
    }

    static List<SystemCall> read(Path file) throws IOException {
        List<SystemCall> calls = new ArrayList<>();
        read(file, calls::add);
        return calls;
    }

    /** A call of which so far only the beginning was read. */
    private record Begun(String name, String text, long started) {

        static Begun parse(String line, long place) {
            int parenthesis = line.indexOf('(');
            return new Begun(line.substring(0, parenthesis), line.substring(parenthesis + 1), place);
        }

        SystemCall end(int thread, String tail, long place) {
            String whole = tail.isEmpty() ? text : text + tail;
            int equals = whole.lastIndexOf(" = ");
            int end = whole.lastIndexOf(')', equals);
            return new SystemCall(
                    thread,
                    name,
                    whole.substring(0, end),
                    whole.substring(equals + 3).strip(),
                    started,
                    place);
        }
    }
}
