// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealkeep.kms.AnswerFirstService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Threat 11: no answer leaves before the disk has what it says. The packaged service runs under strace; of thousands of answers over
 * the wire, each must have its record forced, and a change its transaction too, before its first byte is written to the socket.
 *
 * <p>{@code -Dsealkeep.traced-answers=…} for another number.
 */
class AnswerOrderIT {

    private static final int ANSWERS = Integer.getInteger("sealkeep.traced-answers", 5000);
    private static final int THREADS = 8;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void requireTrace() {
        String unavailable = SystemTrace.unavailable();
        assumeTrue(unavailable == null, () -> "The order of answers is not looked at: " + unavailable);
    }

    @Test
    void answer_ofTheService_leavesAfterItsRecordIsForced() throws Exception {
        List<String> problems = problems("service", Service.jar(), ANSWERS);
        assertThat(problems).isEmpty();
    }

    /** The same judge on a service that lets the answer go first. */
    @Test
    void answer_ofAServiceThatAnswersFirst_isNoticed() throws Exception {
        List<String> faulty = List.of(
                "-cp",
                JavaProcess.packedClassPath(),
                AnswerFirstService.class.getName(),
                "--logging.config=classpath:io/sealkeep/durability/start-logback.xml");
        List<String> problems = problems("faulty", faulty, ANSWERS / 10);
        System.out.println(problems.size() + " answers before their records, such as " + problems.getFirst());
        assertThat(problems).hasSizeGreaterThan(ANSWERS / 20);
    }

    private static List<String> problems(String name, List<String> what, int answers) throws Exception {
        Path home = directory.resolve(name);
        Path trace = directory.resolve(name + ".trace");
        List<String> strace = SystemTrace.command(trace, AnswerOrder.CALLS, AnswerOrder.BYTES);
        Map<String, Boolean> requests;
        try (Service service = Service.start(strace, Service.arguments(home, what), home)) {
            requests = load(service, answers);
        }
        AnswerOrder order = new AnswerOrder();
        SystemTrace.read(trace, order::add);
        System.out.printf(
                "%s: %d answers, %d of them to changes, in a trace of %d MB%n",
                name,
                requests.size(),
                requests.values().stream().filter(change -> change).count(),
                Files.size(trace) >> 20);
        Files.delete(trace);
        assertThat(order.notUnderstood()).isEmpty();
        assertThat(requests).hasSizeGreaterThanOrEqualTo(answers);
        return requests.entrySet().stream()
                .map(request -> order.problem(request.getKey(), request.getValue()))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the ids of the requests that were answered, and whether each changed something. */
    private static Map<String, Boolean> load(Service service, int answers) throws InterruptedException {
        Map<String, Boolean> requests = new ConcurrentHashMap<>();
        try (KmsClient kms = service.kms()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Workload workload = new Workload(kms, Requests.WIRE, line -> note(line, requests), "t" + i, i);
                threads.add(Thread.ofPlatform().start(() -> {
                    while (requests.size() < answers) {
                        workload.step();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        return requests;
    }

    private static void note(String line, Map<String, Boolean> requests) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("done")) {
            requests.put(words[2], words[3].equals(Promises.NONE) && !words[4].startsWith("opens/"));
        }
    }
}
