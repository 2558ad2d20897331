// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Threat 15: whatever a caller puts into a field, a record is one line of valid JSON, bounded, and says what it should. */
class AuditJsonTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int ROUNDS = Integer.getInteger("sealkeep.record-fuzz", 600);

    private static final List<String> HOSTILE = List.of(
            "\r\n{\"eventName\":\"forged\"}",
            "\n",
            "\u001b[2J\u001b[31mroot",
            "\u2028\u2029\u0085\u009b",
            "\u0000\u0001\u001f\u007f",
            "\"},\"rec\":{\"x\":\"",
            "\\\",\\\"hash\\\":\\\"",
            "\ud800",
            "a\udfffb\ud83d\ude00",
            "\ud83d",
            "äöü ﷽ \ufeff \ufffe",
            "../../etc/passwd",
            "${jndi:ldap://x}",
            "",
            "x".repeat(1024),
            "y".repeat(1025),
            "\u2028".repeat(5000),
            "z".repeat(1 << 20));

    @Test
    void build_withAnyTextAnywhere_givesOneValidBoundedLine() {
        SplittableRandom random = new SplittableRandom(15);
        for (int i = 0; i < ROUNDS; i++) {
            AuditEvent event = event(random);
            for (byte b : event.json()) {
                assertThat(b).isBetween((byte) 0x20, (byte) 0x7f);
            }
            assertThat(event.json().length).isLessThan(300 * 1024);
            JsonNode record = MAPPER.readTree(event.json());
            assertThat(record.propertyNames())
                    .doesNotContain("hash", "rec", "seq")
                    .contains("eventID", "eventTime");
            for (String name : List.of("userAgent", "sourceIPAddress", "eventName", "errorCode", "errorMessage")) {
                assertThat(record.path(name).asString("").length()).isLessThanOrEqualTo(1024);
            }
            // What the index is told live and what it reads back are the same.
            AuditEvent parsed = AuditEvent.parse(event.json());
            assertThat(parsed).usingRecursiveComparison().isEqualTo(event);
        }
    }

    @Test
    void build_withElementsOverTheLimit_omitsThemWhole() {
        AuditEvent event = TestEvents.decrypt("r")
                .requestParameters(Map.of("policy", "p".repeat(101 * 1024)))
                .responseElements(Map.of("ok", "r".repeat(99 * 1024)))
                .additionalEventData(Map.of("more", "\u2028".repeat(5 * 1024)))
                .build();
        JsonNode record = MAPPER.readTree(event.json());
        assertThat(record.path("requestParameters").propertyNames()).containsExactly("omitted");
        assertThat(record.path("responseElements").path("ok").asString()).hasSize(99 * 1024);
        assertThat(record.path("additionalEventData").propertyNames()).containsExactly("omitted");
    }

    @Test
    void settle_ofAnyIntent_addsTheErrorAndChangesNothingElse() {
        SplittableRandom random = new SplittableRandom(16);
        for (int i = 0; i < 200; i++) {
            AuditEvent intent = TestEvents.decrypt(text(random))
                    .requestParameters(Map.of(text(random), List.of(text(random), 1L, true)))
                    .build();
            AuditEvent settled = AuditJson.settle(intent, "OutcomeUnknown", "unknown");
            assertThat(settled.errorCode()).isEqualTo("OutcomeUnknown");
            String without = settled.jsonText()
                    .replaceFirst("\"errorCode\":\"OutcomeUnknown\",\"errorMessage\":\"unknown\",", "");
            assertThat(without).isEqualTo(intent.jsonText());
        }
    }

    private static AuditEvent event(SplittableRandom random) {
        Principal principal = new Principal(
                text(random),
                text(random),
                random.nextBoolean() ? null : text(random),
                text(random),
                text(random),
                text(random));
        Caller caller = new Caller(
                principal,
                text(random),
                text(random),
                text(random),
                text(random),
                random.nextBoolean() ? null : text(random));
        AuditEvent.Builder event = AuditEvent.of(caller, TestEvents.NOON, text(random), text(random))
                .eventId(text(random))
                .requestParameters(Map.of(text(random), text(random), "nested", Map.of("list", List.of(text(random)))))
                .responseElements(Map.of("text", text(random)))
                .additionalEventData(Map.of("text", text(random)))
                .resource(text(random));
        if (random.nextBoolean()) {
            event.error(text(random), text(random));
        }
        return event.build();
    }

    private static String text(SplittableRandom random) {
        // The megabyte is the last, and rare: it is there to be cut, not to slow the test down.
        int last = random.nextInt(100) == 0 ? HOSTILE.size() : HOSTILE.size() - 1;
        return HOSTILE.get(random.nextInt(last)) + (random.nextBoolean() ? "" : HOSTILE.get(random.nextInt(14)));
    }
}
