// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bytes of a CloudTrail record. Everything outside ASCII and every control character is escaped, so that a record is one
 * line whatever a caller put into it, and a reader's terminal shows what was written.
 *
 * <p>Limits, from "CloudTrail record contents": user agent, error code and error message 1 KB each, cut; request parameters and
 * response elements 100 KB each and additional event data 28 KB, whose content is left out whole, never cut, so that the record
 * stays valid JSON.
 */
final class AuditJson {

    private static final int TEXT_LIMIT = 1024;
    private static final int ELEMENT_LIMIT = 100 * 1024;
    private static final int ADDITIONAL_LIMIT = 28 * 1024;

    /** The longest escape of one UTF-16 unit: a backslash, a u and four digits. */
    private static final int BYTES_A_CHAR = 6;

    /** How dates inside request parameters and response elements look in CloudTrail's records of KMS calls. */
    private static final DateTimeFormatter INNER_DATE =
            DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    private static final JsonFactory FACTORY =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();

    private AuditJson() {}

    static AuditEvent write(AuditEvent.Builder event) {
        boolean byService = event.eventType.equals("AwsServiceEvent");
        ByteArrayOutputStream out = new ByteArrayOutputStream(1536);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("eventVersion", "1.11");
            writeIdentity(json, event.caller, byService);
            json.writeStringProperty("eventTime", event.eventTime.toString());
            writeText(json, "eventSource", event.eventSource);
            writeText(json, "eventName", event.eventName);
            writeText(json, "awsRegion", event.caller.region());
            writeText(json, "sourceIPAddress", event.caller.sourceIpAddress());
            writeText(json, "userAgent", event.caller.userAgent());
            writeText(json, "errorCode", event.errorCode);
            writeText(json, "errorMessage", event.errorMessage);
            writeElement(json, "requestParameters", event.requestParameters, ELEMENT_LIMIT);
            writeElement(json, "responseElements", event.responseElements, ELEMENT_LIMIT);
            if (event.additionalEventData != null) {
                writeElement(json, "additionalEventData", event.additionalEventData, ADDITIONAL_LIMIT);
            }
            if (!byService) {
                writeText(json, "requestID", event.caller.requestId());
            }
            writeText(json, "eventID", event.eventId);
            json.writeBooleanProperty("readOnly", event.readOnly);
            writeResources(json, event);
            json.writeStringProperty("eventType", event.eventType);
            json.writeBooleanProperty("managementEvent", true);
            writeText(json, "recipientAccountId", event.caller.principal().accountId());
            if (event.serviceEventDetails != null) {
                writeElement(json, "serviceEventDetails", event.serviceEventDetails, ELEMENT_LIMIT);
            }
            json.writeStringProperty("eventCategory", "Management");
            json.writeEndObject();
        }
        return new AuditEvent(
                text(event.eventId),
                event.eventTime,
                text(event.eventName),
                text(event.caller.principal().filterName()),
                event.keys.stream().map(AuditJson::text).toList(),
                event.errorCode == null ? null : text(event.errorCode),
                byService ? null : text(event.caller.requestId()),
                out.toByteArray());
    }

    private static void writeIdentity(JsonGenerator json, Caller caller, boolean byService) {
        Principal principal = caller.principal();
        json.writeObjectPropertyStart("userIdentity");
        if (!byService) {
            writeText(json, "type", principal.type());
            writeText(json, "principalId", principal.principalId());
            writeText(json, "arn", principal.arn());
        }
        writeText(json, "accountId", principal.accountId());
        writeText(json, "accessKeyId", principal.accessKeyId());
        writeText(json, "userName", principal.userName());
        writeText(json, "invokedBy", caller.invokedBy());
        json.writeEndObject();
    }

    private static void writeResources(JsonGenerator json, AuditEvent.Builder event) {
        json.writeArrayPropertyStart("resources");
        for (String arn : event.keys) {
            json.writeStartObject();
            writeText(json, "accountId", accountOf(arn, event.caller));
            json.writeStringProperty("type", "AWS::KMS::Key");
            writeText(json, "ARN", arn);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String accountOf(String arn, Caller caller) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 && !parts[4].isEmpty()
                ? parts[4]
                : caller.principal().accountId();
    }

    private static void writeText(JsonGenerator json, String name, @Nullable String text) {
        if (text != null) {
            json.writeStringProperty(name, text(text));
        }
    }

    private static void writeElement(JsonGenerator json, String name, @Nullable Map<String, ?> members, int limit) {
        json.writeName(name);
        if (members == null) {
            json.writeNull();
        } else if (weight(members) * BYTES_A_CHAR <= limit || render(members).length <= limit) {
            writeValue(json, members);
        } else {
            json.writeStartObject();
            json.writeStringProperty("omitted", "content larger than " + limit + " bytes");
            json.writeEndObject();
        }
    }

    private static byte[] render(Map<String, ?> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeValue(json, members);
        }
        return out.toByteArray();
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(clean(text));
            case Boolean truth -> json.writeBoolean(truth);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Instant time -> json.writeString(INNER_DATE.format(time));
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((name, member) -> {
                    json.writeName(clean(String.valueOf(name)));
                    writeValue(json, member);
                });
                json.writeEndObject();
            }
            case Iterable<?> list -> {
                json.writeStartArray();
                list.forEach(member -> writeValue(json, member));
                json.writeEndArray();
            }
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    /** Returns an upper bound of the characters that a value's JSON holds before escaping. */
    private static long weight(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length() + 3L;
            case Map<?, ?> map -> {
                long sum = 2;
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    sum += weight(String.valueOf(member.getKey())) + weight(member.getValue()) + 1;
                }
                yield sum;
            }
            case Iterable<?> list -> {
                long sum = 2;
                for (Object member : list) {
                    sum += weight(member) + 1;
                }
                yield sum;
            }
            case null -> 4;
            default -> 32;
        };
    }

    /** Returns text as it stands in a record: the searched columns hold the same. */
    private static String text(String text) {
        return clean(text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT));
    }

    /** Replaces surrogates that stand alone: strict readers refuse the whole record for one. */
    private static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaceLoneSurrogates(text);
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> result.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point));
        return result.toString();
    }

    static AuditEvent parse(byte[] bytes) {
        JsonNode record = MAPPER.readTree(bytes);
        List<String> keys = new ArrayList<>(2);
        for (JsonNode resource : record.path("resources")) {
            keys.add(resource.path("ARN").asString(""));
        }
        JsonNode identity = record.path("userIdentity");
        String principal = identity.path("arn")
                .asString(identity.path("principalId")
                        .asString(identity.path("invokedBy").asString("")));
        return new AuditEvent(
                record.path("eventID").asString(""),
                Instant.parse(record.path("eventTime").asString("")),
                record.path("eventName").asString(""),
                principal,
                List.copyOf(keys),
                textOrNull(record, "errorCode"),
                textOrNull(record, "requestID"),
                bytes);
    }

    /** Returns the record with an error in the place where CloudTrail has it, everything else as it was. */
    static AuditEvent settle(AuditEvent event, String errorCode, String errorMessage) {
        ObjectNode settled = MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> member : MAPPER.readTree(event.json()).properties()) {
            if (member.getKey().equals("requestParameters")) {
                settled.put("errorCode", errorCode);
                settled.put("errorMessage", errorMessage);
            }
            settled.set(member.getKey(), member.getValue());
        }
        return parse(MAPPER.writeValueAsBytes(settled));
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        JsonNode member = node.path(name);
        return member.isString() ? member.asString() : null;
    }
}
