// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * {@code POST /}: what the AWS CLI and every AWS SDK send. A servlet of its own at exactly this path; every other method at it goes to
 * Spring MVC as if this were not there. Safe for concurrent use.
 */
final class WireServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient KmsClient kms;

    WireServlet(KmsClient kms) {
        this.kms = kms;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (request.getMethod().equals("POST")) {
            call(request, response);
        } else {
            getServletContext()
                    .getNamedDispatcher(DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME)
                    .forward(request, response);
        }
    }

    private void call(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store"); // answers hold plaintext
        WireOperation operation = WireOperations.find(request.getHeader("X-Amz-Target"));
        if (operation == null || !isAwsJson(request.getContentType())) {
            WireErrors.writeUnknownOperation(request, response);
            return;
        }
        try {
            answer(operation, perform(operation, request), response);
        } catch (SerializationException e) {
            WireErrors.write(e, request, response);
        } catch (KmsException e) {
            WireErrors.write(e, response);
        } catch (RuntimeException e) {
            if (response.isCommitted()) {
                throw e; // the container breaks the connection off: a clean end would make half an answer look whole
            }
            WireErrors.writeFault(e, response);
        }
    }

    private KmsResponse perform(WireOperation operation, HttpServletRequest request) throws IOException {
        var builder = operation.newBuilder();
        try (WireBody body = WireBody.read(request.getInputStream())) {
            WireCodec.read(builder, body.bytes(), body.length());
        }
        return operation.call(kms, builder);
    }

    /** Operations whose response has no members answer no body at all, as AWS does; every SDK reads that. */
    private static void answer(WireOperation operation, KmsResponse result, HttpServletResponse response)
            throws IOException {
        response.setContentType(WireErrors.CONTENT_TYPE);
        if (operation.answersNothing()) {
            response.setContentLength(0);
        } else {
            WireCodec.write(result, response.getOutputStream());
        }
    }

    /** Every AWS SDK sends this type, and no web page can without asking first. Parameters are ignored: JSON is UTF-8. */
    private static boolean isAwsJson(@Nullable String contentType) {
        return contentType != null
                && contentType.regionMatches(true, 0, WireErrors.CONTENT_TYPE, 0, WireErrors.CONTENT_TYPE.length())
                && (contentType.length() == WireErrors.CONTENT_TYPE.length()
                        || " ;".indexOf(contentType.charAt(WireErrors.CONTENT_TYPE.length())) >= 0);
    }
}
