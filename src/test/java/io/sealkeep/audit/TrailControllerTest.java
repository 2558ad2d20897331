// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.call.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TrailControllerTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @TempDir
    Path directory;

    private JournalTrail trail;
    private MockMvc doors;

    @BeforeEach
    void open() {
        TrailSettings settings =
                new TrailSettings("000000000000", "us-east-1", 1 << 20, Duration.ofSeconds(20), 1 << 20);
        trail = JournalTrail.open(directory, Clock.systemUTC(), settings);
        doors = MockMvcBuilders.standaloneSetup(new TrailController(trail, Clock.systemUTC()))
                .build();
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private MockHttpServletResponse get(String path, Object... variables) throws Exception {
        return ScopedValue.where(Caller.CURRENT, TestEvents.caller("lookup"))
                .call(() -> doors.perform(MockMvcRequestBuilders.get(path, variables))
                        .andReturn()
                        .getResponse());
    }

    private JsonNode page(String path, Object... variables) throws Exception {
        MockHttpServletResponse response = get(path, variables);
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentType()).startsWith("application/json");
        return MAPPER.readTree(response.getContentAsString());
    }

    private long lookups() {
        return trail.find(new TrailQuery(null, null, "LookupEvents", null, null, null, null, 1000, null))
                .events()
                .size();
    }

    @Test
    void events_areWholeRecords_newestFirst_andTheLookupIsRecorded() throws Exception {
        AuditEvent first = TestEvents.decrypt("r-1").build();
        AuditEvent second =
                TestEvents.decrypt("r-2").error("DisabledException", "no").build();
        trail.record(List.of(first, second));
        JsonNode page = page("/v1/audit/events");
        assertThat(page.path("events").values())
                .containsExactly(MAPPER.readTree(second.json()), MAPPER.readTree(first.json()));
        assertThat(page.has("nextCursor")).isFalse();
        assertThat(page.has("completeUntil")).isFalse();
        assertThat(lookups()).isEqualTo(1);
    }

    @Test
    void events_withFilters_areRestricted_andTheRecordSaysByWhat() throws Exception {
        trail.record(List.of(
                TestEvents.decrypt("r-1").build(),
                TestEvents.decrypt("r-2").error("DisabledException", "no").build()));
        String id = TestEvents.KEY.substring(TestEvents.KEY.indexOf('/') + 1);
        JsonNode page = page(
                "/v1/audit/events?from=2026-11-24T12:00:00Z&to=2026-11-24T12:00:01Z&eventName=Decrypt&keyId={id}"
                        + "&principal={arn}&errorCode=DisabledException&requestId=r-2&limit=5",
                id,
                TestEvents.ALICE.filterName());
        assertThat(page.path("events").values()).hasSize(1);
        assertThat(page("/v1/audit/events?keyId={arn}&requestId=r-1", TestEvents.KEY)
                        .path("events")
                        .values())
                .hasSize(1);
        JsonNode record =
                page("/v1/audit/events?eventName=LookupEvents").path("events").path(1);
        assertThat(record.path("eventSource").asString()).isEqualTo("sealkeep.internal");
        assertThat(record.path("readOnly").asBoolean()).isTrue();
        assertThat(record.path("requestParameters").propertyNames())
                .containsExactly("from", "to", "eventName", "keyId", "principal", "errorCode", "requestId", "limit");
    }

    @Test
    void events_onManyPages_areReachedByTheCursor() throws Exception {
        for (int i = 0; i < 5; i++) {
            trail.record(List.of(TestEvents.decrypt("r-" + i).build()));
        }
        JsonNode page = page("/v1/audit/events?limit=3&eventName=Decrypt");
        assertThat(page.path("events").values()).hasSize(3);
        page = page(
                "/v1/audit/events?limit=3&eventName=Decrypt&cursor={cursor}",
                page.path("nextCursor").asString());
        assertThat(page.path("events").values()).hasSize(2);
        assertThat(page.has("nextCursor")).isFalse();
    }

    @Test
    void events_withBadInput_areRefusedAndNotLookedUp() throws Exception {
        for (String query : List.of(
                "from=yesterday",
                "to=2026-11-24",
                "limit=0",
                "limit=1001",
                "limit=x",
                "cursor=x",
                "cursor=",
                "keyId=alias/app",
                "keyId=arn:aws:kms:us-east-1:000000000000:alias/app",
                "keyId=a%20b",
                "eventName=",
                "principal=" + "p".repeat(2049))) {
            assertThat(get("/v1/audit/events?" + query).getStatus()).as(query).isEqualTo(400);
        }
        assertThat(lookups()).isZero();
    }

    @Test
    void event_byId_isTheRecordItself() throws Exception {
        AuditEvent event = TestEvents.decrypt("r-1").build();
        trail.record(List.of(event));
        assertThat(get("/v1/audit/events/" + event.eventId()).getContentAsString())
                .isEqualTo(event.jsonText());
        MockHttpServletResponse none = get("/v1/audit/events/none");
        assertThat(none.getStatus()).isEqualTo(404);
        assertThat(none.getContentAsString()).contains("\"code\":\"NotFoundException\"");
        assertThat(lookups()).isEqualTo(2);
    }

    @Test
    void lookup_thatFails_saysThatItDid() throws Exception {
        trail.record(List.of(TestEvents.decrypt("r-1").build()));
        assertThat(page("/v1/audit/events").path("events").values()).hasSize(1);
        Path segment = directory.resolve(Segments.name(1));
        Files.writeString(segment, Files.readString(segment).replaceFirst("Decrypt", "Encrypt"));
        MockHttpServletResponse response = get("/v1/audit/events?eventName=Decrypt");
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString()).contains("could not be searched");
    }

    @Test
    void lookup_thatCannotBeRecorded_answersNothing() throws Exception {
        trail.record(List.of(TestEvents.decrypt("r-1").build()));
        Files.delete(directory.resolve(Segments.name(1)));
        MockHttpServletResponse response = get("/v1/audit/events?eventName=None");
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString())
                .contains("DependencyTimeoutException")
                .doesNotContain("events");
    }
}
