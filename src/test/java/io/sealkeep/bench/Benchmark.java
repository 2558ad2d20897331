// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures Sealkeep beside {@link BareApplication}, in one run on one machine: {@code bench/run} starts it. Each figure is the
 * middle one of three rounds, in which the two take turns. Sealkeep's time ends when the index of its trail has reached the end
 * of the journal, and every request's record is then looked for.
 */
public final class Benchmark {

    private static final List<String> OPERATIONS = List.of("Encrypt", "Decrypt", "GenerateDataKey");
    private static final List<Integer> CONNECTIONS = List.of(1, 16, 64);
    private static final String BARE = "bare application";
    private static final int ROUNDS = 3;

    private final Path directory;
    private final Duration duration;
    private final long streamBytes;
    private final ServerProcess bareServer;
    private final ServerProcess sealkeepServer;
    private final Sealkeep sealkeep;
    private int faults;

    private Benchmark(
            Path directory,
            Duration duration,
            long streamBytes,
            ServerProcess bareServer,
            ServerProcess sealkeepServer) {
        this.directory = directory;
        this.duration = duration;
        this.streamBytes = streamBytes;
        this.bareServer = bareServer;
        this.sealkeepServer = sealkeepServer;
        this.sealkeep = new Sealkeep(sealkeepServer.port());
    }

    /** Arguments: a directory for what is made, the packaged jar, the bare application's class path. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        Duration duration = Duration.ofSeconds(Integer.getInteger("bench.seconds", 4));
        long streamBytes = Integer.getInteger("bench.megabytes", 256) * 1_000_000L;
        try (ServerProcess bare = ServerProcess.start(
                        List.of("-cp", args[2], BareApplication.class.getName()),
                        List.of("--spring.config.location=file:src/main/resources/application.yml"),
                        directory.resolve("bare.log"));
                ServerProcess sealkeep = ServerProcess.start(
                        List.of("-jar", args[1]),
                        List.of(
                                "--sealkeep.home=" + directory.resolve("home"),
                                "--management.server.port=" + ServerProcess.freePort()),
                        directory.resolve("sealkeep.log"))) {
            Benchmark benchmark = new Benchmark(directory, duration, streamBytes, bare, sealkeep);
            benchmark.requests();
            benchmark.faults += new Families(benchmark.sealkeep, sealkeep.port(), duration).run();
            benchmark.streams();
            System.out.println(
                    benchmark.faults == 0
                            ? "No request failed, and every request has its record."
                            : benchmark.faults + " FAULTS, see above.");
            System.exit(benchmark.faults == 0 ? 0 : 1);
        }
    }

    private void requests() {
        System.out.printf(
                "%d cores, Java %s; %d rounds of %d s each, interleaved; load and servers share the machine.%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                ROUNDS,
                duration.toSeconds());
        warmUp();
        Map<String, List<Measured>> runs = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (int connections : CONNECTIONS) {
                add(runs, connections, BARE, bare(connections, duration));
                for (String operation : OPERATIONS) {
                    add(runs, connections, operation, sealkeep(operation, connections, duration));
                }
            }
        }
        print(runs);
    }

    /** Until the compiler is done with both: after half of this time Sealkeep still gains a tenth. */
    private void warmUp() {
        Duration warmUp = duration.multipliedBy(8);
        bare(64, warmUp);
        OPERATIONS.forEach(operation -> sealkeep(operation, 64, warmUp));
    }

    private static void add(Map<String, List<Measured>> runs, int connections, String target, Measured measured) {
        runs.computeIfAbsent("%11d  %-17s".formatted(connections, target), key -> new ArrayList<>())
                .add(measured);
    }

    /** The same bytes that Sealkeep is sent, so that both read the same. */
    private Measured bare(int connections, Duration time) {
        String body = sealkeep.body("Encrypt", "00000000-0000-0000-0000-000000000000");
        byte[] request = Sealkeep.wireRequest(bareServer.port(), "Encrypt", body);
        Load.Result load = Load.run(bareServer.port(), request, connections, time);
        note(BARE, load.failed(), 0);
        return new Measured(load, Duration.ZERO);
    }

