// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.core.JacksonException;

/**
 * Reads and writes the bodies of the REST doors by {@link StrictJson}. What cannot be read becomes an exception whose message
 * {@link UnreadableJson} made: Jackson's own quotes the input, and Spring would write that to the log. Safe for concurrent use.
 */
final class StrictJsonConverter extends JacksonJsonHttpMessageConverter {

    StrictJsonConverter() {
        super(StrictJson.mapper());
    }

    @Override
    public Object read(ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
            throws IOException, HttpMessageNotReadableException {
        try {
            return super.read(type, message, hints);
        } catch (HttpMessageNotReadableException e) {
            throw e.getCause() instanceof JacksonException cause ? new UnreadableJson(cause, message) : e;
        }
    }
}
