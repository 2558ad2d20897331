// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailQuery;
import io.sealkeep.service.RunningService;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.RotationType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The clock of a service in the profile {@code dev}: what becomes due is done, seen by the SDK's own client. */
class ClockDoorTest {

    private static final String CLOCK = "/v1/dev/clock";

    @TempDir
    static Path directory;

    private static RunningService service;
    private static Rest rest;
    private static KmsClient kms;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                directory.resolve("home"), "spring.profiles.active=dev", "sealkeep.kms.sweep-interval=1d");
        rest = new Rest(service.uri().getPort());
        kms = service.stockClient("eu-central-1");
    }

    @AfterAll
    static void stop() {
        kms.close();
        service.close();
    }

    private static Answer advance(String by) {
        return rest.post(CLOCK, "{\"advance\":\"" + by + "\"}");
    }

    private static Instant now() {
        return Instant.parse(String.valueOf(rest.get(CLOCK).get("now")));
    }

    private static Duration ahead() {
        return Duration.parse(String.valueOf(rest.get(CLOCK).get("ahead")));
    }

    private static String newKey() {
        return kms.createKey(r -> {}).keyMetadata().keyId();
    }

    /** Returns the records of a key with this name, newest first. */
    private static List<JsonNode> records(String name, String keyId) {
        TrailQuery query = new TrailQuery(null, null, name, keyId, null, null, null, 100, null);
        return service.bean(Trail.class).find(query).events().stream()
                .map(event -> JsonMapper.shared().readTree(event))
                .toList();
    }

    @Test
    void advance_beyondTheWaitingPeriod_deletesTheKeyAtOnce() {
        String keyId = newKey();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(30));
        assertThat(advance("P29DT23H").status()).isEqualTo(200);
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().keyState())
                .isEqualTo(KeyState.PENDING_DELETION);

        assertThat(advance("PT1H").status()).isEqualTo(200);

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> kms.describeKey(r -> r.keyId(keyId)));
        JsonNode deletion = records("DeleteKey", keyId).getFirst();
        assertThat(deletion.path("eventType").asString()).isEqualTo("AwsServiceEvent");
        assertThat(Instant.parse(deletion.path("eventTime").asString()))
                .isBetween(now().minus(Duration.ofMinutes(5)), now());
    }

    @Test
    void advance_beyondTheRotationPeriod_rotatesTheKeyAtOnce() {
        String keyId = newKey();
        SdkBytes ciphertext = kms.encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("before")))
                .ciphertextBlob();
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));

        assertThat(advance("P90D").status()).isEqualTo(200);

        assertThat(kms.listKeyRotations(r -> r.keyId(keyId)).rotations())
                .singleElement()
                .satisfies(rotation -> {
                    assertThat(rotation.rotationType()).isEqualTo(RotationType.AUTOMATIC);
                    assertThat(rotation.rotationDate()).isBetween(now().minus(Duration.ofMinutes(5)), now());
                });
        assertThat(records("RotateKey", keyId)).hasSize(1);
        assertThat(kms.decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext().asUtf8String())
                .isEqualTo("before");
    }

    @Test
    void advance_always_answersTheNewTime() {
        Instant before = now();
        Duration aheadBefore = ahead();

        Answer answer = advance("P1DT2H3M4.5S");

        Duration by = Duration.parse("P1DT2H3M4.5S");
        Instant after = Instant.parse(String.valueOf(answer.get("now")));
        assertThat(after).isBetween(before.plus(by), before.plus(by).plus(Duration.ofMinutes(5)));
        assertThat(Duration.parse(String.valueOf(answer.get("ahead")))).isEqualTo(aheadBefore.plus(by));
        assertThat(kms.createKey(r -> {}).keyMetadata().creationDate()).isAfterOrEqualTo(after);
    }

    @Test
    void advance_always_leavesARecordOfItself() {
        Answer answer = advance("PT90M");
        JsonNode events = rest.get("/v1/audit/events?requestId=" + answer.header("x-amzn-RequestId"))
                .body()
                .path("events");

        assertThat(events).hasSize(1);
        JsonNode event = events.get(0);
        assertThat(event.path("eventSource").asString()).isEqualTo("sealkeep.internal");
        assertThat(event.path("eventName").asString()).isEqualTo("AdvanceClock");
        assertThat(event.path("readOnly").asBoolean()).isFalse();
        assertThat(event.path("requestParameters").toString()).isEqualTo("{\"advance\":\"PT1H30M\"}");
        assertThat(Instant.parse(event.path("eventTime").asString())).isBefore(now().minus(Duration.ofMinutes(85)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"advance\":\"PT0S\"}",
                "{\"advance\":\"-P1D\"}",
                "{\"advance\":\"P1Y\"}",
                "{\"advance\":\"P1M\"}",
                "{\"advance\":\"30 days\"}",
                "{\"advance\":\"P10001D\"}",
                "{\"advance\":\"P99999999999999999999D\"}",
                "{\"advance\":null}",
                "{}"
            })
    void advance_toWhereItMayNotGo_isRefusedAndRecorded(String body) {
        Duration before = ahead();

        Answer answer = rest.post(CLOCK, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.get("code")).isEqualTo("ValidationException");
        assertThat(answer.get("detail")).isNotBlank();
        assertThat(ahead()).isEqualTo(before);
        JsonNode events = rest.get("/v1/audit/events?requestId=" + answer.header("x-amzn-RequestId"))
                .body()
                .path("events");
        assertThat(events).hasSize(1);
        assertThat(events.get(0).path("errorCode").asString()).isEqualTo("ValidationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"advance\":5}", "{\"by\":\"P1D\"}", "{\"advance\":\"\"}", "", "[]", "{\"advance\":\"P1D\""})
    void advance_withABodyOfAnotherForm_isRefused(String body) {
        Duration before = ahead();

        assertThat(rest.post(CLOCK, body).status()).isEqualTo(400);
        assertThat(ahead()).isEqualTo(before);
    }

    @Test
    void get_always_changesNothing() {
        Answer answer = rest.get(CLOCK);
        Duration ahead = Duration.parse(String.valueOf(answer.get("ahead")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ahead()).isEqualTo(ahead);
    }

    /** The description shows them, and its example works as it stands. */
    @Test
    void description_ofBoth_holdsAnExampleThatWorks() {
        JsonNode path = rest.get("/v3/api-docs").body().path("paths").path(CLOCK);
        JsonNode example = path.at("/post/requestBody/content/application~1json/example");

        assertThat(path.path("get").path("tags").get(0).asString()).isEqualTo("Development");
        assertThat(example.isObject()).isTrue();
        assertThat(rest.post(CLOCK, example.toString()).status()).isEqualTo(200);
        assertThat(rest.get(CLOCK).status()).isEqualTo(200);
    }
}
