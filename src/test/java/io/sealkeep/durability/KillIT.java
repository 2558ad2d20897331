// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.TestTrails;
import io.sealkeep.call.Caller;
import io.sealkeep.kms.CrashableKms;
import io.sealkeep.kms.CrashableKms.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threat 10: a process with the engine and the trail is killed with SIGKILL at a random moment under load, also while it starts
 * and clears up after the kill before. Nothing that was answered is lost, nothing is recorded twice, and store and trail agree.
 *
 * <p>{@code -Dsealkeep.kills=1000} kills more often, {@code -Dsealkeep.random-seed=…} in another way.
 */
class KillIT {

    private static final int KILLS = Integer.getInteger("sealkeep.kills", 100);
    private static final long SEED = Long.getLong("sealkeep.random-seed", 1);
    private static final int KILLS_A_HOME = 10;
    private static final int MOST_LINES = 200;
    private static final int LANES = 2;
    private static final long SEGMENT_BYTES = 128 * 1024;

    @TempDir
    private static Path directory;

    private static Path cache;

    /** A run that ends by itself leaves a cache of loaded classes, without which each start would take seconds. */
    @BeforeAll
    static void makeCache() throws IOException {
        cache = directory.resolve("worker.aot");
        List<String> arguments = CrashWorker.arguments(
                List.of("-XX:AOTCacheOutput=" + cache),
                directory.resolve("training"),
                2,
                40,
                0,
                Fault.NONE,
                SEGMENT_BYTES);
        try (JavaProcess worker = JavaProcess.start(List.of(), arguments, directory.resolve("training.err"))) {
            assertThat(worker.join())
                    .as(Files.readString(directory.resolve("training.err")))
                    .isZero();
        }
    }

    @Test
    void kill_atAnyMoment_losesNothingAnswered() throws Exception {
        AtomicInteger kills = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<?>> running = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Random random = new Random(SEED * 31 + lane);
                running.add(lanes.submit(() -> {
                    while (kills.get() < KILLS) {
                        answers.addAndGet(oneHome(random, kills));
                    }
                    return null;
                }));
            }
            for (Future<?> lane : running) {
                lane.get();
            }
        }
        System.out.printf("%d kills, %d answered calls, none lost%n", kills.get(), answers.get());
        assertThat(answers.get()).isGreaterThan(KILLS * 10);
    }

    /** Kills some processes on one home, one after the other; returns how many calls they had answered. */
    private static int oneHome(Random random, AtomicInteger kills) throws Exception {
        Path home = Files.createTempDirectory(directory, "home");
        List<Promises> runs = new ArrayList<>();
        for (int i = 0; i < KILLS_A_HOME; i++) {
            int number = kills.incrementAndGet();
            runs.add(Promises.of(killedRun(home.resolve("data"), number, random)));
            // Without a look between two kills the second may hit the clearing up after the first.
            if (random.nextInt(4) > 0 || i == KILLS_A_HOME - 1) {
                verify(home.resolve("data"), runs, number);
            }
        }
        return runs.stream().mapToInt(run -> run.answers().size()).sum();
    }

    private static List<String> killedRun(Path home, int number, Random random) throws Exception {
        List<String> arguments = CrashWorker.arguments(
                List.of("-XX:AOTCache=" + cache),
                home,
                4,
                1_000_000,
                SEED * 1_000_000 + number,
                Fault.NONE,
                SEGMENT_BYTES);
        Path errors = home.resolveSibling("worker.err");
        try (JavaProcess worker = JavaProcess.start(List.of(), arguments, errors)) {
            boolean inStart = random.nextInt(4) == 0;
            if (inStart) {
                Thread.sleep(random.nextInt(900));
            } else {
                assertThat(worker.await(CrashWorker.READY::equals, Duration.ofSeconds(60)))
                        .as(() -> "starts after kill " + (number - 1) + ": " + read(errors))
                        .isTrue();
                // So many lines, whatever the machine's speed, and then anywhere between two of them.
                worker.awaitLines(random.nextInt(MOST_LINES), Duration.ofSeconds(60));
                Thread.sleep(0, random.nextInt(1_000_000));
            }
            worker.kill();
            return worker.lines();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void verify(Path home, List<Promises> runs, int number) throws IOException {
        if (!Files.exists(home)) {
            return;
        }
        try (CrashableKms kms = CrashableKms.open(home, Fault.NONE, SEGMENT_BYTES)) {
            List<String> problems = ScopedValue.where(Caller.CURRENT, Requests.caller("verification"))
                    .call(() -> Findings.of(runs, kms.engine(), TrailRecords.read(home.resolve("trail"))));
            assertThat(problems).as("after kill " + number + " of seed " + SEED).isEmpty();
        }
        assertThat(TestTrails.firstBad(home.resolve("trail"))).isNull();
    }
}
