// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What any trail does, wherever it keeps its records. */
abstract class TrailContract {

    private static final List<String> NAMES = List.of("Encrypt", "Decrypt", "CreateKey", "Sign");
    private static final List<String> ERRORS = List.of("DisabledException", "NotFoundException");
    private static final List<String> KEYS = List.of(
            key("us-east-1", "11111111-0000-4000-8000-000000000001"),
            key("us-east-1", "11111111-0000-4000-8000-000000000002"),
            key("us-east-1", "mrk-11111111000040008000000000000003"),
            key("eu-west-1", "mrk-11111111000040008000000000000003"),
            "arn:aws:kms:us-east-1:000000000000:alias/app");
    private static final List<Principal> PRINCIPALS =
            List.of(TestEvents.ALICE, Principal.unauthenticated("000000000000", null));

    /** Returns the trail under test, empty at first and the same for the whole of one test. */
    abstract Trail trail();

    @Test
    void record_ofSeveral_keepsThemTogetherAndInOrder() {
        List<AuditEvent> events = events(5, new SplittableRandom(1));
        trail().record(events.subList(0, 2));
        trail().record(events.subList(2, 5));
        assertThat(all(none(100))).isEqualTo(newestFirst(events, event -> true));
    }

    @Test
    void find_byEventId_givesTheRecordAsItWas() {
        List<AuditEvent> events = events(20, new SplittableRandom(2));
        trail().record(events);
        for (AuditEvent event : events) {
            assertThat(trail().find(event.eventId())).contains(event.jsonText());
            assertThat(trail().contains(event.eventId())).isTrue();
        }
        assertThat(trail().find("no-such-id")).isEmpty();
        assertThat(trail().contains("no-such-id")).isFalse();
    }

    @Test
    void intend_alone_isNoEvent() {
        AuditEvent intent = TestEvents.decrypt("r").build();
        trail().intend(intent);
        assertThat(trail().contains(intent.eventId())).isFalse();
        assertThat(all(none(10))).isEmpty();
        trail().record(List.of(intent));
        assertThat(trail().find(intent.eventId())).contains(intent.jsonText());
    }

    @Test
    void find_withAnyFilters_givesWhatANaiveSearchGives() {
        SplittableRandom random = new SplittableRandom(3);
        List<AuditEvent> events = events(400, random);
        for (int from = 0; from < events.size(); from += 8) {
            trail().record(events.subList(from, from + 8));
        }
        for (int i = 0; i < 300; i++) {
            TrailQuery query = query(random, events);
            assertThat(all(query)).as("%s", query).isEqualTo(newestFirst(events, event -> matches(query, event)));
        }
    }

