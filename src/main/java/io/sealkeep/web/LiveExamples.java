// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Puts values that are true now in the place of the code's placeholders whenever the API description is read; the description itself
 * is built once. A subclass is a {@code @ControllerAdvice} of springdoc's {@code OpenApiResource}, and safe for concurrent use.
 */
public abstract class LiveExamples implements ResponseBodyAdvice<byte[]> {

    /** Returns the description with as much replaced as there is; called in the name of its reader. */
    protected abstract String fill(String description);

    @Override
    public final boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return returnType.getParameterType() == byte[].class;
    }

    @Override
    public final byte @Nullable [] beforeBodyWrite(
            byte @Nullable [] body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        return body == null
                ? null
                : fill(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }
}
