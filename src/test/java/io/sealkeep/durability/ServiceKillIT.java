// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.audit.TestTrails;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Threat 10 on the whole service: the packaged jar is killed with SIGKILL while the SDK's own client loads it over the wire, and is
 * started again. Everything answered is there over the wire and in {@code /v1/audit/events}.
 *
 * <p>{@code -Dsealkeep.service-kills=200} kills more often, {@code -Dsealkeep.random-seed=…} in another way.
 */
class ServiceKillIT {

    private static final int KILLS = Integer.getInteger("sealkeep.service-kills", 5);
    private static final long SEED = Long.getLong("sealkeep.random-seed", 1);
    private static final int THREADS = 4;
    private static final int KILLS_A_HOME = 25;
    private static final int MOST_LINES = 800;

    @TempDir
    private Path directory;

    @Test
    void kill_underLoadOverTheWire_losesNothingAnswered() throws Exception {
        Random random = new Random(SEED);
        int answers = 0;
        for (int kill = 0; kill < KILLS; ) {
            Path home = directory.resolve("home" + kill);
            List<Promises> runs = new ArrayList<>();
            Service service = Service.start(home);
            try {
                for (int n = 0; n < KILLS_A_HOME && kill < KILLS; n++) {
                    runs.add(Promises.of(loadUntilKilled(service, ++kill, random)));
                    service = Service.start(home);
                    verify(service, runs, home);
                }
            } finally {
                service.kill();
            }
            assertThat(TestTrails.firstBad(home.resolve("trail"))).isNull();
            answers += runs.stream().mapToInt(run -> run.answers().size()).sum();
        }
        System.out.printf("%d kills of the service, %d answered calls, none lost%n", KILLS, answers);
        assertThat(answers).isGreaterThan(KILLS * 10);
    }

    private static List<String> loadUntilKilled(Service service, int run, Random random) throws InterruptedException {
        ConcurrentLinkedQueue<String> ledger = new ConcurrentLinkedQueue<>();
        try (KmsClient kms = service.kms()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Workload workload =
                        new Workload(kms, Requests.WIRE, ledger::add, "k" + run + "-" + i, random.nextLong());
                threads.add(Thread.ofPlatform().start(() -> loadUntilGone(workload)));
            }
            // So many lines, whatever the machine's speed.
            int lines = random.nextInt(MOST_LINES);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (ledger.size() < lines && System.nanoTime() < end) {
                Thread.sleep(1);
            }
            service.kill();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        return List.copyOf(ledger);
    }

    private static void loadUntilGone(Workload workload) {
        try {
            while (true) {
                workload.step();
            }
        } catch (SdkException e) {
            // The service is gone, and this call has no answer.
        }
    }

    private static void verify(Service service, List<Promises> runs, Path home) throws Exception {
        try (KmsClient kms = service.kms()) {
            assertThat(Findings.of(runs, kms, events(service))).isEmpty();
        }
        assertThat(home.resolve("trail")).isDirectory();
    }

    /** Returns all records, oldest first, as the audit door tells them. */
    static List<JsonNode> events(Service service) throws IOException, InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = JsonMapper.shared()
                    .readTree(
                            service.get("/v1/audit/events?limit=1000" + cursor).body());
            page.path("events").forEach(events::add);
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return events.reversed();
    }
}