    @Test
    void find_pageByPageWhileOthersRecord_givesEachOnceAndNoneTwice() {
        List<AuditEvent> events = events(30, new SplittableRandom(4));
        trail().record(events);
        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            TrailPage page = trail().find(new TrailQuery(null, null, null, null, null, null, null, 7, cursor));
            found.addAll(page.events());
            cursor = page.nextCursor();
            trail().record(events(1, new SplittableRandom(5)));
        } while (cursor != null);
        assertThat(found).isEqualTo(newestFirst(events, event -> true));
    }

    @Test
    void find_withTimes_includesFromAndExcludesTo() {
        trail().record(List.of(at("a", 0), at("b", 1), at("c", 2)));
        TrailQuery query =
                new TrailQuery(TestEvents.NOON, TestEvents.NOON.plusSeconds(2), null, null, null, null, null, 10, null);
        assertThat(trail().find(query).events()).hasSize(2).noneMatch(json -> json.contains("\"requestID\":\"c\""));
        TrailQuery inside = new TrailQuery(
                TestEvents.NOON.plusMillis(1),
                TestEvents.NOON.plusMillis(1001),
                null,
                null,
                null,
                null,
                null,
                10,
                null);
        assertThat(trail().find(inside).events()).hasSize(1).allMatch(json -> json.contains("\"requestID\":\"b\""));
    }

    @Test
    void find_withABadLimitOrCursor_isRefused() {
        for (int limit : new int[] {-1, 0, 1001}) {
            assertThatThrownBy(() -> trail().find(none(limit))).isInstanceOf(IllegalArgumentException.class);
        }
        for (String cursor : List.of("", "x", "????", "c2VxPA", "c2VxPDk5OTk5OTk5OTk5OTk5OTk5OTk5")) {
            TrailQuery query = new TrailQuery(null, null, null, null, null, null, null, 1, cursor);
            assertThatThrownBy(() -> trail().find(query)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static AuditEvent at(String requestId, int second) {
        return AuditEvent.of(
                        TestEvents.caller(requestId), TestEvents.NOON.plusSeconds(second), AuditEvent.KMS, "Decrypt")
                .build();
    }

    static String key(String region, String id) {
        return "arn:aws:kms:" + region + ":000000000000:key/" + id;
    }

    static TrailQuery none(int limit) {
        return new TrailQuery(null, null, null, null, null, null, null, limit, null);
    }

    /** Returns all pages of a query. */
    List<String> all(TrailQuery query) {
        List<String> found = new ArrayList<>();
        String cursor = query.cursor();
        do {
            TrailPage page = trail().find(new TrailQuery(
                    query.from(),
                    query.to(),
                    query.eventName(),
                    query.key(),
                    query.principal(),
                    query.errorCode(),
                    query.requestId(),
                    query.limit(),
                    cursor));
            assertThat(page.completeUntil()).isNull();
            assertThat(page.events().size()).isLessThanOrEqualTo(query.limit());
            found.addAll(page.events());
            cursor = page.nextCursor();
        } while (cursor != null);
        return found;
    }

    private static List<String> newestFirst(List<AuditEvent> events, Predicate<AuditEvent> filter) {
        List<String> found = new ArrayList<>(
                events.stream().filter(filter).map(AuditEvent::jsonText).toList());
        Collections.reverse(found);
        return found;
    }

    /** Returns events whose columns repeat, and whose clock now and then jumps back. */
    static List<AuditEvent> events(int count, SplittableRandom random) {
        List<AuditEvent> events = new ArrayList<>();
        Instant time = TestEvents.NOON;
        for (int i = 0; i < count; i++) {
            time = time.plusSeconds(random.nextInt(20) == 0 ? -200 : random.nextInt(30));
            Principal principal = PRINCIPALS.get(random.nextInt(PRINCIPALS.size()));
            Caller caller =
                    new Caller(principal, "request-" + random.nextInt(60), "us-east-1", "127.0.0.1", "test", null);
            AuditEvent.Builder event = AuditEvent.of(caller, time, AuditEvent.KMS, pick(NAMES, random));
            for (int keys = random.nextInt(3); keys > 0; keys--) {
                event.resource(pick(KEYS, random));
            }
            if (random.nextInt(4) == 0) {
                event.error(pick(ERRORS, random), "not now");
            }
            events.add(event.build());
        }
        return events;
    }

    private static TrailQuery query(SplittableRandom random, List<AuditEvent> events) {
        Instant time = events.get(random.nextInt(events.size())).eventTime();
        String key = pick(KEYS, random);
        return new TrailQuery(
                maybe(time, random),
                maybe(time.plusSeconds(random.nextInt(2000)), random),
                maybe(random.nextInt(10) == 0 ? "NoSuchName" : pick(NAMES, random), random),
                maybe(random.nextBoolean() ? key : key.substring(key.lastIndexOf('/') + 1), random),
                maybe(PRINCIPALS.get(random.nextInt(2)).filterName(), random),
                random.nextInt(3) == 0 ? pick(ERRORS, random) : null,
                random.nextInt(3) == 0 ? "request-" + random.nextInt(62) : null,
                1 + random.nextInt(40),
                null);
    }

    private static <T> @Nullable T maybe(T value, SplittableRandom random) {
        return random.nextInt(3) == 0 ? value : null;
    }

    private static String pick(List<String> values, SplittableRandom random) {
        return values.get(random.nextInt(values.size()));
    }

    private static boolean matches(TrailQuery query, AuditEvent event) {
        return (query.from() == null || !event.eventTime().isBefore(query.from()))
                && (query.to() == null || event.eventTime().isBefore(query.to()))
                && (query.eventName() == null || query.eventName().equals(event.eventName()))
                && (query.principal() == null || query.principal().equals(event.principal()))
                && (query.errorCode() == null || query.errorCode().equals(event.errorCode()))
                && (query.requestId() == null || query.requestId().equals(event.requestId()))
                && (query.key() == null || hasKey(event, query.key()));
    }

    private static boolean hasKey(AuditEvent event, String key) {
        return event.keys().stream().anyMatch(arn -> arn.equals(key) || arn.endsWith(":key/" + key));
    }
}
