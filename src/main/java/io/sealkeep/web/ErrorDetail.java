// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * What to tell a caller whose request Spring refused. The texts are ours: Spring's name Java types and quote values. Stateless.
 */
final class ErrorDetail {

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            Integer.class, "a whole number",
            Boolean.class, "true or false");

    private ErrorDetail() {}

    static @Nullable String of(Exception e) {
        return switch (e) {
            case NoHandlerFoundException ignored -> nothingHere();
            case NoResourceFoundException ignored -> nothingHere();
            case HttpRequestMethodNotSupportedException method -> allowed(method.getSupportedHttpMethods());
            case HttpMediaTypeNotSupportedException type ->
                "Send the body as "
                        + type.getSupportedMediaTypes().stream()
                                .map(MediaType::toString)
                                .distinct()
                                .collect(Collectors.joining(" or "))
                        + ", and say so in Content-Type.";
            case HttpMediaTypeNotAcceptableException ignored ->
                "The answer would be application/json; let Accept allow it.";
            case MissingServletRequestParameterException missing ->
                "The query parameter '" + missing.getParameterName() + "' is required.";
            case MethodArgumentTypeMismatchException mismatch ->
                "The query parameter '" + mismatch.getName() + "' must be "
                        + EXPECTED.getOrDefault(mismatch.getRequiredType(), "another value") + ".";
            case HandlerMethodValidationException invalid ->
                invalid.getParameterValidationResults().stream()
                        .flatMap(parameter -> parameter.getResolvableErrors().stream())
                        .map(MessageSourceResolvable::getDefaultMessage)
                        .collect(Collectors.joining(" "));
            case ResponseStatusException refused -> refused.getReason();
            default -> null;
        };
    }

    private static String nothingHere() {
        return "There is nothing at this path. GET /v3/api-docs lists what there is, /swagger-ui.html shows it.";
    }

    private static String allowed(@Nullable Set<HttpMethod> methods) {
        return methods == null
                ? "This method is not allowed here."
                : "Allowed here: "
                        + String.join(
                                ", ",
                                new TreeSet<>(
                                        methods.stream().map(HttpMethod::name).toList())) + ".";
    }
}
