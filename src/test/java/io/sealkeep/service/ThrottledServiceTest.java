// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealkeep.web.Rest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/** What a client sees of a throttled service, at each door: one call of each operation here in a thousand seconds. */
class ThrottledServiceTest {

    private static final String CODE = "ThrottlingException";
    private static final String MESSAGE =
            "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";

    @TempDir
    static Path directory;

    private static RunningService service;
    private static Rest rest;
    private static String keyId;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                directory.resolve("home"),
                "sealkeep.kms.throttling.UpdateKeyDescription=0.001",
                "sealkeep.kms.throttling.GenerateDataKey=0.001",
                "sealkeep.kms.throttling.GenerateDataKeyWithoutPlaintext=0.001",
                "sealkeep.kms.throttling.ListKeyPolicies=0.001",
                "sealkeep.kms.throttling.GetKeyPolicy=0.001",
                "sealkeep.kms.throttling.quotas=aws");
        rest = new Rest(service.uri().getPort());
        keyId = rest.newKey();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static HttpResponse<String> wire(String operation, String members)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.uri().resolve("/"))
                .header("X-Amz-Target", "TrentService." + operation)
                .header("Content-Type", "application/x-amz-json-1.1")
                .POST(BodyPublishers.ofString("{\"KeyId\":\"" + keyId + "\"" + members + "}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void wire_beyondTheRate_answers400WithTheCode() throws Exception {
        assertThat(wire("ListKeyPolicies", "").statusCode()).isEqualTo(200);

        HttpResponse<String> answer = wire("ListKeyPolicies", "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"__type\":\"" + CODE + "\",\"message\":\"" + MESSAGE + "\"}");
    }

    @Test
    void rest_beyondTheRate_answers429() {
        assertThat(rest.get("/v1/keys/" + keyId + "/policy").status()).isEqualTo(200);

        Rest.Answer answer = rest.get("/v1/keys/" + keyId + "/policy");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.get("code")).isEqualTo(CODE);
        assertThat(answer.get("detail")).isEqualTo(MESSAGE);
    }

    @Test
    void envelope_beyondTheRate_answers429() {
        String body = "{\"keyId\":\"" + keyId + "\",\"plaintext\":\"aGVsbG8=\"}";
        assertThat(rest.post("/v1/envelope/encrypt", body).text()).contains("\"message\"");

        Rest.Answer answer = rest.post("/v1/envelope/encrypt", body);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.get("code")).isEqualTo(CODE);
    }

    @Test
    void stockClient_beyondTheRate_seesThrottling() {
        try (KmsClient kms = service.stockClient("us-east-1")) {
            String key = kms.createKey(r -> {}).keyMetadata().keyId();
            kms.generateDataKeyWithoutPlaintext(r -> r.keyId(key).numberOfBytes(32));

            KmsException refusal = catchThrowableOfType(
                    KmsException.class,
                    () -> kms.generateDataKeyWithoutPlaintext(r -> r.keyId(key).numberOfBytes(32)));

            assertThat(refusal.isThrottlingException()).isTrue();
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(CODE);
            assertThat(refusal.numAttempts())
                    .as("the SDK tries a throttled call again")
                    .isGreaterThan(1);
            assertThat(kms.encrypt(r -> r.keyId(key).plaintext(SdkBytes.fromUtf8String("x")))
                            .ciphertextBlob())
                    .as("other operations go on")
                    .isNotNull();
        }
    }

    /** To know the quota, the key's spec is asked of the engine, past the record. */
    @Test
    void record_ofACallWhoseKeyWasLookedUp_namesTheKeyOnce() {
        String body = "{\"keyId\":\"" + keyId + "\",\"plaintext\":\"aGVsbG8=\"}";
        String requestId = rest.post("/v1/encrypt", body).header("x-amzn-RequestId");

        var events = rest.get("/v1/audit/events?requestId=" + requestId).body().path("events");

        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("resources")).hasSize(1);
    }

    @Test
    void refusal_always_isRecordedAndChangesNothing() throws Exception {
        assertThat(wire("UpdateKeyDescription", ",\"Description\":\"first\"").statusCode())
                .isEqualTo(200);
        HttpResponse<String> answer = wire("UpdateKeyDescription", ",\"Description\":\"second\"");
        String requestId = answer.headers().firstValue("x-amzn-RequestId").orElseThrow();

        var events = rest.get("/v1/audit/events?requestId=" + requestId).body().path("events");

        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("eventName").asString()).isEqualTo("UpdateKeyDescription");
        assertThat(events.get(0).path("errorCode").asString()).isEqualTo(CODE);
        assertThat(events.get(0).path("errorMessage").asString()).isEqualTo(MESSAGE);
        assertThat(events.get(0).path("requestParameters").path("keyId").asString())
                .isEqualTo(keyId);
        assertThat(rest.get("/v1/keys/" + keyId).get("description")).isEqualTo("first");
    }
}
