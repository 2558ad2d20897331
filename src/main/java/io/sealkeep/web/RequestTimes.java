// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Counts and times requests as the meter {@code http.server.requests}. Those of the wire door differ by their status alone, so each
 * status has its timer at hand; Spring's own way for all others, which looks the timer up by six tags, would cost a call on the wire more
 * than its parsing does. Safe for concurrent use.
 */
final class RequestTimes extends ServerHttpObservationFilter {

    private final MeterRegistry meters;
    private final Map<Integer, Timer> wire = new ConcurrentHashMap<>();

    RequestTimes(ObservationRegistry observations, MeterRegistry meters) {
        super(observations);
        this.meters = meters;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getMethod().equals("POST") || !request.getRequestURI().equals("/")) {
            super.doFilterInternal(request, response, chain);
            return;
        }
        long start = System.nanoTime();
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            wire.computeIfAbsent(status, this::timer).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** With the tags that Spring's observations have, for one meter's must be the same. */
    private Timer timer(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return meters.timer(
                "http.server.requests",
                "error",
                "none",
                "exception",
                "none",
                "method",
                "POST",
                "outcome",
                known == null ? "UNKNOWN" : known.series().name().replace("SUCCESSFUL", "SUCCESS"),
                "status",
                Integer.toString(status),
                "uri",
                "/");
    }
}
