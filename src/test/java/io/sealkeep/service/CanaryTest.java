// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends secrets through every door, on good paths and bad ones, with every logger at TRACE, and then looks for them in everything
 * that was written: log, store, journal, index.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
@DirtiesContext
class CanaryTest {

    @TempDir
    static Path directory;

    @LocalServerPort
    private int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, byte[]> secrets = new TreeMap<>();
    private final FileAppender<ILoggingEvent> log = new FileAppender<>();
    private Logger root;
    private Appender<ILoggingEvent> console;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("sealkeep.home", () -> directory.resolve("home").toString());
    }

    /** Every logger writes everything, to a file alone: the console would drown. */
    @BeforeEach
    void logEverything() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%level %logger %msg%n%ex");
        encoder.start();
        log.setContext(context);
        log.setEncoder(encoder);
        log.setFile(directory.resolve("all.log").toString());
        log.start();
        root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        console = root.getAppender("CONSOLE");
        root.detachAppender(console);
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void logAsBefore() {
        root.setLevel(Level.WARN);
        root.detachAppender(log);
        root.addAppender(console);
        log.stop();
    }

    @Test
    void secrets_throughEveryDoor_areWrittenNowhere() throws Exception {
        String keyId = post("/v1/keys", "{\"aliasName\":\"alias/canary\"}")
                .path("keyId")
                .asString();
        goodPaths();
        grantTokens(keyId);
        badPaths(keyId);
        secrets.put("root key", Files.readAllBytes(directory.resolve("home/root.key")));

        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            byte[] content = Files.readAllBytes(file);
            String text = new String(content, StandardCharsets.ISO_8859_1);
            secrets.forEach((name, secret) -> encodings(secret).forEach((encoding, needle) -> {
                if (text.contains(needle)) {
                    found.add(name + " as " + encoding + " in " + file.getFileName() + ": " + around(text, needle));
                }
            }));
        }
        assertThat(found).isEmpty();
        // The search itself works: what may be written is found.
        assertThat(Files.readString(directory.resolve("all.log"), StandardCharsets.ISO_8859_1))
                .contains("DEBUG")
                .contains(keyId);
    }

    private void goodPaths() throws Exception {
        byte[] plaintext = canary("REST plaintext");
        JsonNode encrypted = post("/v1/encrypt", json("keyId", "alias/canary", "plaintext", base64(plaintext)));
        String blob = encrypted.path("ciphertextBlob").asString();
        assertThat(post("/v1/decrypt", json("ciphertextBlob", blob))
                        .path("plaintext")
                        .asString())
                .isEqualTo(base64(plaintext));
        post("/v1/re-encrypt", json("ciphertextBlob", blob, "destinationKeyId", "alias/canary"));
        secrets.put(
                "REST data key",
                bytes(post("/v1/data-keys", json("keyId", "alias/canary", "keySpec", "AES_256")), "plaintext"));
        secrets.put("REST random", bytes(post("/v1/random", "{\"numberOfBytes\":32}"), "plaintext"));

        byte[] wired = canary("wire plaintext");
        JsonNode wireBlob = wire("Encrypt", json("KeyId", "alias/canary", "Plaintext", base64(wired)));
        wire("Decrypt", json("CiphertextBlob", wireBlob.path("CiphertextBlob").asString()));
        secrets.put(
                "wire data key",
                bytes(wire("GenerateDataKey", json("KeyId", "alias/canary", "KeySpec", "AES_256")), "Plaintext"));
        secrets.put("wire random", bytes(wire("GenerateRandom", "{\"NumberOfBytes\":32}"), "Plaintext"));

        byte[] small = canary("envelope plaintext");
        JsonNode message = post("/v1/envelope/encrypt", json("keyId", "alias/canary", "plaintext", base64(small)));
        post("/v1/envelope/decrypt", json("message", message.path("message").asString()));
        byte[] streamed = canary("envelope stream");
        HttpResponse<byte[]> stream = http.send(
                HttpRequest.newBuilder(uri("/v1/envelope/encrypt?keyId=alias/canary"))
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(streamed))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(stream.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> back = http.send(
                HttpRequest.newBuilder(uri("/v1/envelope/decrypt"))
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(stream.body()))
                        .build(),
                BodyHandlers.ofByteArray());
        assertThat(back.body()).isEqualTo(streamed);
    }

    /** A grant token is no secret, and yet appears in no record and no message, accepted or refused. */
    private void grantTokens(String keyId) throws Exception {
        String principal = "arn:aws:iam::000000000000:root";
        String token = wire("CreateGrant", """
                {"KeyId": "%s", "GranteePrincipal": "%s", "Operations": ["Encrypt"]}""".formatted(keyId, principal))
                .path("GrantToken")
                .asString();
        secrets.put("grant token", Base64.getDecoder().decode(token));
        String again = """
                {"granteePrincipal": "%s", "operations": ["Encrypt"], "grantTokens": ["%s"]}""".formatted(principal, token);
        String restToken =
                post("/v1/keys/" + keyId + "/grants", again).path("grantToken").asString();
        secrets.put("REST grant token", Base64.getDecoder().decode(restToken));
        refused(http.send(
                rest("/v1/keys/" + keyId + "/grants", again.replace("Encrypt", "Sign")), BodyHandlers.ofString()));
        refused(http.send(
                rest("/v1/retire-grant", json("grantToken", token, "grantId", "x")), BodyHandlers.ofString()));
        refused(http.send(rest("/v1/retire-grant", json("grantToken", token, token, "")), BodyHandlers.ofString()));
        post("/v1/retire-grant", json("grantToken", token));
        refused(http.send(rest("/v1/keys/" + keyId + "/grants", again), BodyHandlers.ofString()));
        refused(http.send(wireRequest("RetireGrant", json("GrantToken", token)), BodyHandlers.ofString()));
    }

    private void badPaths(String keyId) throws Exception {
        String secret = base64(canary("refused plaintext"));
        String tooLong = base64((new String(canary("long plaintext"), StandardCharsets.US_ASCII).repeat(100))
                .getBytes(StandardCharsets.US_ASCII));
        for (String body : List.of(
                json("keyId", "alias/none", "plaintext", secret),
                json("keyId", "alias/canary", "plaintext", tooLong),
                json("keyId", "alias/canary", "plaintext", secret, "unknown", secret),
                json("keyId", "alias/canary", "plaintext", secret + "!"),
                json("keyId", "alias/canary", "plaintext", secret).replace("}", ""),
                "{\"keyId\":\"alias/canary\",\"plaintext\":[\"" + secret + "\"]}",
                "{\"keyId\":\"alias/canary\",\"plaintext\":{\"" + secret + "\":1}}",
                "{\"keyId\":\"alias/canary\",\"plaintext\":\"" + secret + "\",\"encryptionContext\":[]}",
                "\"" + secret + "\"")) {
            refused(http.send(rest("/v1/encrypt", body), BodyHandlers.ofString()));
            if (!body.contains(tooLong)) { // an envelope takes more than 4096 bytes
                refused(http.send(rest("/v1/envelope/encrypt", body), BodyHandlers.ofString()));
            }
            // The wire ignores members it does not know, as AWS does.
            assertThat(http.send(wireRequest("Encrypt", upperCamel(body)), BodyHandlers.ofString())
                            .statusCode())
                    .isLessThan(500);
        }
        post("/v1/keys/" + keyId + "/disable", "");
        refused(http.send(rest("/v1/encrypt", json("keyId", keyId, "plaintext", secret)), BodyHandlers.ofString()));
        refused(http.send(wireRequest("Encrypt", json("KeyId", keyId, "Plaintext", secret)), BodyHandlers.ofString()));
        refused(http.send(wireRequest("Nothing", json("Plaintext", secret)), BodyHandlers.ofString()));
        refused(http.send(rest("/v1/nothing", json("plaintext", secret)), BodyHandlers.ofString()));
    }

    private byte[] canary(String name) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        byte[] canary = ("CANARY" + HexFormat.of().formatHex(random)).getBytes(StandardCharsets.US_ASCII);
        secrets.put(name, canary);
        return canary;
    }

    private static Map<String, String> encodings(byte[] secret) {
        String whole = base64(secret);
        return Map.of(
                "raw bytes", new String(secret, StandardCharsets.ISO_8859_1),
                "hex", HexFormat.of().formatHex(secret),
                "upper-case hex", HexFormat.of().withUpperCase().formatHex(secret),
                "base64", whole.substring(0, whole.length() - 4),
                "base64url", Base64.getUrlEncoder().withoutPadding().encodeToString(secret),
                "decimal list", decimals(secret));
    }

    private static String decimals(byte[] secret) {
        StringBuilder text = new StringBuilder();
        for (byte octet : secret) {
            text.append(text.isEmpty() ? "" : ", ").append(octet);
        }
        return text.toString();
    }

    private static String around(String text, String needle) {
        int at = text.indexOf(needle);
        int line = text.lastIndexOf('\n', at) + 1;
        return text.substring(line, Math.min(at, line + 160));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("root.key"))
                    .toList();
        }
    }

    private JsonNode post(String path, String body) throws Exception {
        return accepted(http.send(rest(path, body), BodyHandlers.ofString()));
    }

    private JsonNode wire(String operation, String body) throws Exception {
        return accepted(http.send(wireRequest(operation, body), BodyHandlers.ofString()));
    }

    private static JsonNode accepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(response.body().isEmpty() ? "{}" : response.body());
    }

    private static void refused(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
    }

    private HttpRequest rest(String path, String body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private HttpRequest wireRequest(String operation, String body) {
        return HttpRequest.newBuilder(uri("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "TrentService." + operation)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String json(String... members) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < members.length; i += 2) {
            text.append(i == 0 ? "\"" : ",\"")
                    .append(members[i])
                    .append("\":\"")
                    .append(members[i + 1])
                    .append('"');
        }
        return text.append('}').toString();
    }

    private static String upperCamel(String body) {
        return body.replace("keyId", "KeyId").replace("plaintext", "Plaintext").replace("encryptionC", "EncryptionC");
    }

    private static byte[] bytes(JsonNode node, String member) {
        return Base64.getDecoder().decode(node.path(member).asString());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
