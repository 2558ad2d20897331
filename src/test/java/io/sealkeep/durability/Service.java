// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The packaged service in a process of its own, on loopback ports that the system chooses. Safe for concurrent use. */
final class Service implements AutoCloseable {

    private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Duration START = Duration.ofMinutes(2);

    private final JavaProcess process;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private Service(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the jar and returns once it is ready.
     *
     * @param before what the command begins with; may be empty
     * @param options of the JVM and, behind {@code -jar}, settings; see {@link #jar}
     */
    static Service start(List<String> before, List<String> arguments, Path home)
            throws IOException, InterruptedException {
        Path errors = Path.of(home + ".err");
        JavaProcess process = JavaProcess.start(before, arguments, errors);
        try {
            boolean started = process.await(line -> STARTED.matcher(line).find(), START);
            if (!started) {
                throw new IllegalStateException(
                        "no start: " + String.join("\n", process.lines()) + "\n" + Files.readString(errors));
            }
            Service service = new Service(process, portIn(process.lines()));
            service.awaitReady();
            return service;
        } catch (RuntimeException | InterruptedException e) {
            process.kill();
            throw e;
        }
    }

    static Service start(Path home) throws IOException, InterruptedException {
        return start(List.of(), arguments(home, jar()), home);
    }

    /** Returns how the packaged jar is named on a command line. */
    static List<String> jar() {
        String jar = System.getProperty("sealkeep.jar");
        if (jar == null || !Files.exists(Path.of(jar))) {
            throw new IllegalStateException("sealkeep.jar does not name the packaged jar: " + jar);
        }
        return List.of("-jar", jar);
    }

    static List<String> arguments(Path home, List<String> what) {
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "-XX:-UsePerfData",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        arguments.addAll(what);
        arguments.addAll(List.of("--sealkeep.home=" + home, "--server.port=0", "--management.server.port=0"));
        return arguments;
    }

    private static int portIn(List<String> lines) {
        for (String line : lines) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
        }
        throw new IllegalStateException("no port");
    }

    private void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (get("/readyz").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("never ready: " + String.join("\n", process.lines()));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Returns the SDK's own client, which makes one request a call. */
    KmsClient kms() {
        return kms(port, 1);
    }

    static KmsClient kms(int port, int attempts) {
        return KmsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIADURABILITY", "none")))
                .httpClientBuilder(
                        Apache5HttpClient.builder().maxConnections(64).socketTimeout(Duration.ofSeconds(20)))
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(attempts)))
                .build();
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    JavaProcess process() {
        return process;
    }

    void kill() {
        http.shutdownNow();
        process.kill();
    }

    @Override
    public void close() {
        kill();
    }
}
