// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Records the requests that nobody else did: what was refused before a door, malformed, or fell over. Where that record cannot be
 * made, or one that a door tried, the answer becomes a 503. Safe for concurrent use.
 *
 * <p>Nothing of a body or a query goes into the record, and of a path no more than the door's own pattern: a caller may have put
 * there by mistake what must not be kept.
 */
final class TrailFilter implements Filter {

    /** Right inside the filter that binds the caller, outside everything that may refuse. */
    static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

    /** Request attributes by which a door says what it answered without asking KMS. */
    static final String ERROR_CODE = "io.sealkeep.errorCode";

    static final String ERROR_MESSAGE = "io.sealkeep.errorMessage";

    /**
     * Request attribute by which a door says that its answer tells of the call whose record failed, and gives no result of it:
     * the answer is then not withheld. Any value that is not null.
     */
    static final String FAILURE_TOLD = "io.sealkeep.failureTold";

    private static final Logger LOG = LoggerFactory.getLogger(TrailFilter.class);
    private static final Pattern TARGET = Pattern.compile("TrentService\\.([A-Za-z]{1,64})");

    /** Operations that change nothing, as far as a name tells: those that ask, and those that only use a key. */
    private static final Pattern READ_ONLY = Pattern.compile(
            "(Get|List|Describe|Generate)[A-Za-z]*|(Re)?Encrypt|Decrypt|Sign|Verify(Mac)?|DeriveSharedSecret|(En|De)capsulate");

    private static final String REST = "/v1/";
    private static final String REST_ENVELOPE = "/v1/envelope/";

    private final Trail trail;
    private final Clock clock;
    private final Underway underway;

    TrailFilter(Trail trail, Clock clock, Underway underway) {
        this.underway = underway;
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        if (!isDoor(request)) {
            chain.doFilter(servletRequest, servletResponse);
            return;
        }
        underway.begin();
        try {
            recorded(request, (HttpServletResponse) servletResponse, chain);
        } finally {
            underway.end();
        }
    }

    private static boolean isDoor(HttpServletRequest request) {
        return isWire(request)
                || path(request).startsWith(REST)
                || request.getRequestURI().startsWith(REST);
    }

    private void recorded(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Recorded recorded = new Recorded();
        boolean thrown = true;
        try {
            ScopedValue.where(Recorded.CURRENT, recorded).call(() -> {
                chain.doFilter(request, response);
                return null;
            });
            thrown = false;
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        } finally {
            if (!recorded.isTried()) {
                recordHere(request, response, recorded, thrown);
            }
            if (recorded.isFailed() && !thrown && request.getAttribute(FAILURE_TOLD) == null) {
                withhold(request, response);
            }
        }
    }

    private void recordHere(
            HttpServletRequest request, HttpServletResponse response, Recorded recorded, boolean thrown) {
        ScopedValue.where(Recorded.CURRENT, recorded).run(() -> {
            try {
                trail.record(List.of(event(request, response, thrown)));
            } catch (TrailUnavailableException e) {
                LOG.error("An answer is withheld: its record could not be written: {}", e.getMessage());
            }
        });
    }

    /** An answer that has begun cannot be taken back, but it can be kept from ending well. */
    private static void withhold(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            throw new TrailUnavailableException("The record of an answer that had begun could not be written");
        }
        if (response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            return;
        }
        response.reset();
        response.setHeader("x-amzn-RequestId", Caller.current().requestId());
        if (isWire(request)) {
            TrailProblem.UNAVAILABLE.writeWire(response);
        } else {
            TrailProblem.UNAVAILABLE.write(response);
        }
    }

    private AuditEvent event(HttpServletRequest request, HttpServletResponse response, boolean thrown) {
        AuditEvent.Builder event = isWire(request) ? wireEvent(request) : restEvent(request);
        String code = attribute(request, ERROR_CODE);
        if (code != null) {
            event.error(code, attribute(request, ERROR_MESSAGE));
        } else if (thrown) {
            event.error("InternalFailure", null);
        } else if (response.getStatus() >= 400) {
            event.error("HttpStatus" + response.getStatus(), null);
        }
        return event.build();
    }

    private AuditEvent.Builder wireEvent(HttpServletRequest request) {
        String target = request.getHeader("X-Amz-Target");
        Matcher operation = TARGET.matcher(target == null ? "" : target);
        String name = operation.matches() ? operation.group(1) : "Unknown";
        return AuditEvent.of(Caller.current(), clock.instant(), AuditEvent.KMS, name)
                .readOnly(READ_ONLY.matcher(name).matches());
    }

    private AuditEvent.Builder restEvent(HttpServletRequest request) {
        String source = path(request).startsWith(REST_ENVELOPE) ? AuditEvent.ENVELOPE : AuditEvent.SEALKEEP;
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Map<String, String> parameters = new LinkedHashMap<>();
        String method = request.getMethod();
        parameters.put("method", method);
        parameters.put("path", pattern == null ? null : pattern.toString());
        return AuditEvent.of(Caller.current(), clock.instant(), source, "RestRequest")
                .readOnly(method.equals("GET") || method.equals("HEAD"))
                .requestParameters(parameters);
    }

    private static boolean isWire(HttpServletRequest request) {
        return request.getMethod().equals("POST") && path(request).equals("/");
    }

    /** Returns the path as the server resolved it; doors are chosen by the one that came, segment by segment. */
    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private static @Nullable String attribute(HttpServletRequest request, String name) {
        return request.getAttribute(name) instanceof String text ? text : null;
    }
}
