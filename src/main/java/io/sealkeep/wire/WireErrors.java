// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * The wire form of every error: {@code {"__type": code, "message": text}} with status 400, or with the status that a fault of
 * ours carries (500 and above). Stateless.
 */
final class WireErrors {

    static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    private static final Logger LOG = LoggerFactory.getLogger(WireErrors.class);

    private static final int LOGGED_FRAMES = 12;

    private WireErrors() {}

    /** Answers what the client threw; its record is already made. */
    static void write(KmsException error, HttpServletResponse response) throws IOException {
        AwsErrorDetails details = error.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            writeFault(error, response);
        } else {
            int status = error.statusCode() < 500 ? 400 : error.statusCode();
            write(status, details.errorCode(), "message", details.errorMessage(), response);
        }
    }

    /** Answers a target that is missing or names no operation. AWS gives no message. */
    static void writeUnknownOperation(HttpServletRequest request, HttpServletResponse response) throws IOException {
        writeUnrecorded("UnknownOperationException", null, request, response);
    }

    /** Answers a body that is not the operation's request. AWS spells the member {@code Message} here. */
    static void write(SerializationException error, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writeUnrecorded("SerializationException", error.getMessage(), request, response);
    }

    /** Answers an error that no {@code KmsClient} saw, and leaves it for the record that the trail's filter writes. */
    private static void writeUnrecorded(
            String code, @Nullable String message, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        request.setAttribute("io.sealkeep.errorCode", code);
        request.setAttribute("io.sealkeep.errorMessage", message);
        if (!response.isCommitted()) { // where reading the body failed, the container has already answered 400
            write(400, code, "Message", message, response);
        }
    }

    /** Answers a failure that is a mistake in this program. The log shows what and where, no message: it may quote a value. */
    static void writeFault(RuntimeException error, HttpServletResponse response) throws IOException {
        LOG.error(
                "A wire call failed in a way that is a fault of this service: {} at {}",
                error.getClass().getName(),
                Stream.of(error.getStackTrace()).limit(LOGGED_FRAMES).toList());
        write(500, "KMSInternalException", "message", "The request failed because of an internal error.", response);
    }

    private static void write(
            int status, String code, String messageName, @Nullable String message, HttpServletResponse response)
            throws IOException {
        response.resetBuffer();
        response.setStatus(status);
        response.setContentType(CONTENT_TYPE);
        WireCodec.writeError(code, messageName, message, response.getOutputStream());
    }
}
