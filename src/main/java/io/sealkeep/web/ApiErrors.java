// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Turns every exception of a REST door into a {@link Problem}. The only place that does so; controllers have no catch for it.
 *
 * <p>It is not bound to certain controllers, because a request that no controller takes (404, 405, 415) has none; a door with
 * errors of another form, the AWS wire, handles its own before they come here. An exception after the answer has begun goes on to
 * the container, which breaks the connection off: a clean end would make half an answer look whole.
 *
 * <p>Problems are written to the response directly: an error is told as JSON whatever the request accepts, and the answer stays
 * uncommitted, so that a filter which knows better can replace it. Safe for concurrent use.
 */
@ControllerAdvice
final class ApiErrors {

    /** Request attributes by which the trail's filter learns how a request ended that never reached KMS. */
    static final String ERROR_CODE = "io.sealkeep.errorCode";

    static final String ERROR_MESSAGE = "io.sealkeep.errorMessage";

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    /** What the KMS contract refused: its decorator has recorded it. */
    @ExceptionHandler
    void refusedByKms(KmsException e, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            throw e;
        }
        ProblemWriter.write(Problem.of(e), response);
    }

    /** What reached no KMS: malformed, unknown, or a fault of ours. */
    @ExceptionHandler
    void refusedBefore(Exception e, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (response.isCommitted() || e instanceof IOException) {
            throw e;
        }
        Problem problem = problem(e);
        if (e instanceof ErrorResponse error) {
            error.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        }
        request.setAttribute(ERROR_CODE, problem.code());
        request.setAttribute(ERROR_MESSAGE, problem.detail());
        ProblemWriter.write(problem, response);
    }

    private static Problem problem(Exception e) {
        return switch (e) {
            case UnreadableJson unreadable ->
                Problem.of(HttpStatus.BAD_REQUEST, "SerializationException", unreadable.getMessage());
            case HttpMessageNotReadableException ignored ->
                Problem.of(
                        HttpStatus.BAD_REQUEST, "SerializationException", "The body is missing or could not be read.");
            case ErrorResponse error ->
                Problem.of(error.getStatusCode(), codeOf(error.getStatusCode().value()), ErrorDetail.of(e));
            case TypeMismatchException ignored -> Problem.of(HttpStatus.BAD_REQUEST, codeOf(400), ErrorDetail.of(e));
            case InvalidParameterException invalid ->
                Problem.of(
                        HttpStatusCode.valueOf(invalid.getErrorCode()),
                        codeOf(invalid.getErrorCode()),
                        "The query is not valid.");
            default -> {
                LOG.error("A request failed in a way that is a fault of this service", new Unexpected(e));
                yield Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        codeOf(500),
                        "The request failed because of an internal error.");
            }
        };
    }

    /** Returns the AWS error code that comes nearest to an HTTP status which no AWS error stands behind. */
    static String codeOf(int status) {
        return switch (status) {
            case 401, 403 -> "AccessDeniedException";
            case 404, 405 -> "UnknownOperationException";
            case 406, 415 -> "SerializationException";
            case 409 -> "ConflictException";
            case 413 -> "RequestEntityTooLargeException";
            case 429 -> "ThrottlingException";
            case 503 -> "DependencyTimeoutException";
            default -> status >= 500 ? "InternalFailure" : "ValidationException";
        };
    }

    /** An exception as the log may show it: types and places, no messages, because a message may quote a value. */
    private static final class Unexpected extends RuntimeException {

        Unexpected(Throwable original) {
            super(
                    original.getClass().getName(),
                    original.getCause() == null ? null : new Unexpected(original.getCause()));
            setStackTrace(original.getStackTrace());
        }
    }
}
