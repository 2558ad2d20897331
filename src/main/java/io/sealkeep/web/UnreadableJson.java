// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * A body that is not the JSON the operation takes. It names members and places, and never a value, because the value may be a
 * secret; for the same reason Jackson's exception is not kept as the cause. The message is what log and trail may show; the detail
 * is for the caller alone, and repeats the name of a member that nobody knows.
 */
final class UnreadableJson extends HttpMessageNotReadableException {

    private static final int MAX_NAME = 64;

    private final String detail;

    UnreadableJson(JacksonException cause, HttpInputMessage message) {
        super(text(cause), message);
        this.detail = detail(cause);
    }

    /** @param text what to tell the caller and the log: it names no value */
    UnreadableJson(String text, HttpInputMessage message) {
        super(text, message);
        this.detail = text;
    }

    /** Returns what to tell the caller. */
    String detail() {
        return detail;
    }

    /** Returns what to tell the caller of what Jackson could not read. */
    static String detail(JacksonException cause) {
        return cause instanceof UnrecognizedPropertyException unknown ? unknown(unknown) : text(cause);
    }

    private static String text(JacksonException e) {
        return switch (e) {
            case UnrecognizedPropertyException ignored -> "The body has a member that this request does not know.";
            case InvalidNullException ignored -> member(e) + " must not contain null.";
            case MismatchedInputException mismatch ->
                e.getPath().isEmpty()
                        ? "The body must be one JSON object, with nothing after it."
                        : member(e) + " must be " + expected(mismatch.getTargetType()) + ".";
            case InputCoercionException ignored -> member(e) + " is a number out of range.";
            case StreamConstraintsException ignored ->
                "The JSON is nested too deeply, or a name or number in it is too long.";
            default -> "The body is not valid JSON, or repeats a member" + place(e.getLocation()) + ".";
        };
    }

    private static String unknown(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        String names = known == null
                ? ""
                : known.stream()
                        .map(Object::toString)
                        .sorted()
                        .collect(Collectors.joining(", ", " Known members: ", "."));
        return member(e) + " is not a member of this request." + names;
    }

    /** Returns what a member of a Java type is in JSON. */
    private static String expected(@Nullable Class<?> type) {
        if (type == String.class || type == Token.class) {
            return "a string";
        } else if (type == Bytes.class || type == byte[].class) {
            return "bytes in base64, as a string";
        } else if (type == Integer.class) {
            return "a whole number";
        } else if (type == Boolean.class) {
            return "true or false";
        } else if (type != null && Collection.class.isAssignableFrom(type)) {
            return "a list";
        } else if (type == Instant.class) {
            return "a time, such as 2026-11-24T09:00:00Z, as a string";
        }
        return "an object";
    }

    /** Returns the path to the member, such as {@code 'tags[0].tagKey'}. */
    private static String member(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".")
                        .append(name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…");
            }
        }
        return path.isEmpty() ? "The body" : "'" + path + "'";
    }

    private static String place(TokenStreamLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
