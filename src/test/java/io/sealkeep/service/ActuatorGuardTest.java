// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The actuator's port in a real service, over a raw socket: HTTP clients choose Host themselves. */
class ActuatorGuardTest {

    @TempDir
    static Path home;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(home);
    }

    @AfterAll
    static void close() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1.evil.example:8081",
                "Host: 127.0.0.1\r\nOrigin: http://evil.example",
                "Host: 127.0.0.1\r\nSec-Fetch-Site: cross-site"
            })
    void actuator_calledThroughAPageOfAnotherSite_refuses(String head) throws IOException {
        for (String path : new String[] {"/actuator", "/actuator/health", "/actuator/metrics"}) {
            assertThat(get(path, head)).startsWith("HTTP/1.1 403 ").doesNotContain("_links", "status\":\"UP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: 127.0.0.1:8081", "Host: localhost", "Host: [::1]:1"})
    void actuator_calledByAddress_answers(String head) throws IOException {
        assertThat(get("/actuator/health", head))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"UP\"")
                .containsIgnoringCase("x-frame-options: DENY");
    }

    @Test
    void actuator_askedForWhatItHasNot_answersAsBefore() throws IOException {
        assertThat(get("/actuator/env", "Host: 127.0.0.1")).startsWith("HTTP/1.1 404 ");
    }

    private static String get(String path, String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.managementPort())) {
            socket.setSoTimeout(10_000);
            String request = "GET " + path + " HTTP/1.1\r\n" + head + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