    /** Each run has a key of its own, by which its records are counted. */
    private Measured sealkeep(String operation, int connections, Duration time) {
        String keyId = sealkeep.createKey();
        byte[] request = Sealkeep.wireRequest(sealkeepServer.port(), operation, sealkeep.body(operation, keyId));
        Load.Result load = Load.run(sealkeepServer.port(), request, connections, time);
        long answered = System.nanoTime();
        sealkeep.awaitIndex();
        Duration indexing = Duration.ofNanos(System.nanoTime() - answered);
        note(operation, load.failed(), load.requests() - sealkeep.countRecords(operation, keyId));
        return new Measured(load, indexing);
    }

    private void note(String target, int failed, int missing) {
        if (failed != 0 || missing != 0) {
            System.out.println("FAULT: " + target + ": " + failed + " failed, " + missing + " records missing");
            faults++;
        }
    }

    private static void print(Map<String, List<Measured>> runs) {
        System.out.println("connections  request              req/s  of bare    p50 ms    p99 ms  index behind ms");
        double bare = 0;
        for (Map.Entry<String, List<Measured>> entry : runs.entrySet()) {
            Measured middle = middle(entry.getValue(), Comparator.comparingDouble(Measured::rate));
            if (entry.getKey().contains(BARE)) {
                bare = middle.rate();
            }
            System.out.printf(
                    "%s %8.0f %8.2f %9.2f %9.2f %16d%n",
                    entry.getKey(),
                    middle.rate(),
                    middle.rate() / bare,
                    middle.load().percentile(50),
                    middle.load().percentile(99),
                    middle.indexing().toMillis());
        }
    }

    private void streams() throws IOException {
        Path plain = plaintext();
        Path message = directory.resolve("message.bin");
        String encrypt = "/v1/envelope/encrypt?context.tenant=t-9&keyId=" + sealkeep.createKey();
        String decrypt = "/v1/envelope/decrypt?context.tenant=t-9";
        long crc;
        try (OutputStream sink = Files.newOutputStream(message)) {
            crc = Streamed.post(bareServer.port(), "/copy", plain, OutputStream.nullOutputStream())
                    .crc();
            Streamed.post(sealkeepServer.port(), encrypt, plain, sink);
        }
        check(Streamed.post(sealkeepServer.port(), decrypt, message, OutputStream.nullOutputStream()), crc);
        List<Double> copies = new ArrayList<>();
        List<Double> encryptions = new ArrayList<>();
        List<Double> decryptions = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            copies.add(rate(check(post(bareServer, "/copy", plain), crc)));
            encryptions.add(rate(post(sealkeepServer, encrypt, plain)));
            decryptions.add(rate(check(post(sealkeepServer, decrypt, message), crc)));
        }
        double copy = middle(copies, Comparator.naturalOrder());
        System.out.printf("%nOne stream of %d MB            MB/s  of copy%n", streamBytes / 1_000_000);
        System.out.printf("bare application, copy     %8.0f %8.2f%n", copy, 1.0);
        print("envelope, encrypt", middle(encryptions, Comparator.naturalOrder()), copy);
        print("envelope, decrypt", middle(decryptions, Comparator.naturalOrder()), copy);
    }

    private static Streamed post(ServerProcess server, String path, Path file) {
        return Streamed.post(server.port(), path, file, OutputStream.nullOutputStream());
    }

    private double rate(Streamed streamed) {
        return streamed.megabytesPerSecond(streamBytes);
    }

    private Streamed check(Streamed streamed, long crc) {
        if (streamed.bytes() != streamBytes || streamed.crc() != crc) {
            System.out.println("FAULT: a stream came back as something else");
            faults++;
        }
        return streamed;
    }

    private static void print(String name, double rate, double copy) {
        System.out.printf("%-26s %8.0f %8.2f%n", name, rate, rate / copy);
    }

    private Path plaintext() throws IOException {
        byte[] block = new byte[1_000_000];
        new Random(1).nextBytes(block);
        Path file = directory.resolve("plain.bin");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < streamBytes; written += block.length) {
                out.write(block);
            }
        }
        return file;
    }

    private static <T> T middle(List<T> values, Comparator<? super T> order) {
        return values.stream().sorted(order).toList().get(values.size() / 2);
    }

    /**
     * One run.
     *
     * @param indexing how long after the last answer the index reached the journal's end
     */
    private record Measured(Load.Result load, Duration indexing) {

        /** Requests a second, over the time until every record can be found. */
        double rate() {
            return load.requests() / (load.elapsed().plus(indexing).toNanos() / 1e9);
        }
    }
}
