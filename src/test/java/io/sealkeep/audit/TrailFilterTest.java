// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.call.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

@ExtendWith(Quiet.class)
class TrailFilterTest {

    private final ListTrail trail = new ListTrail();
    private final TrailFilter filter =
            new TrailFilter(trail, Clock.fixed(TestEvents.NOON, ZoneOffset.UTC), new Underway());
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    /** Keeps what it gets, or fails on demand. */
    private static final class ListTrail implements Trail {
        final List<String> records = new ArrayList<>();
        boolean fails;

        @Override
        public void record(List<AuditEvent> events) {
            Recorded.trying();
            if (fails) {
                throw new TrailUnavailableException("the disk is full");
            }
            events.forEach(event -> records.add(event.jsonText()));
            Recorded.succeeded();
        }

        @Override
        public void intend(AuditEvent intent) {}

        @Override
        public void requireWritable() {}

        @Override
        public boolean contains(String eventId) {
            return false;
        }

        @Override
        public Optional<String> find(String eventId) {
            return Optional.empty();
        }

        @Override
        public TrailPage find(TrailQuery query) {
            return new TrailPage(List.of(), null, null);
        }
    }

    private void filter(MockHttpServletRequest request, FilterChain door) throws Exception {
        ScopedValue.where(Caller.CURRENT, TestEvents.caller("r-1")).call(() -> {
            filter.doFilter(request, response, door);
            return null;
        });
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        return request;
    }

    private static MockHttpServletRequest wire(String target) {
        MockHttpServletRequest request = request("POST", "/");
        request.addHeader("X-Amz-Target", target);
        return request;
    }

    private static FilterChain answering(int status) {
        return (request, response) -> ((HttpServletResponse) response).setStatus(status);
    }

    @Test
    void doorThatRecorded_addsNothing() throws Exception {
        filter(
                request("GET", "/v1/keys"),
                (request, response) ->
                        trail.record(List.of(TestEvents.decrypt("r-1").build())));
        assertThat(trail.records).hasSize(1).first().asString().contains("\"eventName\":\"Decrypt\"");
        assertThat(response.getStatus()).isEqualTo(200);
    }

    @Test
    void refusedWireCall_isRecordedUnderItsOperation() throws Exception {
        filter(wire("TrentService.Encrypt"), (request, response) -> {
            request.setAttribute("io.sealkeep.errorCode", "SerializationException");
            request.setAttribute("io.sealkeep.errorMessage", "not JSON");
            ((HttpServletResponse) response).setStatus(400);
        });
        assertThat(trail.records)
                .hasSize(1)
                .first()
                .asString()
                .contains("\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"Encrypt\"")
                .contains("\"errorCode\":\"SerializationException\",\"errorMessage\":\"not JSON\"")
                .contains("\"requestID\":\"r-1\"");
    }

    @Test
    void wireTargetThatIsNoName_isRecordedAsUnknown() throws Exception {
        for (String target :
                List.of("", "TrentService.", "TrentService.A\nB", "Other.Encrypt", "TrentService." + "A".repeat(65))) {
            trail.records.clear();
            filter(wire(target), answering(400));
            assertThat(trail.records)
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("\"eventName\":\"Unknown\"")
                    .contains("\"errorCode\":\"HttpStatus400\"");
        }
    }

