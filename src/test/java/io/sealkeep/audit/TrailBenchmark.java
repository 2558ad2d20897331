// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * Prints how fast the trail takes records and how much processor time that costs. Run by hand; arguments: directory, waiters,
 * seconds, keys.
 */
final class TrailBenchmark {

    private TrailBenchmark() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path directory = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "target"), "trail");
        int waiters = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        int keys = args.length > 3 ? Integer.parseInt(args[3]) : 100;
        TrailSettings settings = TrailSettings.of("000000000000", "us-east-1");
        long written;
        try (JournalTrail trail = JournalTrail.open(directory, Clock.systemUTC(), settings)) {
            load(trail, waiters, 2, keys, out);
            written = load(trail, waiters, seconds, keys, out);
        }
        out.printf("files: %s%n", sizes(directory));
        for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        long start = System.nanoTime();
        try (JournalTrail trail = JournalTrail.open(directory, Clock.systemUTC(), settings)) {
            double took = (System.nanoTime() - start) / 1e9;
            out.printf("index built anew from the journal in %.2f s%n", took);
            start = System.nanoTime();
            TrailPage page = trail.find(new TrailQuery(null, null, "CreateKey", null, null, null, null, 50, null));
            out.printf(
                    "query for a rare name: %d events in %.2f ms%n",
                    page.events().size(), (System.nanoTime() - start) / 1e6);
        }
        start = System.nanoTime();
        JournalVerifier.Verdict verdict = JournalVerifier.verify(new DiskFiles(directory), List.of(), null);
        out.printf(
                "verified in %.2f s: %s (%d records in the second run)%n",
                (System.nanoTime() - start) / 1e9, verdict, written);
    }

    private static long load(JournalTrail trail, int waiters, int seconds, int keys, PrintStream out)
            throws InterruptedException {
        long[][] latencies = new long[waiters][200_000];
        int[] counts = new int[waiters];
        LongAdder total = new LongAdder();
        long cpu = processCpu();
        List<long[]> threadsBefore = threadCpu();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < waiters; w++) {
            int me = w;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; System.nanoTime() < end; i++) {
                    long before = System.nanoTime();
                    String key = "arn:aws:kms:eu-central-1:000000000000:key/11111111-2222-3333-4444-"
                            + (100_000_000_000L + (i * 31L + me) % keys);
                    AuditEvent event = TestEvents.decrypt(UUID.randomUUID().toString())
                            .resource(key)
                            .build();
                    trail.record(List.of(event));
                    latencies[me][counts[me]++ % 200_000] = System.nanoTime() - before;
                    total.increment();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double wall = (System.nanoTime() - start) / 1e9;
        double used = (processCpu() - cpu) / 1e3 / total.sum();
        long[] all = Arrays.stream(latencies)
                .flatMapToLong(Arrays::stream)
                .filter(l -> l > 0)
                .sorted()
                .toArray();
        out.printf(
                "%d waiters: %,.0f records/s, p50 %.2f ms, p99 %.2f ms, process CPU %.1f µs a record%n",
                waiters, total.sum() / wall, all[all.length / 2] / 1e6, all[all.length * 99 / 100] / 1e6, used);
        long wait = System.nanoTime();
        trail.contains("none");
        out.printf("  index caught up %.0f ms after the load%n", (System.nanoTime() - wait) / 1e6);
        printThreads(threadsBefore, total.sum(), out);
        return total.sum();
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<long[]> threadCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<long[]> cpu = new ArrayList<>();
        for (long id : threads.getAllThreadIds()) {
            cpu.add(new long[] {id, threads.getThreadCpuTime(id)});
        }
        return cpu;
    }

    private static void printThreads(List<long[]> before, long records, PrintStream out) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (long[] thread : threadCpu()) {
            long earlier = before.stream()
                    .filter(t -> t[0] == thread[0])
                    .mapToLong(t -> t[1])
                    .findFirst()
                    .orElse(0);
            double micros = (thread[1] - earlier) / 1e3 / records;
            ThreadInfo info = threads.getThreadInfo(thread[0]);
            if (micros > 0.05 && info != null) {
                out.printf("  %-28s %.2f µs a record%n", info.getThreadName(), micros);
            }
        }
    }

    private static String sizes(Path directory) throws java.io.IOException {
        try (var files = Files.list(directory)) {
            return files.map(f -> f.getFileName() + " " + f.toFile().length() / 1024 + "K")
                    .sorted()
                    .toList()
                    .toString();
        }
    }
}
