// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestTimesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private RequestTimes filter;

    @BeforeEach
    void observe() {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        filter = new RequestTimes(observations, meters);
    }

    @ParameterizedTest
    @CsvSource({"200, SUCCESS", "400, CLIENT_ERROR", "503, SERVER_ERROR"})
    void wireRequest_byItsStatus_isCounted(int status, String outcome) throws Exception {
        send("/", answering(status));
        send("/", answering(status));

        assertThat(meters.get("http.server.requests")
                        .tags("uri", "/", "method", "POST", "status", Integer.toString(status), "outcome", outcome)
                        .timer()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void wireRequest_thatBreaksOff_isCountedAsAFault() {
        Servlet broken = new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) throws ServletException {
                throw new ServletException("broken off");
            }
        };

        assertThatThrownBy(() -> send("/", broken)).isInstanceOf(ServletException.class);

        assertThat(meters.get("http.server.requests")
                        .tags("uri", "/", "status", "500")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void wireRequest_beside_oneOfAnotherDoor_hasTheSameTags() throws Exception {
        send("/", answering(200));
        send("/v1/keys", answering(200));

        List<Meter.Id> ids = meters.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().equals("http.server.requests"))
                .toList();
        assertThat(ids).hasSize(2);
        assertThat(keys(ids.get(0))).isEqualTo(keys(ids.get(1)));
    }

    private static List<String> keys(Meter.Id id) {
        return id.getTags().stream().map(Tag::getKey).toList();
    }

    private static Servlet answering(int status) {
        return new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response) {
                response.setStatus(status);
            }
        };
    }

    private void send(String path, Servlet servlet) throws ServletException, IOException {
        new MockFilterChain(servlet, filter)
                .doFilter(new MockHttpServletRequest("POST", path), new MockHttpServletResponse());
    }
}
