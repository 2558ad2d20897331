// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of a CloudTrail record, in {@link AsciiJson}: a record is one line whatever a caller put into it, and a reader's
 * terminal shows what was written.
 *
 * <p>Limits, from "CloudTrail record contents": user agent, error code and error message 1 KB each, cut; request parameters and
 * response elements 100 KB each and additional event data 28 KB, whose content is left out whole, never cut, so that the record
 * stays valid JSON.
 */
final class AuditJson {

    private static final int TEXT_LIMIT = 1024;
    private static final int ELEMENT_LIMIT = 100 * 1024;
    private static final int ADDITIONAL_LIMIT = 28 * 1024;

    /** Room for the record of most calls. */
    private static final int FIRST_CAPACITY = 4 * 1024;

    /** How dates inside request parameters and response elements look in CloudTrail's records of KMS calls. */
    private static final DateTimeFormatter INNER_DATE =
            DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static volatile @Nullable Second lastSecond;

    private AuditJson() {}

    static AuditEvent write(AuditEvent.Builder event) {
        boolean byService = event.byService;
        String requestId = event.caller.requestId();
        boolean isCall = !event.eventType.equals("AwsServiceEvent");
        String eventId = event.eventId();
        AsciiJson json = new AsciiJson(FIRST_CAPACITY);
        json.beginObject();
        writeString(json, "eventVersion", "1.11");
        writeIdentity(json, event.caller, byService);
        writeString(json, "eventTime", second(event.eventTime));
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
        if (isCall) {
            writeText(json, "requestID", requestId);
        }
        writeText(json, "eventID", eventId);
        json.name("readOnly");
        json.literal(Boolean.toString(event.readOnly));
        if (event.hasResources) {
            writeResources(json, event);
        }
        writeString(json, "eventType", event.eventType);
        json.name("managementEvent");
        json.literal("true");
        writeText(json, "recipientAccountId", event.caller.principal().accountId());
        if (event.serviceEventDetails != null) {
            writeElement(json, "serviceEventDetails", event.serviceEventDetails, ELEMENT_LIMIT);
        }
        writeString(json, "eventCategory", "Management");
        json.endObject();
        return new AuditEvent(
                text(eventId),
                event.eventTime,
                text(event.eventName),
                text(event.caller.principal().filterName()),
                texts(event.keys),
                event.errorCode == null ? null : text(event.errorCode),
                isCall ? text(requestId) : null,
                json.toByteArray());
    }

    /** Most records are of the second of the one before. */
    private static String second(Instant time) {
        Second last = lastSecond;
        if (last == null || !last.time.equals(time)) {
            last = new Second(time, time.toString());
            lastSecond = last;
        }
        return last.text;
    }

    private record Second(Instant time, String text) {}

    private static void writeIdentity(AsciiJson json, Caller caller, boolean byService) {
        Principal principal = caller.principal();
        json.name("userIdentity");
        json.beginObject();
        if (!byService) {
            writeText(json, "type", principal.type());
            writeText(json, "principalId", principal.principalId());
            writeText(json, "arn", principal.arn());
        }
        writeText(json, "accountId", principal.accountId());
        writeText(json, "accessKeyId", principal.accessKeyId());
        writeText(json, "userName", principal.userName());
        writeText(json, "invokedBy", caller.invokedBy());
        json.endObject();
    }

    private static void writeResources(AsciiJson json, AuditEvent.Builder event) {
        json.name("resources");
        json.beginArray();
        for (String arn : event.keys) {
            json.beginObject();
            writeText(json, "accountId", accountOf(arn, event.caller));
            writeString(json, "type", "AWS::KMS::Key");
            writeText(json, "ARN", arn);
            json.endObject();
        }
        json.endArray();
    }

    private static String accountOf(String arn, Caller caller) {
        int colon = -1;
        for (int i = 0; i < 4; i++) {
            colon = arn.indexOf(':', colon + 1);
            if (colon < 0) {
                return caller.principal().accountId();
            }
        }
        int end = arn.indexOf(':', colon + 1);
        return end <= colon + 1 ? caller.principal().accountId() : arn.substring(colon + 1, end);
    }

    private static void writeString(AsciiJson json, String name, String value) {
        json.name(name);
        json.string(value);
    }

    private static void writeText(AsciiJson json, String name, @Nullable String text) {
        if (text != null) {
            writeString(json, name, cut(text));
        }
    }

    private static void writeElement(AsciiJson json, String name, @Nullable Map<String, ?> members, int limit) {
        json.name(name);
        int start = json.length();
        writeValue(json, members);
        if (json.length() - start > limit) {
            json.cut(start);
            writeValue(json, Map.of("omitted", "content larger than " + limit + " bytes"));
        }
    }

    private static void writeValue(AsciiJson json, @Nullable Object value) {
        switch (value) {
            case null -> json.literal("null");
            case String text -> json.string(text);
            case Boolean truth -> json.literal(truth.toString());
            case Integer number -> json.literal(number.toString());
            case Long number -> json.literal(number.toString());
            case Instant time -> json.string(INNER_DATE.format(time));
            case Map<?, ?> map -> {
                json.beginObject();
                map.forEach((name, member) -> {
                    json.name(String.valueOf(name));
                    writeValue(json, member);
                });
                json.endObject();
            }
            case Iterable<?> list -> {
                json.beginArray();
                list.forEach(member -> writeValue(json, member));
                json.endArray();
            }
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    /** Returns text as it stands in a record: the searched columns hold the same. */
    private static String text(String text) {
        return clean(cut(text));
    }

    private static List<String> texts(List<String> all) {
        List<String> texts = new ArrayList<>(all.size());
        for (String each : all) {
            texts.add(text(each));
        }
        return texts;
    }

    private static String cut(String text) {
        return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT);
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
        AsciiJson json = new AsciiJson(FIRST_CAPACITY);
        json.beginObject();
        for (Map.Entry<String, JsonNode> member : MAPPER.readTree(event.json()).properties()) {
            if (member.getKey().equals("requestParameters")) {
                writeString(json, "errorCode", errorCode);
                writeString(json, "errorMessage", errorMessage);
            }
            json.name(member.getKey());
            writeNode(json, member.getValue());
        }
        json.endObject();
        return parse(json.toByteArray());
    }

    private static void writeNode(AsciiJson json, JsonNode node) {
        if (node.isObject()) {
            json.beginObject();
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                json.name(member.getKey());
                writeNode(json, member.getValue());
            }
            json.endObject();
        } else if (node.isArray()) {
            json.beginArray();
            node.forEach(element -> writeNode(json, element));
            json.endArray();
        } else if (node.isString()) {
            json.string(node.stringValue());
        } else {
            json.literal(node.toString());
        }
    }

    private static @Nullable String textOrNull(JsonNode node, String name) {
        JsonNode member = node.path(name);
        return member.isString() ? member.asString() : null;
    }
}
