// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealkeep.audit.TestTrails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * Threat 12: the disk under the store, the trail, or both is full, fails or does not let itself be written, while the packaged
 * service runs. It answers 503 and nothing else of the kind, goes on by itself when the disk does, and then store, trail and
 * answers agree.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("try") // what is held open is not always named
class DiskFaultIT {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    /** Room for the records of all that this asks, until it is filled on purpose. */
    private static final int DISK_MEGABYTES = 128;

    private static final int CALLS = 40;
    private static final int MOST_CALLS = 500;
    private static final String UNAVAILABLE = "503 DependencyTimeoutException";

    @TempDir
    private static Path directory;

    private final List<Promises> runs = new ArrayList<>();
    private Path home;
    private FaultyDisk storeDisk;
    private FaultyDisk trailDisk;
    private Service service;
    private KmsClient kms;
    private String keyId;
    private int recoveries;

    @BeforeAll
    void start() throws Exception {
        String unavailable = FaultyDisk.unavailable(directory);
        assumeTrue(unavailable == null, () -> "Full and failing disks are skipped: " + unavailable);
        home = directory.resolve("home");
        storeDisk = FaultyDisk.mount(home, DISK_MEGABYTES);
        trailDisk = FaultyDisk.mount(home.resolve("trail"), DISK_MEGABYTES);
        List<String> arguments = Service.arguments(home, Service.jar());
        arguments.add("--sealkeep.kms.sweep-interval=500ms");
        service = Service.start(List.of(), arguments, directory.resolve("service"));
        kms = service.kms();
        keyId = kms.createKey(r -> r.description("probe")).keyMetadata().keyId();
    }

    @AfterAll
    void end() throws IOException {
        if (service == null) {
            return;
        }
        try {
            kms.close();
            service.kill();
            // No torn line is left behind, seen by those who had no part in it.
            TrailRecords.read(home.resolve("trail"));
            assertThat(TestTrails.firstBad(home.resolve("trail"))).isNull();
        } finally {
            trailDisk.close();
            storeDisk.close();
        }
    }

    @AfterEach
    void free() throws IOException {
        storeDisk.free();
        trailDisk.free();
    }

    @Test
    void trailDiskFull_everyCallIs503_untilThereIsRoom() throws Exception {
        trailDisk.fill();
        Map<String, Integer> outcomes = callUntil503("trail full");
        assertThat(statuses(this::encrypt)).containsOnly(503);
        assertThat(statuses(this::createKeyRefused)).containsOnly(503);
        trailDisk.free();
        recovers("trail full", outcomes);
    }

    @Test
    void storeDiskFull_changesAre503AndUsesGoOn_untilThereIsRoom() throws Exception {
        storeDisk.fill();
        Map<String, Integer> outcomes = callUntil503("store full");
        assertThat(statuses(this::encrypt)).containsOnly(200);
        storeDisk.free();
        recovers("store full", outcomes);
    }

    @Test
    void bothDisksFull_everyCallIs503_untilThereIsRoom() throws Exception {
        storeDisk.fill();
        trailDisk.fill();
        Map<String, Integer> outcomes = callUntil503("both full");
        assertThat(statuses(this::encrypt)).containsOnly(503);
        storeDisk.free();
        trailDisk.free();
        recovers("both full", outcomes);
    }

    /** Each line: what fails, with what, and where. */
    @ParameterizedTest
    @CsvSource({
        "pwrite64, ENOSPC, trail",
        "pwrite64, EIO, trail",
        "pwrite64, EROFS, trail",
        "fdatasync, EIO, trail",
        "pwrite64, EIO, store",
        "pwrite64, EROFS, store",
        "fdatasync, EIO, store",
        "fdatasync, EIO, both",
        "pwrite64, EROFS, both"
    })
    void callsToTheDiskFail_answersAre503_untilTheyWork(String call, String error, String where) throws Exception {
        String unavailable = SystemTrace.unavailable();
        assumeTrue(unavailable == null, () -> "Failing system calls are skipped: " + unavailable);
        String name = where + " " + error + " of " + call;
        Map<String, Integer> outcomes;
        try (FailingCalls failing =
                FailingCalls.begin(service.pid(), calls(call), error, files(where), directory.resolve("strace.log"))) {
            outcomes = callUntil503(name);
        }
        recovers(name, outcomes);
    }

    private static List<String> calls(String call) {
        return call.equals("fdatasync") ? List.of("fdatasync", "fsync") : List.of(call);
    }

