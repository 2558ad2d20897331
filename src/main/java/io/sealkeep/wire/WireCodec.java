// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON form of every request and response, by the SDK's own field metadata. Only tokens are read and written: no class is
 * chosen by what a body says, and nothing is bound by reflection. Stateless; safe for concurrent use.
 */
final class WireCodec {

    /** The deepest request of the model has three levels; unknown members may have more. */
    private static final int MAX_DEPTH = 64;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // The stream is the servlet's: a flush would commit the answer before its length is known.
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private WireCodec() {}

    /**
     * Sets the members of a request's builder from a body.
     *
     * <p>Members that the model does not have are skipped, as AWS does; a null member counts as left out.
     *
     * @param body UTF-8 JSON in the first {@code length} bytes
     * @throws SerializationException if it is not the JSON form of that request; nothing else is thrown for any body
     */
    static void read(SdkPojo builder, byte[] body, int length) {
        if (!isPlainUtf8(body, length)) {
            throw SerializationException.malformed();
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            new WireReader(parser, body, length).read(builder);
        }
    }

    /** Writes a response to the stream, which stays open. */
    static void write(SdkPojo response, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            WireWriter.write(response, json);
        }
    }

    /** Writes AWS's form of an error; a message that is null or empty is left out. */
    static void writeError(String code, String messageName, @Nullable String message, OutputStream out) {
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("__type", code);
            if (message != null && !message.isEmpty()) {
                json.writeStringProperty(messageName, message);
            }
            json.writeEndObject();
        }
    }

    /**
     * Returns whether a strict reader would take the bytes for UTF-8 text without NUL and byte order mark. The parser alone
     * would guess UTF-16 and UTF-32, and take bytes that are no UTF-8 for characters.
     */
    private static boolean isPlainUtf8(byte[] body, int length) {
        int signs = 0;
        for (int i = 0; i < length; i++) {
            signs |= body[i] | (body[i] - 1); // negative for NUL and for everything outside ASCII
        }
        return signs >= 0 || isUtf8WithoutNul(body, length);
    }

    private static boolean isUtf8WithoutNul(byte[] body, int length) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, 0, length));
            return text.charAt(0) != BYTE_ORDER_MARK && text.chars().noneMatch(unit -> unit == 0);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
