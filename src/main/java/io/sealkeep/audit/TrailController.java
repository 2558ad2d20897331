// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Look-ups in the trail. Each is itself recorded, after the trail was asked and before it answers, so that a look-up does not
 * find itself. Records go out as the bytes they are. Safe for concurrent use.
 */
@RestController
@RequestMapping(path = "/v1/audit/events", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Audit")
class TrailController {

    /** What stands for an event id in the API description until {@link ExampleEvent} puts a true one there. */
    static final String EXAMPLE_EVENT = "6f2d1f0e-0000-4000-8000-00000000e7e1";

    private static final Logger LOG = LoggerFactory.getLogger(TrailController.class);

    private static final String OPERATION = "LookupEvents";

    /** What a page looks like; it is written by hand because its records are JSON already. */
    @Schema(name = "EventPage")
    record EventPage(
            @Schema(description = "Whole CloudTrail records, newest first")
            List<Map<String, Object>> events,

            @Schema(description = "Where the next page begins; absent on the last")
            String nextCursor,

            @Schema(
                    description =
                            "Only where newer records are not searchable yet: the event time of the last record that is. Records are searchable in the"
                                    + " order in which they were written, which is about that of their times")
            Instant completeUntil) {}

    private final Trail trail;
    private final Clock clock;

    TrailController(Trail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "Look up events", description = """
                    Whole CloudTrail records, newest first. Each filter restricts further; a record with several keys is found by \
                    each of them. The look-up is recorded itself, as `LookupEvents`.

                    Errors: 400 `ValidationException`; 503 where the trail cannot be read, or not in time, or the \
                    look-up not recorded.""")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(implementation = EventPage.class)))
    void find(
            @Parameter(description = "Earliest event time, inclusive, such as 2026-11-24T09:00:00Z")
                    @RequestParam
                    @Nullable
                    String from,
            @Parameter(description = "Latest event time, exclusive") @RequestParam @Nullable String to,
            @Parameter(description = "An event name, such as Decrypt") @RequestParam @Nullable String eventName,
            @Parameter(description = "A key id, which matches in every region, or a key ARN") @RequestParam @Nullable
                    String keyId,
            @Parameter(description = "The caller's ARN, or its principalId where it has none, such as anonymous")
                    @RequestParam
                    @Nullable
                    String principal,
            @Parameter(description = "An error code, such as AccessDenied") @RequestParam @Nullable String errorCode,
            @Parameter(description = "The x-amzn-RequestId of an answer") @RequestParam @Nullable String requestId,
            @Parameter(description = "1 to 1000", example = "20") @RequestParam(defaultValue = "50") Integer limit,
            @Parameter(description = "The nextCursor of the page before") @RequestParam @Nullable String cursor,
            HttpServletResponse response)
            throws IOException {
        EventFilters filters = new EventFilters()
                .with("from", from)
                .with("to", to)
                .with("eventName", eventName)
                .with("keyId", keyId)
                .with("principal", principal)
                .with("errorCode", errorCode)
                .with("requestId", requestId)
                .with("cursor", cursor);
        TrailQuery query = filters.query(limit);
        TrailPage page;
        try {
            page = trail.find(query);
        } catch (TrailUnavailableException e) {
            unreadable(e, response);
            return;
        }
        if (record(filters.given(), response)) {
            write(page, response);
        }
    }

    @GetMapping("/{eventId}")
    @Operation(
            summary = "Get an event",
            description = "One CloudTrail record. Errors: 404 `NotFoundException`; 503 as for the look-up.")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = @Content(schema = @Schema(type = "object", description = "A CloudTrail record")))
    void get(
            @Parameter(description = "The record's eventID", example = EXAMPLE_EVENT) @PathVariable String eventId,
            HttpServletResponse response)
            throws IOException {
        Optional<String> event;
        try {
            event = trail.find(eventId);
        } catch (TrailUnavailableException e) {
            unreadable(e, response);
            return;
        }
        if (!record(Map.of("eventId", eventId), response)) {
            return;
        }
        if (event.isEmpty()) {
            TrailProblem.NO_SUCH_EVENT.write(response);
        } else {
            try (Writer out = begin(response)) {
                out.write(event.get());
            }
        }
    }

    /** The filter records the request, as one that was refused. */
    private static void unreadable(TrailUnavailableException failure, HttpServletResponse response) throws IOException {
        LOG.warn("A look-up failed: {}", failure.getMessage());
        TrailProblem.UNREADABLE.write(response);
    }

    /** Records the look-up; where that fails it answers so and returns false. */
    private boolean record(Map<String, Object> filters, HttpServletResponse response) throws IOException {
        try {
            trail.record(List.of(AuditEvent.of(Caller.current(), clock.instant(), AuditEvent.SEALKEEP, OPERATION)
                    .requestParameters(filters)
                    .build()));
            return true;
        } catch (TrailUnavailableException e) {
            TrailProblem.UNAVAILABLE.write(response);
            return false;
        }
    }

    private static void write(TrailPage page, HttpServletResponse response) throws IOException {
        try (Writer out = begin(response)) {
            out.write("{\"events\":[");
            String separator = "";
            for (String event : page.events()) {
                out.write(separator);
                out.write(event);
                separator = ",";
            }
            out.write("]");
            if (page.nextCursor() != null) {
                out.write(",\"nextCursor\":\"" + page.nextCursor() + "\"");
            }
            if (page.completeUntil() != null) {
                out.write(",\"completeUntil\":\"" + page.completeUntil() + "\"");
            }
            out.write("}");
        }
    }

    private static Writer begin(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }
}