    private List<Path> files(String where) throws IOException {
        return switch (where) {
            case "store" -> List.of(home.resolve("sealkeep.db"), home.resolve("sealkeep.db-wal"));
            case "trail" -> segments();
            default -> List.of();
        };
    }

    /** Returns the segments there are now; the trail may begin another that does not fail. */
    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("trail"))) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    /** Makes calls of all kinds until one is answered 503, and some more; returns how often there was which answer. */
    private Map<String, Integer> callUntil503(String name) {
        Map<String, Integer> outcomes = new TreeMap<>();
        List<String> ledger = new ArrayList<>();
        Workload workload = new Workload(kms, watching(outcomes), ledger::add, name.replace(' ', '-'), 1);
        for (int i = 0; i < MOST_CALLS && !outcomes.containsKey(UNAVAILABLE); i++) {
            workload.step();
        }
        for (int i = 0; i < CALLS; i++) {
            workload.step();
        }
        runs.add(Promises.of(ledger));
        assertThat(outcomes).as(name).containsKey(UNAVAILABLE);
        return outcomes;
    }

    /** The fault is over: nothing but time may be needed. */
    private void recovers(String name, Map<String, Integer> outcomes) throws Exception {
        long start = System.nanoTime();
        await(name + ": takes changes again", () -> createKey() == 200);
        long millis = (System.nanoTime() - start) / 1_000_000;
        List<String> ledger = new ArrayList<>();
        Map<String, Integer> after = new TreeMap<>();
        Workload workload = new Workload(kms, watching(after), ledger::add, name.replace(' ', '-') + "-after", 2);
        for (int i = 0; i < CALLS; i++) {
            workload.step();
        }
        runs.add(Promises.of(ledger));
        System.out.println(name + ": " + outcomes + "; " + millis + " ms after it was over: " + after);
        assertThat(after).doesNotContainKey(UNAVAILABLE);
        assertThat(outcomes.keySet()).as(name).allMatch(DiskFaultIT::isExpected);
        await(name + ": the look-up has all records", () -> isComplete(service));
        // The record of a change that was made although its answer was 503 follows with the next sweep.
        await(name + ": store and trail agree", () -> findings().isEmpty());
        assertThat(Registers.ofStore(kms)).doesNotContainKey("key/refused");
    }

    /** Of the server's own errors there is one; the others are refusals that the workload is meant to get. */
    private static boolean isExpected(String outcome) {
        return outcome.equals("200") || outcome.equals(UNAVAILABLE) || outcome.startsWith("400 ");
    }

    private List<String> findings() {
        try {
            return Findings.of(runs, kms, ServiceKillIT.events(service));
        } catch (IOException e) {
            return List.of(e.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isComplete(Service service) {
        try {
            return !service.get("/v1/audit/events?limit=1").body().contains("completeUntil\":\"");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void await(String what, BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + RECOVERY.toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> what + "; the service says: " + String.join("\n", lastLines()))
                    .isLessThan(end);
            Thread.sleep(200);
        }
    }

    private List<String> lastLines() {
        List<String> lines = service.process().lines();
        return lines.subList(Math.max(0, lines.size() - 40), lines.size());
    }

    private static Requests watching(Map<String, Integer> outcomes) {
        return new Requests() {
            @Override
            public <R extends KmsResponse> Answered<R> make(Supplier<R> call) {
                try {
                    R response = call.get();
                    outcomes.merge("200", 1, Integer::sum);
                    return new Answered<>(response.responseMetadata().requestId(), Promises.NONE, response);
                } catch (KmsException e) {
                    String code = e.awsErrorDetails().errorCode();
                    outcomes.merge(e.statusCode() + " " + code, 1, Integer::sum);
                    return new Answered<>(e.requestId(), code, null);
                }
            }
        };
    }

    private static Set<Integer> statuses(IntSupplier call) {
        return IntStream.range(0, 5).map(i -> call.getAsInt()).boxed().collect(Collectors.toSet());
    }

    private int encrypt() {
        return status(() -> kms.encrypt(r -> r.keyId(keyId).plaintext(Workload.PLAINTEXT)));
    }

    private int createKey() {
        return status(() -> kms.createKey(r -> r.description("again-" + ++recoveries)));
    }

    private int createKeyRefused() {
        return status(() -> kms.createKey(r -> r.description("refused")));
    }

    private static int status(Supplier<? extends KmsResponse> call) {
        try {
            call.get();
            return 200;
        } catch (KmsException e) {
            return e.statusCode();
        }
    }
}
