// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * One item of a body that holds many, read for itself and as strictly as a body of its own: an item that cannot be read is the problem
 * that says so, and spoils no other. Only what is no JSON, or no list, spoils the body. Immutable.
 *
 * @param value the item, or null where it could not be read
 * @param problem why not, or null where it could
 */
@JsonDeserialize(using = BatchItem.Reader.class)
public record BatchItem<T>(@Nullable T value, @Nullable Problem problem) {

    static final class Reader extends ValueDeserializer<BatchItem<?>> {

        private final @Nullable JavaType type;

        Reader() {
            this(null);
        }

        private Reader(@Nullable JavaType type) {
            this.type = type;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            return new Reader(context.getContextualType().containedType(0));
        }

        /** Reads the item's text to its end first, so that the next item is found whatever becomes of this one. */
        @Override
        public BatchItem<?> deserialize(JsonParser json, DeserializationContext context) throws JacksonException {
            JsonNode item = context.readTree(json);
            try {
                return new BatchItem<>(context.readTreeAsValue(item, Objects.requireNonNull(type)), null);
            } catch (JacksonException e) {
                return new BatchItem<>(null, unreadable(UnreadableJson.detail(e)));
            }
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return new BatchItem<>(null, unreadable("An item must be an object."));
        }

        private static Problem unreadable(String detail) {
            return Problem.of(HttpStatus.BAD_REQUEST, "SerializationException", detail);
        }
    }
}
