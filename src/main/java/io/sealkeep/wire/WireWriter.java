// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import tools.jackson.core.JsonGenerator;

/** Writes a response in the form AWS gives it: members that are not set are left out, times are decimal seconds. Stateless. */
final class WireWriter {

    private WireWriter() {}

    static void write(SdkPojo structure, JsonGenerator json) {
        json.writeStartObject();
        for (WireMember member : WireStructure.of(structure).members()) {
            Object value = member.field().getValueOrDefault(structure);
            if (isPresent(value)) {
                json.writeName(member.name());
                writeValue(member, value, json);
            }
        }
        json.writeEndObject();
    }

    private static void writeValue(WireMember member, Object value, JsonGenerator json) {
        switch (member.kind()) {
            case TEXT -> json.writeString((String) value);
            case INTEGER -> json.writeNumber((Integer) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case TIMESTAMP -> json.writeNumber(BigDecimal.valueOf(((Instant) value).toEpochMilli(), 3));
            case BLOB -> json.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
            case STRUCTURE -> write((SdkPojo) value, json);
            case LIST -> {
                json.writeStartArray();
                for (Object element : (List<?>) value) {
                    writeValue(Objects.requireNonNull(member.element()), element, json);
                }
                json.writeEndArray();
            }
            case MAP -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    json.writeName((String) entry.getKey());
                    writeValue(Objects.requireNonNull(member.element()), entry.getValue(), json);
                }
                json.writeEndObject();
            }
        }
    }

    /** The SDK puts a list or map of its own kind where none was set. */
    private static boolean isPresent(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }
}
