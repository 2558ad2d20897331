// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import io.sealkeep.call.PlainUtf8;
import java.io.OutputStream;
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
        if (!PlainUtf8.is(body, length)) {
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
}
