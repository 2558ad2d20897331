// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.webmvc.api.OpenApiResource;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Puts the id of an event that exists into the example of the API description. Safe for concurrent use. */
@ControllerAdvice(assignableTypes = OpenApiResource.class)
final class ExampleEvent implements ResponseBodyAdvice<byte[]> {

    private static final TrailQuery NEWEST = new TrailQuery(null, null, null, null, null, null, null, 1, null);

    private final Trail trail;

    ExampleEvent(Trail trail) {
        this.trail = trail;
    }

    @Override
    public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
        return returnType.getParameterType() == byte[].class;
    }

    @Override
    public byte @Nullable [] beforeBodyWrite(
            byte @Nullable [] body,
            MethodParameter returnType,
            MediaType contentType,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body == null) {
            return null;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        return text.replace(TrailController.EXAMPLE_EVENT, newestId()).getBytes(StandardCharsets.UTF_8);
    }

    private String newestId() {
        try {
            List<String> newest = trail.find(NEWEST).events();
            return newest.isEmpty()
                    ? TrailController.EXAMPLE_EVENT
                    : AuditEvent.parse(newest.getFirst().getBytes(StandardCharsets.UTF_8))
                            .eventId();
        } catch (TrailUnavailableException e) {
            return TrailController.EXAMPLE_EVENT;
        }
    }
}