    @Test
    void refusedRestCall_isRecordedWithTheDoorsPatternNotThePath() throws Exception {
        filter(request("POST", "/v1/keys/c2VjcmV0/enable"), (request, response) -> {
            request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, "/v1/keys/{keyId}/enable");
            ((HttpServletResponse) response).setStatus(415);
        });
        assertThat(trail.records)
                .hasSize(1)
                .first()
                .asString()
                .contains("\"eventSource\":\"sealkeep.internal\",\"eventName\":\"RestRequest\"")
                .contains("\"requestParameters\":{\"method\":\"POST\",\"path\":\"/v1/keys/{keyId}/enable\"}")
                .contains("\"errorCode\":\"HttpStatus415\"")
                .doesNotContain("c2VjcmV0");
    }

    @Test
    void refusedCall_isRecordedAsWhatItWouldHaveBeen() throws Exception {
        for (String name : List.of("ListKeys", "Decrypt", "ReEncrypt", "GenerateDataKey", "VerifyMac", "DescribeKey")) {
            filter(wire("TrentService." + name), answering(400));
            assertThat(trail.records.removeLast()).as(name).contains("\"readOnly\":true");
        }
        for (String name : List.of("DisableKey", "CreateKey", "ScheduleKeyDeletion", "", "EncryptEverything")) {
            filter(wire("TrentService." + name), answering(400));
            assertThat(trail.records.removeLast()).as(name).contains("\"readOnly\":false");
        }
        filter(request("GET", "/v1/keys"), answering(400));
        assertThat(trail.records.removeLast()).contains("\"readOnly\":true");
        filter(request("PATCH", "/v1/keys"), answering(400));
        assertThat(trail.records.removeLast()).contains("\"readOnly\":false");
    }

    @Test
    void doorThatThrew_isRecordedAndThrowsOn() {
        assertThatThrownBy(() -> filter(request("POST", "/v1/encrypt"), (request, response) -> {
                    throw new ServletException("secret");
                }))
                .isInstanceOf(ServletException.class);
        assertThat(trail.records)
                .hasSize(1)
                .first()
                .asString()
                .contains("\"errorCode\":\"InternalFailure\"")
                .doesNotContain("secret");
    }

    @Test
    void pathThatIsADoorsByOneReading_isRecorded() throws Exception {
        MockHttpServletRequest asItCame = new MockHttpServletRequest("PUT", "/v1/aliases/../../x");
        asItCame.setServletPath("/x");
        MockHttpServletRequest resolved = new MockHttpServletRequest("PUT", "/x/../v1/aliases/x");
        resolved.setServletPath("/v1/aliases/x");
        for (MockHttpServletRequest request : List.of(asItCame, resolved)) {
            trail.records.clear();
            filter(request, answering(400));
            assertThat(trail.records).hasSize(1);
        }
    }

    @Test
    void otherPaths_areNotRecorded() throws Exception {
        for (MockHttpServletRequest other :
                List.of(request("GET", "/"), request("GET", "/swagger-ui.html"), request("GET", "/livez"))) {
            filter(other, answering(200));
        }
        assertThat(trail.records).isEmpty();
    }

    @Test
    void recordThatFails_withholdsTheAnswer() throws Exception {
        trail.fails = true;
        filter(request("GET", "/v1/keys"), (request, response) -> write(response, "plaintext"));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getHeader("x-amzn-RequestId")).isEqualTo("r-1");
        assertThat(response.getContentAsString())
                .doesNotContain("plaintext")
                .contains("\"code\":\"DependencyTimeoutException\"")
                .contains("\"requestId\":\"r-1\"");
    }

    @Test
    void recordThatFails_onTheWire_withholdsTheAnswerInItsForm() throws Exception {
        trail.fails = true;
        filter(wire("TrentService.Encrypt"), answering(400));
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString())
                .startsWith("{\"__type\":\"DependencyTimeoutException\",\"message\":\"");
    }

    @Test
    void recordThatADoorTriedInVain_isNotTriedAgainAndWithholdsTheAnswer() throws Exception {
        filter(request("GET", "/v1/keys"), (request, response) -> {
            trail.fails = true;
            try {
                trail.record(List.of(TestEvents.decrypt("r-1").build()));
            } catch (TrailUnavailableException e) {
                trail.fails = false;
                write(response, "plaintext all the same");
            }
        });
        assertThat(trail.records).isEmpty();
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentAsString()).doesNotContain("plaintext");
    }

    @Test
    void recordThatFails_afterTheAnswerHasBegun_breaksItOff() {
        trail.fails = true;
        assertThatThrownBy(() -> filter(request("GET", "/v1/keys"), (request, response) -> {
                    write(response, "begun");
                    response.flushBuffer();
                }))
                .isInstanceOf(TrailUnavailableException.class);
    }

    private static void write(jakarta.servlet.ServletResponse response, String text) throws IOException {
        response.getOutputStream().print(text);
    }
}
