// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.durability.TrailRecords;
import io.sealkeep.home.AdjustableClock;
import io.sealkeep.kms.EngineTime;
import io.sealkeep.service.RunningService;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import software.amazon.awssdk.services.kms.KmsClient;
import tools.jackson.databind.JsonNode;

/** Where the clock can be moved, and what is left of it after a restart. */
class ClockProfileTest {

    private static final String CLOCK = "/v1/dev/clock";
    private static final String DEV = "spring.profiles.active=dev";
    private static final String A_MONTH = "{\"advance\":\"P30D\"}";

    @TempDir
    Path directory;

    @Test
    void clock_outsideDev_cannotBeMovedNorSeen() {
        try (RunningService service = RunningService.start(directory.resolve("home"))) {
            Rest rest = new Rest(service.uri().getPort());
            Answer unknown = rest.get("/v1/dev/nothing");

            for (Answer answer : List.of(rest.get(CLOCK), rest.post(CLOCK, A_MONTH))) {
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.get("code")).isEqualTo(unknown.get("code"));
                assertThat(answer.get("detail")).isEqualTo(unknown.get("detail"));
            }
            assertThat(service.bean(Clock.class)).isEqualTo(Clock.systemUTC());
            for (Class<?> type : List.of(ClockController.class, EngineTime.class, AdjustableClock.class)) {
                assertThatExceptionOfType(NoSuchBeanDefinitionException.class).isThrownBy(() -> service.bean(type));
            }
            assertThat(rest.get("/v3/api-docs").text())
                    .doesNotContain("/v1/dev")
                    .doesNotContain("Development");
        }
    }

    @Test
    void clock_inFrontOfAws_cannotBeMoved() {
        try (RunningService service = RunningService.start(
                directory.resolve("home"),
                DEV,
                "sealkeep.kms.backend=aws",
                "sealkeep.kms.endpoint=http://127.0.0.1:9",
                "spring.cloud.aws.credentials.access-key=AKID",
                "spring.cloud.aws.credentials.secret-key=secret")) {
            Rest rest = new Rest(service.uri().getPort());

            assertThat(rest.post(CLOCK, A_MONTH).status()).isEqualTo(501);
            assertThat(rest.get(CLOCK).get("detail")).isEqualTo("AWS KMS has a clock of its own.");
            assertThat(service.bean(AdjustableClock.class).ahead()).isZero();
        }
    }

    /** The first sweep of a service that has just been started deletes nothing: no time was counted yet. An advance counts. */
    @Test
    void restart_always_beginsWithTheMachinesTimeAndKeepsAllThatHappened() throws IOException {
        Path home = directory.resolve("home");
        String deleted;
        String pending;
        try (RunningService service = RunningService.start(home, DEV);
                KmsClient kms = service.stockClient("us-east-1")) {
            Rest rest = new Rest(service.uri().getPort());
            deleted = kms.createKey().keyMetadata().keyId();
            kms.scheduleKeyDeletion(r -> r.keyId(deleted).pendingWindowInDays(7));
            rest.post(CLOCK, A_MONTH);
            pending = kms.createKey().keyMetadata().keyId();
            kms.scheduleKeyDeletion(r -> r.keyId(pending).pendingWindowInDays(7));
        }
        try (RunningService service = RunningService.start(home, DEV)) {
            Rest rest = new Rest(service.uri().getPort());
            Instant now = Instant.parse(String.valueOf(rest.get(CLOCK).get("now")));

            assertThat(rest.get(CLOCK).get("ahead")).isEqualTo("PT0S");
            assertThat(rest.get("/v1/keys/" + deleted).status()).isEqualTo(404);
            Instant deletion =
                    Instant.parse(String.valueOf(rest.get("/v1/keys/" + pending).get("deletionDate")));
            assertThat(deletion).isAfter(now.plus(Duration.ofDays(36)));
            rest.post(CLOCK, "{\"advance\":\"P38D\"}");
            assertThat(rest.get("/v1/keys/" + pending).status()).isEqualTo(404);
        }

        List<JsonNode> records = TrailRecords.read(home.resolve("trail"));
        assertThat(records.stream().map(record -> record.path("eventName").asString()))
                .containsSubsequence(
                        "ScheduleKeyDeletion", "AdvanceClock", "DeleteKey", "CreateKey", "AdvanceClock", "DeleteKey");
        List<Instant> times = records.stream()
                .map(record -> Instant.parse(record.path("eventTime").asString()))
                .toList();
        assertThat(times)
                .as("the trail has its order, whatever the clock says")
                .isNotEqualTo(times.stream().sorted().toList());
    }
}
