// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the image must hold to, read from the Dockerfile; and its health check, run. */
class ContainerImageTest {

    private static final Path HEALTH = Path.of("config/container/health");

    /** The last stage: what the image is. */
    private final List<String> image = lastStage();

    @Test
    void image_runsAsANumericUserWithoutPrivileges() {
        assertThat(image).filteredOn(line -> line.startsWith("USER ")).containsExactly("USER 65532:65532");
    }

    @Test
    void image_keepsItsHomeInAVolumeOfItsUser() {
        assertThat(image)
                .contains("RUN install -d -m 0700 -o 65532 -g 65532 /data", "VOLUME /data", "STOPSIGNAL SIGTERM")
                .anyMatch(line -> line.contains("SEALKEEP_HOME=/data"));
    }

    @Test
    void image_leavesTheOpenNetworkToWhoeverRunsIt() {
        assertThat(image)
                .filteredOn(line -> !line.startsWith("#"))
                .anyMatch(line -> line.contains("SERVER_ADDRESS=0.0.0.0"))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("insecure"));
        assertThat(Path.of("config/container/java.args")).content().doesNotContain("insecure");
    }

    @Test
    void entryPoint_isAJvmWithoutAShell() {
        assertThat(image)
                .filteredOn(line -> line.startsWith("ENTRYPOINT") || line.startsWith("CMD"))
                .singleElement()
                .asString()
                .startsWith("ENTRYPOINT [\"java\", \"@/app/java.args\",");
    }

    @Test
    void health_ofAReadyService_succeeds() throws Exception {
        assertThat(health(200)).isZero();
    }

    @Test
    void health_ofAServiceThatIsNotReady_fails() throws Exception {
        assertThat(health(503)).isNotZero();
    }

    @Test
    void health_whereNothingListens_fails() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(run(port)).isNotZero();
    }

    private static int health(int status) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean expected = exchange.getRequestURI().getPath().equals("/readyz")
                    && "localhost".equals(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(expected ? status : 404, -1);
            exchange.close();
        });
        server.start();
        try {
            return run(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    private static int run(int port) throws IOException, InterruptedException {
        assertThat(HEALTH).isExecutable();
        ProcessBuilder builder = new ProcessBuilder(HEALTH.toString()).redirectErrorStream(true);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        Process process = builder.start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static List<String> lastStage() {
        try {
            List<String> lines = Files.readAllLines(Path.of("Dockerfile"));
            int start = 0;
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith("FROM ")) {
                    start = i;
                }
            }
            return lines.subList(start, lines.size());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
