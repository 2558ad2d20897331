// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A look-up's query parameters as they came, and what they mean. One thread. */
final class EventFilters {

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9-]{1,128}");
    private static final Pattern KEY_ARN =
            Pattern.compile("arn:[a-z-]{1,32}:kms:[a-z0-9-]{1,64}:[0-9]{12}:key/[A-Za-z0-9-]{1,128}");
    private static final int LONGEST = 2048;

    private final Map<String, Object> given = new LinkedHashMap<>();

    /** Notes a parameter; null for one that did not come. */
    EventFilters with(String name, @Nullable String value) {
        if (value != null) {
            if (value.isEmpty() || value.length() > LONGEST) {
                throw refusal(name + " must have 1 to " + LONGEST + " characters");
            }
            given.put(name, value);
        }
        return this;
    }

    /** Returns what came, for the record of the look-up. */
    Map<String, Object> given() {
        return given;
    }

    /**
     * Returns the query.
     *
     * @throws ResponseStatusException 400 for what has no meaning
     */
    TrailQuery query(int limit) {
        given.put("limit", limit);
        if (limit < 1 || limit > TrailQuery.LARGEST_LIMIT) {
            throw refusal("limit must be 1 to " + TrailQuery.LARGEST_LIMIT);
        }
        String cursor = text("cursor");
        if (cursor != null && !TrailCursor.isOne(cursor)) {
            throw refusal("cursor is not one that a page gave");
        }
        return new TrailQuery(
                time("from"),
                time("to"),
                text("eventName"),
                key(),
                text("principal"),
                text("errorCode"),
                text("requestId"),
                limit,
                cursor);
    }

    private @Nullable String text(String name) {
        return (String) given.get(name);
    }

    private @Nullable Instant time(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw refusal(name + " must be a time such as 2026-11-24T09:00:00Z");
        }
    }

    private @Nullable String key() {
        String key = text("keyId");
        if (key != null
                && !KEY_ID.matcher(key).matches()
                && !KEY_ARN.matcher(key).matches()) {
            throw refusal("keyId must be a key id or a key ARN: an alias can have pointed to several keys");
        }
        return key;
    }

    private static ResponseStatusException refusal(String reason) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, reason + ".");
    }
}
