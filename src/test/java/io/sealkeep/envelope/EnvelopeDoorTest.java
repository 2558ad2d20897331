// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import static io.sealkeep.envelope.RawConnection.head;
import static io.sealkeep.envelope.TestMessages.COMMITTING;
import static io.sealkeep.envelope.TestMessages.SIGNED;
import static io.sealkeep.envelope.TestMessages.kmsKeyring;
import static io.sealkeep.envelope.TestMessages.message;
import static io.sealkeep.envelope.TestMessages.plaintext;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The door over real HTTP: both forms, the records, the problems, and the Encryption SDK beside it on the wire door. */
@ServiceTest
class EnvelopeDoorTest {

    private static final int FRAME = 8192;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    private Rest rest;
    private String alias;
    private String keyId;

    @BeforeEach
    void newKey() {
        rest = new Rest(port);
        String name = Rest.newName();
        alias = "alias/" + name;
        keyId = rest.newKey(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 65_536, 65_537, 1_000_000})
    void stream_ofEachSize_opensAgain(int size) throws Exception {
        byte[] plaintext = plaintext(size);
        for (BodyPublisher body : List.of(
                BodyPublishers.ofByteArray(plaintext),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(plaintext)))) {
            byte[] message = good(post("encrypt?keyId=" + alias + "&context.tenant=t-1", body));
            assertThat(message).hasSizeGreaterThan(size);
            for (BodyPublisher sealed : List.of(
                    BodyPublishers.ofByteArray(message),
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(message)))) {
                assertThat(good(post("decrypt?context.tenant=t-1&keyId=" + alias, sealed)))
                        .isEqualTo(plaintext);
            }
        }
    }

    @Test
    void answer_toABodyOfKnownLength_hasALength() throws Exception {
        var sealed = post("encrypt?keyId=" + alias, BodyPublishers.ofByteArray(plaintext(100_000)));
        assertThat(sealed.headers().firstValueAsLong("Content-Length")).hasValue(sealed.body().length);
        assertThat(sealed.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(sealed.headers().firstValue("Cache-Control")).hasValue("no-store");
        var opened = post("decrypt", BodyPublishers.ofByteArray(sealed.body()));
        assertThat(opened.headers().firstValueAsLong("Content-Length")).hasValue(100_000);
    }

    @Test
    void jsonForm_andStream_openEachOthersMessages() throws Exception {
        Rest.Answer sealed = rest.post("/v1/envelope/encrypt", """
                {"keyId": "%s", "plaintext": "SGVsbG8sIGVudmVsb3BlIQ==", "encryptionContext": {"größe": "XL"}}""".formatted(alias));
        assertThat(sealed.status()).as(sealed.text()).isEqualTo(200);
        assertThat(sealed.get("keyId")).endsWith(keyId);
        assertThat(sealed.body().at("/encryptionContext/größe").asString()).isEqualTo("XL");
        byte[] message = Base64.getDecoder().decode(sealed.get("message"));
        assertThat(good(post("decrypt?context.gr%C3%B6%C3%9Fe=XL", BodyPublishers.ofByteArray(message))))
                .asString()
                .isEqualTo("Hello, envelope!");

        byte[] streamed =
                good(post("encrypt?keyId=" + keyId + "&context.gr%C3%B6%C3%9Fe=XL", BodyPublishers.ofString("Hello!")));
        Rest.Answer opened = rest.post(
                "/v1/envelope/decrypt", """
                {"message": "%s", "keyId": "%s", "encryptionContext": {"größe": "XL"}}""".formatted(Base64.getEncoder().encodeToString(streamed), alias));
        assertThat(opened.status()).as(opened.text()).isEqualTo(200);
        assertThat(opened.get("plaintext")).isEqualTo("SGVsbG8h");
        assertThat(opened.get("keyId")).endsWith(keyId);
        assertThat(opened.body().at("/encryptionContext/größe").asString()).isEqualTo("XL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?keyId=%zz", "?&=x", "?context.a=%", "?%C0=%C0"})
    void query_thatIsMalformed_isRefusedAndRecorded(String query) throws IOException {
        for (String path : List.of("/v1/envelope/encrypt", "/v1/envelope/decrypt", "/v1/envelope/describe")) {
            for (String type : List.of("application/octet-stream", "application/json")) {
                try (RawConnection connection = new RawConnection(port)) {
                    connection.send("POST " + path + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: " + type
                            + "\r\nContent-Length: 2\r\n\r\n{}");
                    RawConnection.Answer answer = connection.receive();
                    assertThat(answer.status())
                            .as(path + " " + type + answer.text())
                            .isEqualTo(400);
                    assertThat(answer.text()).contains("\"code\":\"ValidationException\"");
                }
            }
        }
    }

    @Test
    void describe_inBothForms_showsTheHeader() throws Exception {
        byte[] message = good(post(
                "encrypt?keyId=" + alias + "&context.a=b&context.c=d", BodyPublishers.ofByteArray(plaintext(5000))));
        var streamed = post("describe", BodyPublishers.ofByteArray(message));
        assertThat(streamed.statusCode()).isEqualTo(200);
        JsonNode description = JsonMapper.shared().readTree(streamed.body());
        assertThat(description.path("algorithmSuite").asString()).isEqualTo(COMMITTING.name());
        assertThat(description.path("committing").asBoolean()).isTrue();
        assertThat(description.path("signed").asBoolean()).isFalse();
        assertThat(description.path("frameSizeBytes").asInt()).isEqualTo(FRAME);
        assertThat(description.at("/encryptedDataKeys/0/keyProviderId").asString())
                .isEqualTo("aws-kms");
        assertThat(description.at("/encryptedDataKeys/0/keyId").asString()).endsWith(":key/" + keyId);
        assertThat(description.path("encryptionContext").toString()).isEqualTo("{\"a\":\"b\",\"c\":\"d\"}");
        Rest.Answer json = rest.post(
                "/v1/envelope/describe", "{\"message\":\"" + Base64.getEncoder().encodeToString(message) + "\"}");
        assertThat(json.body()).isEqualTo(description);
    }

    @Test
    void encryptionSdk_onTheWireDoor_opensWhatThisDoorMade_andTheOtherWayRound() throws Exception {
        try (KmsClient kms = KmsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDTEST", "secret")))
                .build()) {
            String arn = kms.describeKey(r -> r.keyId(keyId)).keyMetadata().arn();
            byte[] ours = good(
                    post("encrypt?keyId=" + alias + "&context.a=b", BodyPublishers.ofByteArray(plaintext(50_000))));
            assertThat(TestMessages.open(kmsKeyring(kms, arn), ours)).isEqualTo(plaintext(50_000));

            byte[] theirs = message(kmsKeyring(kms, arn), COMMITTING, 4096, plaintext(50_000), Map.of("a", "b"));
            assertThat(good(post("decrypt?context.a=b", BodyPublishers.ofByteArray(theirs))))
                    .isEqualTo(plaintext(50_000));

            byte[] signed = message(kmsKeyring(kms, arn), SIGNED, 4096, plaintext(50_000), Map.of("a", "b"));
            refused(post("decrypt", BodyPublishers.ofByteArray(signed)), 400, "InvalidCiphertextException");
            Rest.Answer opened = rest.post(
                    "/v1/envelope/decrypt",
                    "{\"message\":\"" + Base64.getEncoder().encodeToString(signed) + "\"}");
            assertThat(Base64.getDecoder().decode(opened.get("plaintext"))).isEqualTo(plaintext(50_000));
        }
    }

    @Test
    void region_ofTheRequest_isThatOfTheKey() throws Exception {
        String elsewhere =
                String.valueOf(rest.post("/v1/keys?region=ap-northeast-1", "{}").get("keyId"));
        refused(post("encrypt?keyId=" + elsewhere, BodyPublishers.ofString("x")), 404, "NotFoundException");
        byte[] message = good(post("encrypt?region=ap-northeast-1&keyId=" + elsewhere, BodyPublishers.ofString("x")));
        assertThat(good(post("decrypt", BodyPublishers.ofByteArray(message))))
                .asString()
                .isEqualTo("x");
    }

    @Test
    void records_ofAStream_areTwoWithOneRequestId() throws Exception {
        var sealed = post("encrypt?keyId=" + alias + "&context.a=b", BodyPublishers.ofByteArray(plaintext(100_000)));
        List<JsonNode> records = records(sealed);
        assertThat(names(records)).containsExactlyInAnyOrder("EnvelopeEncrypt", "GenerateDataKey");
        assertThat(records).allSatisfy(record -> {
            assertThat(record.at("/resources/0/ARN").asString()).endsWith(keyId);
            assertThat(record.at("/requestParameters/encryptionContext/a").asString())
                    .isEqualTo("b");
            assertThat(record.at("/errorCode").isMissingNode()).isTrue();
        });
        JsonNode kms = named(records, "GenerateDataKey");
        assertThat(kms.at("/userIdentity/invokedBy").asString()).isEqualTo("envelope.sealkeep.internal");
        assertThat(kms.path("sourceIPAddress").asString()).isEqualTo("envelope.sealkeep.internal");
        assertThat(kms.path("eventSource").asString()).isEqualTo("kms.amazonaws.com");
        assertThat(named(records, "EnvelopeEncrypt").path("sourceIPAddress").asString())
                .isEqualTo("127.0.0.1");

        var opened = post("decrypt", BodyPublishers.ofByteArray(sealed.body()));
        assertThat(names(records(opened))).containsExactlyInAnyOrder("EnvelopeDecrypt", "Decrypt");
        var described = post("describe", BodyPublishers.ofByteArray(sealed.body()));
        assertThat(names(records(described))).containsExactly("EnvelopeDescribe");
    }

    @Test
    void refusals_areProblems_andLeaveTheirRecords() throws Exception {
        byte[] message = good(post("encrypt?keyId=" + alias + "&context.a=b", BodyPublishers.ofString("secret words")));
        String other = rest.newKey();

        refusedWith(1, post("decrypt?context.a=c", of(message)), 400, "InvalidCiphertextException");
        refusedWith(1, post("decrypt?keyId=" + other, of(message)), 400, "IncorrectKeyException");
        refusedWith(1, post("decrypt", of(new byte[0])), 400, "InvalidCiphertextException");
        refusedWith(1, post("decrypt", of(plaintext(500))), 400, "InvalidCiphertextException");
        refusedWith(1, post("decrypt?contxt.a=b", of(message)), 400, "ValidationException");
        refusedWith(1, post("decrypt?context.a=b&context.a=b", of(message)), 400, "ValidationException");
        refusedWith(1, post("decrypt?context.=b", of(message)), 400, "ValidationException");
        refusedWith(1, post("encrypt", of(message)), 400, "ValidationException");
        refusedWith(1, post("encrypt?keyId=" + alias + "&context.a=", of(message)), 400, "ValidationException");
        refusedWith(
                1, post("encrypt?keyId=" + alias + "&context.aws-crypto-x=y", of(message)), 400, "ValidationException");
        refusedWith(1, post("describe?keyId=x", of(message)), 400, "ValidationException");
        refusedWith(2, post("encrypt?keyId=alias/none", of(message)), 404, "NotFoundException");
        message[message.length - 1] ^= 1;
        refusedWith(2, post("decrypt", of(message)), 400, "InvalidCiphertextException");
        message[message.length - 1] ^= 1;
        rest.post("/v1/keys/" + keyId + "/disable", null);
        refusedWith(2, post("decrypt", of(message)), 409, "DisabledException");
        refusedWith(2, post("encrypt?keyId=" + alias, of(message)), 409, "DisabledException");
    }

    @Test
    void jsonForms_refuseWhatTheyDoNotKnow() {
        assertThat(rest.post("/v1/envelope/decrypt?context.a=b", "{\"message\":\"AAAA\"}")
                        .status())
                .isEqualTo(400);
        assertThat(rest.post("/v1/envelope/decrypt", "{\"message\":\"AAAA\",\"encryptionContxt\":{}}")
                        .status())
                .isEqualTo(400);
        assertThat(rest.post("/v1/envelope/decrypt", "{}").get("code")).isEqualTo("ValidationException");
        assertThat(rest.post("/v1/envelope/describe", "{}").get("code")).isEqualTo("ValidationException");
        assertThat(rest.post("/v1/envelope/encrypt", "{\"plaintext\":\"AAAA\"}").get("code"))
                .isEqualTo("ValidationException");
        assertThat(rest.post("/v1/envelope/encrypt", "{\"keyId\":\"" + alias + "\"}")
                        .get("code"))
                .isEqualTo("ValidationException");
        String large = "{\"keyId\":\"" + alias + "\",\"plaintext\":\"" + "AAAA".repeat(175_000) + "\"}";
        assertThat(rest.post("/v1/envelope/encrypt", large).get("detail")).contains("application/octet-stream");
    }

    @Test
    void expectContinue_ofACallThatIsRefused_needsNoUpload() throws IOException {
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head(
                    "HTTP/1.1",
                    "/v1/envelope/encrypt?keyId=alias/none",
                    "Content-Length: 1000000",
                    "Expect: 100-continue"));
            RawConnection.Answer answer = connection.receive();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text()).contains("NotFoundException");
        }
        try (RawConnection connection = new RawConnection(port)) {
            connection.send(head(
                    "HTTP/1.1", "/v1/envelope/encrypt?keyId=" + alias, "Content-Length: 1000", "Expect: 100-continue"));
            byte[] first = connection.in().readNBytes(12);
            assertThat(first).asString().isEqualTo("HTTP/1.1 100");
        }
    }

    private static BodyPublisher of(byte[] bytes) {
        return BodyPublishers.ofByteArray(bytes);
    }

    private HttpResponse<byte[]> post(String what, BodyPublisher body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/envelope/" + what))
                        .header("Content-Type", "application/octet-stream")
                        .POST(body)
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static byte[] good(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response.body();
    }

    private void refusedWith(int records, HttpResponse<byte[]> response, int status, String code) {
        refused(response, status, code);
        List<JsonNode> found = records(response);
        assertThat(found).as("%s", found).hasSize(records);
        assertThat(found).anySatisfy(record -> {
            assertThat(record.path("eventSource").asString()).isEqualTo("envelope.sealkeep.internal");
            assertThat(record.path("errorCode").asString()).isEqualTo(code);
        });
    }

    private static void refused(HttpResponse<byte[]> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(response.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("detail").asString()).isNotEmpty().doesNotContain("secret words");
        assertThat(problem.path("requestId").asString()).isEqualTo(requestId(response));
    }

    private static String requestId(HttpResponse<byte[]> response) {
        return response.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    private List<JsonNode> records(HttpResponse<byte[]> response) {
        JsonNode events = rest.get("/v1/audit/events?requestId=" + requestId(response))
                .body()
                .path("events");
        return StreamSupport.stream(events.spliterator(), false).toList();
    }

    private static List<String> names(List<JsonNode> records) {
        return records.stream()
                .map(record -> record.path("eventName").asString())
                .toList();
    }

    private static JsonNode named(List<JsonNode> records, String name) {
        return records.stream()
                .filter(record -> record.path("eventName").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
