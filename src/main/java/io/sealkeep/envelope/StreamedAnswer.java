// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import io.sealkeep.envelope.EnvelopeService.Sink;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * An answer of bytes that ends cleanly or not at all: a failure before its first byte is thrown on, to become a problem; one after
 * it breaks the connection, so that no client can take what it has for the whole. One thread.
 */
final class StreamedAnswer implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(StreamedAnswer.class);

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private boolean isBegun;

    StreamedAnswer(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A known length goes into the header: then a client of HTTP/1.0 notices a missing end too, whose answers the end of the
     * connection delimits otherwise. From such a client {@link EnvelopeInput} takes no stream whose answer has no known length.
     */
    @Override
    public OutputStream begin(long length) throws IOException {
        isBegun = true;
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        if (length >= 0) {
            response.setContentLengthLong(length);
        }
        return response.getOutputStream();
    }

    /** Gives the answer that a call of the service writes into this. */
    void give(Runnable call) throws IOException {
        boolean isWhole = false;
        try {
            call.run();
            isWhole = true;
        } catch (KmsException e) {
            if (!isBegun) {
                throw e;
            }
            LOG.debug("An answer broke off: {}", e.awsErrorDetails().errorCode());
        } finally {
            if (isBegun && !isWhole) {
                ConnectionValve.breakConnection(request);
            }
        }
    }
}
