// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import io.sealkeep.call.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/**
 * Why a request reached no door, and the answer to it: in AWS's form on the wire door's path, as a problem (RFC 9457) on every
 * other. Immutable.
 */
enum Refusal {
    FOREIGN_SITE(
            403,
            "AccessDeniedException",
            "This request comes from a web page of another site, or names a host that is not this server's. Call it by address or"
                    + " as localhost, or have the name added to sealkeep.security.allowed-hosts."),
    BAD_REGION(400, "ValidationException", "The region is not a region name. Use one such as us-east-1."),
    INCOMPLETE_SIGNATURE(
            400,
            "IncompleteSignatureException",
            "Authorization header requires 'Credential' parameter: slash-delimited elements, e.g. keyid/date/region/service/term."),
    DOT_SEGMENT(400, "ValidationException", "The path has a segment that is '.' or '..'. Name what you mean directly."),
    ENCODED_BODY(
            415, "SerializationException", "Content-Encoding is not accepted. Send the body as it is, uncompressed."),
    BUSY(
            503,
            "ThrottlingException",
            "This service holds as many request bodies, or serves as many streams, as its memory allows. Try again later."),
    TOO_LARGE(
            413,
            "RequestEntityTooLargeException",
            "The request body is larger than this service accepts. Data above 4096 bytes is for"
                    + " POST /v1/envelope/encrypt as application/octet-stream.");

    private final int status;
    private final String code;
    private final String message;

    Refusal(int status, String code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** Answers the request, and leaves code and message for the record that the trail's filter writes. */
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean wire = request.getRequestURI().equals("/");
        // A body that AWS KMS cannot read is one error there, whatever the reason.
        String code = wire && this == TOO_LARGE ? "SerializationException" : this.code;
        request.setAttribute("io.sealkeep.errorCode", code);
        request.setAttribute("io.sealkeep.errorMessage", message);
        response.setStatus(wire && status < 500 ? 400 : status);
        response.setContentType(wire ? "application/x-amz-json-1.1" : "application/problem+json");
        String body = wire
                ? "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}"
                : "{\"type\":\"about:blank\",\"title\":\""
                        + HttpStatus.valueOf(status).getReasonPhrase() + "\",\"status\":" + status + ",\"detail\":\""
                        + message + "\",\"code\":\"" + code + "\",\"requestId\":\""
                        + Caller.current().requestId() + "\"}";
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
