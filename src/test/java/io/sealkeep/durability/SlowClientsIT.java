// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Threat 19: two thousand slow connections hold on to the service, and a good client does not notice. Its 99th percentile, the
 * median of several windows, stays below twice what it was without them, give or take what a shared machine adds.
 *
 * <p>{@code -Dsealkeep.slow-sockets=…} for another number.
 */
class SlowClientsIT {

    private static final int SOCKETS = Integer.getInteger("sealkeep.slow-sockets", 2000);
    private static final int WINDOWS = 5;
    private static final int CALLS_A_WINDOW = 100;
    private static final double ALLOWANCE_MILLIS = 25;

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void goodClient_besideSlowOnes_keepsItsPace() throws Exception {
        assumeTrue(openFiles() > SOCKETS + 500, "Slow clients are skipped: too few open files are allowed");
        try (Service service = Service.start(directory.resolve("home"))) {
            HttpRequest probe = probe(service);
            windows(probe);
            double alone = windows(probe);
            double beside;
            try (SlowSockets slow = new SlowSockets(service.port(), SOCKETS)) {
                windows(probe);
                beside = windows(probe);
                System.out.printf(
                        "p99 of Encrypt alone %.1f ms, beside %d slow connections %.1f ms: %.2f times; %d closed by the service%n",
                        alone, SOCKETS, beside, beside / alone, slow.reopened());
            }
            assertThat(beside).isLessThan(2 * alone + ALLOWANCE_MILLIS);
        }
    }

    private static HttpRequest probe(Service service) {
        String keyId;
        try (KmsClient kms = service.kms()) {
            keyId = kms.createKey(r -> r.description("probe")).keyMetadata().keyId();
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "TrentService.Encrypt")
                .POST(HttpRequest.BodyPublishers.ofString("{\"KeyId\":\"" + keyId + "\",\"Plaintext\":\"aGVsbG8=\"}"))
                .build();
    }

    /** Returns the median of the windows' 99th percentiles, in milliseconds. */
    private double windows(HttpRequest probe) throws IOException, InterruptedException {
        double[] percentiles = new double[WINDOWS];
        for (int w = 0; w < WINDOWS; w++) {
            long[] nanos = new long[CALLS_A_WINDOW];
            for (int i = 0; i < CALLS_A_WINDOW; i++) {
                long start = System.nanoTime();
                HttpResponse<String> answer = http.send(probe, HttpResponse.BodyHandlers.ofString());
                nanos[i] = System.nanoTime() - start;
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            Arrays.sort(nanos);
            percentiles[w] = nanos[CALLS_A_WINDOW * 99 / 100] / 1e6;
        }
        Arrays.sort(percentiles);
        return percentiles[WINDOWS / 2];
    }

    private static long openFiles() throws IOException {
        Matcher limit =
                Pattern.compile("Max open files +\\d+ +(\\d+)").matcher(Files.readString(Path.of("/proc/self/limits")));
        return limit.find() ? Long.parseLong(limit.group(1)) : Long.MAX_VALUE;
    }
}
