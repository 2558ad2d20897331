// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The few errors that this room answers by itself; all others go through the REST doors' common form. Immutable. */
enum TrailProblem {
    NO_SUCH_EVENT(404, "Not Found", "NotFoundException", "No event has this id."),
    UNREADABLE(
            503,
            "Service Unavailable",
            "DependencyTimeoutException",
            "The audit trail could not be searched, or not in time. Ask for less, such as a shorter span of time, or try again."),
    UNAVAILABLE(
            503,
            "Service Unavailable",
            "DependencyTimeoutException",
            "The audit trail could not take the record of this request, so its result is withheld. Try again.");

    private final int status;
    private final String title;
    private final String code;
    private final String detail;

    TrailProblem(int status, String title, String code, String detail) {
        this.status = status;
        this.title = title;
        this.code = code;
        this.detail = detail;
    }

    /** Answers with a problem (RFC 9457). */
    void write(HttpServletResponse response) throws IOException {
        write(response, "application/problem+json", """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s","requestId":"%s"}""".formatted(
                        title, status, detail, code, Caller.current().requestId()));
    }

    /** Answers as the AWS JSON protocol does. */
    void writeWire(HttpServletResponse response) throws IOException {
        write(response, "application/x-amz-json-1.1", "{\"__type\":\"%s\",\"message\":\"%s\"}".formatted(code, detail));
    }

    private void write(HttpServletResponse response, String type, String body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        OutputStream out = response.getOutputStream();
        out.write(body.getBytes(StandardCharsets.US_ASCII));
    }
}
