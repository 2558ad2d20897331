// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.kms.CrashableKms;
import io.sealkeep.kms.CrashableKms.Fault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process to be killed: opens a home directory and makes calls of all kinds from several threads, until it is killed or has made
 * as many as it was told to. Its standard output is the ledger, one system call a line.
 */
final class CrashWorker {

    /** The first line of the ledger: the start is over. */
    static final String READY = "ready";

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final int CALLS_A_CHECKPOINT = 12;
    private static final List<String> CHECKPOINTS = List.of("PASSIVE", "RESTART", "TRUNCATE");

    private CrashWorker() {}

    /** Returns the arguments of a JVM that runs this. */
    static List<String> arguments(
            List<String> options, Path home, int threads, int calls, long seed, Fault fault, long segmentBytes)
            throws IOException {
        List<String> arguments = new ArrayList<>(JavaProcess.LIGHT);
        arguments.add("-Dlogback.configurationFile=io/sealkeep/durability/quiet-logback.xml");
        arguments.addAll(options);
        arguments.addAll(List.of("-cp", JavaProcess.packedClassPath()));
        arguments.addAll(List.of(
                CrashWorker.class.getName(),
                home.toString(),
                Integer.toString(threads),
                Integer.toString(calls),
                Long.toString(seed),
                fault.name(),
                Long.toString(segmentBytes)));
        return arguments;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path home = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[1]);
        int calls = Integer.parseInt(arguments[2]);
        long seed = Long.parseLong(arguments[3]);
        try (CrashableKms kms = CrashableKms.open(home, Fault.valueOf(arguments[4]), Long.parseLong(arguments[5]))) {
            say(READY);
            List<Thread> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Workload workload = new Workload(
                        kms.client(),
                        Requests.LOCAL,
                        CrashWorker::say,
                        "w" + seed + "-" + i,
                        new Random(seed + i).nextLong());
                running.add(Thread.ofPlatform().start(() -> work(workload, calls, home)));
            }
            for (Thread thread : running) {
                thread.join();
            }
        }
    }

    private static void work(Workload workload, int calls, Path home) {
        for (int n = 1; n <= calls; n++) {
            workload.step();
            if (n % CALLS_A_CHECKPOINT == 0) {
                checkpoint(home.resolve("sealkeep.db"), CHECKPOINTS.get(n / CALLS_A_CHECKPOINT % CHECKPOINTS.size()));
            }
        }
    }

    /** SQLite does it by itself every thousand pages; that would be too seldom for a short run. */
    private static void checkpoint(Path store, String kind) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_checkpoint(" + kind + ")");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
