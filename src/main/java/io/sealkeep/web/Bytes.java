// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Bytes of a JSON member, as base64 in the JSON: a plaintext, a data key, a ciphertext blob. They may be a secret, so the text
 * form of this type tells their number and nothing else. Immutable; the bytes are shared, not copied.
 *
 * <p>Base64 is RFC 4648, section 4, and strict: its alphabet alone, padded, no white space, no set bits after the end. One
 * sequence of bytes has one text.
 */
@Schema(
        type = "string",
        format = "byte",
        description = "Bytes in base64 (RFC 4648, section 4), padded, without line ends")
@JsonSerialize(using = Bytes.Writer.class)
@JsonDeserialize(using = Bytes.Reader.class)
public final class Bytes {

    private final SdkBytes value;

    private Bytes(SdkBytes value) {
        this.value = value;
    }

    /** Returns the bytes of an answer, or null for null. */
    public static @Nullable Bytes of(@Nullable SdkBytes value) {
        return value == null ? null : new Bytes(value);
    }

    /** Returns what a request takes, or null for null. */
    public static @Nullable SdkBytes sdk(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.value;
    }

    @Override
    public String toString() {
        return "[" + value.asByteArrayUnsafe().length + " bytes]";
    }

    static final class Writer extends StdSerializer<Bytes> {

        Writer() {
            super(Bytes.class);
        }

        @Override
        public void serialize(Bytes bytes, JsonGenerator json, SerializationContext context) {
            json.writeString(Base64.getEncoder().encodeToString(bytes.value.asByteArrayUnsafe()));
        }
    }

    static final class Reader extends StdScalarDeserializer<Bytes> {

        Reader() {
            super(Bytes.class);
        }

        /** The exceptions carry no value: what was sent may be a secret. */
        @Override
        public Bytes deserialize(JsonParser json, DeserializationContext context) throws JacksonException {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                return context.reportInputMismatch(this, "not a string");
            }
            String text = json.getString();
            try {
                byte[] bytes = Base64.getDecoder().decode(text);
                if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                    return new Bytes(SdkBytes.fromByteArrayUnsafe(bytes));
                }
            } catch (IllegalArgumentException e) {
                // Its message quotes a character of the value; the refusal below says enough.
            }
            throw InvalidFormatException.from(json, "not base64", "", Bytes.class);
        }
    }
}
