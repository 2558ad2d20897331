// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.sealkeep.call.PlainUtf8;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.JacksonException;

/**
 * Reads and writes the bodies of the REST doors by {@link StrictJson}, in UTF-8 alone. What cannot be read becomes an exception whose
 * message {@link UnreadableJson} made: Jackson's own quotes the input, and Spring would write that to the log. Safe for concurrent use.
 */
final class StrictJsonConverter extends JacksonJsonHttpMessageConverter {

    StrictJsonConverter() {
        super(StrictJson.mapper());
    }

    @Override
    public Object read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
            throws IOException, HttpMessageNotReadableException {
        byte[] body = bodyOf(message);
        if (!PlainUtf8.is(body, body.length)) {
            throw new UnreadableJson("The body is not UTF-8, or has a byte order mark or NUL in it.", message);
        }
        try {
            return super.read(type, new Body(message.getHeaders(), body), hints);
        } catch (HttpMessageNotReadableException e) {
            throw e.getCause() instanceof JacksonException cause ? new UnreadableJson(cause, message) : e;
        }
    }

    private static byte[] bodyOf(HttpInputMessage message) {
        try {
            return message.getBody().readAllBytes();
        } catch (IOException e) {
            throw new UnreadableJson("The body could not be read to its end.", message);
        }
    }

    /** A body that has been read. */
    private static final class Body implements HttpInputMessage {

        private final HttpHeaders headers;
        private final byte[] bytes;

        Body(HttpHeaders headers, byte[] bytes) {
            this.headers = headers;
            this.bytes = bytes;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(bytes);
        }
    }
}
