// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;

/**
 * Reads a time as ISO 8601 has it, with {@code Z} or an offset. A number is none here: whether it counted seconds or milliseconds
 * would be a guess. Stateless.
 */
final class StrictInstant extends StdScalarDeserializer<Instant> {

    /** As the wire door has it; what is beyond has no form in a record. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    StrictInstant() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws JacksonException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            try {
                Instant time = Instant.parse(json.getString());
                if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                    return time;
                }
            } catch (DateTimeException e) {
                // Its message quotes the value; the refusal below says enough.
            }
        }
        throw InvalidFormatException.from(json, "not a time", "", Instant.class);
    }
}
