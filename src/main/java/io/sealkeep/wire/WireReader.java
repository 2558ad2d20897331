// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import io.sealkeep.wire.WireMember.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one body into one request builder. One thread; one body. */
final class WireReader {

    /** Seconds from year 1 to year 9999, what a timestamp may be. */
    private static final double EARLIEST = -62_135_596_800d;

    private static final double LATEST = 253_402_300_799d;

    /** Last characters of base64 before one and before two padding characters that leave no bit over: RFC 4648, 3.5. */
    private static final String BEFORE_ONE_PAD = "AEIMQUYcgkosw048";

    private static final String BEFORE_TWO_PADS = "AQgw";

    private final JsonParser json;
    private final byte[] body;
    private final int length;

    /** Makes a reader of what the parser parses: the first {@code length} bytes of the body. */
    WireReader(JsonParser json, byte[] body, int length) {
        this.json = json;
        this.body = body;
        this.length = length;
    }

    /**
     * Sets the builder's members from the body, which must be one JSON object and nothing else.
     *
     * @throws SerializationException if it is not, or if a known member is twice there or of another type
     */
    void read(SdkPojo builder) {
        try {
            JsonToken token = json.nextToken();
            if (token == null || token == JsonToken.VALUE_NULL) {
                throw SerializationException.malformed();
            }
            readStructure(builder, token);
            if (json.nextToken() != null) {
                throw SerializationException.malformed();
            }
        } catch (JacksonException e) {
            // Its message repeats what stood in the body; so it is neither shown nor kept as a cause.
            throw SerializationException.malformed();
        }
    }

    private void readStructure(SdkPojo builder, JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            throw mismatch(token, Kind.STRUCTURE);
        }
        WireStructure structure = WireStructure.of(builder);
        long seen = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            Integer position = structure.position(name);
            JsonToken value = json.nextToken();
            if (position == null) {
                json.skipChildren();
                continue;
            }
            // Two readers of one body must not see two different requests.
            if ((seen & 1L << position) != 0) {
                throw SerializationException.because("A member is given twice");
            }
            seen |= 1L << position;
            if (value != JsonToken.VALUE_NULL) {
                WireMember member = structure.members().get(position);
                member.field().set(builder, readValue(member, value));
            }
        }
    }

    private Object readValue(WireMember member, JsonToken token) {
        return switch (member.kind()) {
            case TEXT -> readText(token);
            case INTEGER -> readInteger(token);
            case BOOLEAN -> readBoolean(token);
            case TIMESTAMP -> readTimestamp(token);
            case BLOB -> readBlob(token);
            case LIST -> readList(Objects.requireNonNull(member.element()), token);
            case MAP -> readMap(Objects.requireNonNull(member.element()), token);
            case STRUCTURE -> {
                SdkPojo builder = Objects.requireNonNull(member.structure()).get();
                readStructure(builder, token);
                yield ((SdkBuilder<?, ?>) builder).build();
            }
        };
    }

    private List<Object> readList(WireMember element, JsonToken token) {
        if (token != JsonToken.START_ARRAY) {
            throw mismatch(token, Kind.LIST);
        }
        List<Object> list = new ArrayList<>();
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            list.add(readElement(element, next));
        }
        return list;
    }

    private Map<String, Object> readMap(WireMember value, JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            throw mismatch(token, Kind.MAP);
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            if (map.put(wellFormed(key), readElement(value, json.nextToken())) != null) {
                throw SerializationException.because("A map has a key twice");
            }
        }
        return map;
    }

    /** A null member is a member left out; a null element cannot be left out without changing what was said. */
    private Object readElement(WireMember element, JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            throw SerializationException.because("A list or map holds null");
        }
        return readValue(element, token);
    }

    private String readText(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw mismatch(token, Kind.TEXT);
        }
        return wellFormed(json.getString());
    }

    private Integer readInteger(JsonToken token) {
        if (token != JsonToken.VALUE_NUMBER_INT) {
            throw mismatch(token, Kind.INTEGER);
        }
        long number = json.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Long.MAX_VALUE : json.getLongValue();
        if (number != (int) number) {
            throw mismatch(token, Kind.INTEGER);
        }
        return (int) number;
    }

    private static Boolean readBoolean(JsonToken token) {
        return switch (token) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw mismatch(token, Kind.BOOLEAN);
        };
    }

    private Instant readTimestamp(JsonToken token) {
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw mismatch(token, Kind.TIMESTAMP);
        }
        double seconds = json.getDoubleValue();
        if (!(seconds >= EARLIEST && seconds <= LATEST)) {
            throw mismatch(token, Kind.TIMESTAMP);
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    /**
     * Decodes base64 from where it stands in the body, so that no text of it, which could not be wiped, comes into being. Only
     * text with escapes (some clients write {@code \/}) takes the way through a string.
     */
    private SdkBytes readBlob(JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw mismatch(token, Kind.BLOB);
        }
        int start = (int) json.currentTokenLocation().getByteOffset() + 1;
        int end = start;
        while (end < length && body[end] != '"' && body[end] != '\\') {
            end++;
        }
        if (end < length && body[end] == '"') {
            return decode(body, start, end);
        }
        byte[] text = json.getString().getBytes(StandardCharsets.UTF_8);
        return decode(text, 0, text.length);
    }

    private static SdkBytes decode(byte[] text, int start, int end) {
        if ((end - start) % 4 != 0) {
            throw SerializationException.because(
                    "STRING_VALUE can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes");
        }
        if (!hasNoBitLeftOver(text, start, end)) {
            throw SerializationException.because(
                    "STRING_VALUE can not be converted to a Blob: Invalid last non-pad Base64 character detected");
        }
        byte[] encoded = Arrays.copyOfRange(text, start, end);
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(encoded));
        } catch (IllegalArgumentException e) {
            throw SerializationException.because(
                    "STRING_VALUE can not be converted to a Blob: Invalid Base64 character");
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private static boolean hasNoBitLeftOver(byte[] text, int start, int end) {
        if (end == start || text[end - 1] != '=') {
            return true;
        }
        return text[end - 2] == '='
                ? BEFORE_TWO_PADS.indexOf(text[end - 3]) >= 0
                : BEFORE_ONE_PAD.indexOf(text[end - 2]) >= 0;
    }

    /** An escaped surrogate that stands alone has no UTF-8 form: what is signed or authenticated could not hold it. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                    throw SerializationException.malformed();
                }
                i++;
            }
        }
        return text;
    }

    private static SerializationException mismatch(JsonToken token, Kind expected) {
        return SerializationException.because(
                switch (token) {
                    case START_ARRAY -> "Start of list found where not expected";
                    case START_OBJECT -> "Start of structure or map found where not expected.";
                    case VALUE_STRING -> mismatch("STRING_VALUE", expected);
                    case VALUE_TRUE -> mismatch("TRUE_VALUE", expected);
                    case VALUE_FALSE -> mismatch("FALSE_VALUE", expected);
                    default -> mismatch("NUMBER_VALUE", expected);
                });
    }

    private static String mismatch(String found, Kind expected) {
        return switch (expected) {
            case LIST, MAP, STRUCTURE -> expected.words;
            default -> found + " can not be converted to " + expected.words;
        };
    }
}
