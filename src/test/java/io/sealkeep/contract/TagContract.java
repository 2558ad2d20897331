// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.Tag;

/** Tags of a key. */
public abstract class TagContract extends KmsContract {

    private static final String[] RESERVED_KEYS = {"aws:x", "AWS:x", "aWs:"};
    private static final String RESERVED_TEXT = "Tags beginning with aws: are reserved";
    private static final Tag[] TWICE = {tag("a", "1"), tag("a", "2")};

    private static List<Tag> tags(int count) {
        return IntStream.range(0, count).mapToObj(i -> tag("k" + i, "v")).toList();
    }

    private List<Tag> tags(String keyId) {
        return client().listResourceTags(r -> r.keyId(keyId)).tags();
    }

    @Test
    void createKey_withTags_hasThem() {
        String keyId = client().createKey(r -> r.tags(tag("a", "1"), tag("b", "")))
                .keyMetadata()
                .keyId();

        assertThat(tags(keyId)).containsExactlyInAnyOrder(tag("a", "1"), tag("b", ""));
    }

    @Test
    void createKey_withoutTags_hasNone() {
        assertThat(tags(keyId())).isEmpty();
    }

    @Test
    void tagResource_always_addsAndReplaces() {
        String keyId = keyId();
        client().tagResource(r -> r.keyId(keyId).tags(tag("a", "1"), tag("b", "2")));
        client().tagResource(r -> r.keyId(arn(keyId)).tags(tag("b", "3"), tag("c", "4")));

        assertThat(tags(keyId)).containsExactlyInAnyOrder(tag("a", "1"), tag("b", "3"), tag("c", "4"));
    }

    @Test
    void tagResource_withKeysThatDifferInCase_keepsBoth() {
        String keyId = keyId();
        client().tagResource(r -> r.keyId(keyId).tags(tag("name", "1"), tag("Name", "2")));

        assertThat(tags(keyId)).containsExactlyInAnyOrder(tag("name", "1"), tag("Name", "2"));
    }

    @Test
    void untagResource_always_removesWhatIsThere() {
        String keyId = keyId();
        client().tagResource(r -> r.keyId(keyId).tags(tag("a", "1"), tag("b", "2")));

        client().untagResource(r -> r.keyId(keyId).tagKeys("a", "not there"));

        assertThat(tags(keyId)).containsExactly(tag("b", "2"));
    }

    @Test
    void tagResource_withReservedPrefix_isRefused() {
        String keyId = keyId();

        for (String key : RESERVED_KEYS) {
            assertRefused(
                    () -> client().tagResource(r -> r.keyId(keyId).tags(tag(key, "1"))), "TagException", RESERVED_TEXT);
        }
    }

    @Test
    void createKey_withTagOfReservedPrefix_isRefused() {
        for (String key : RESERVED_KEYS) {
            assertRefused(() -> client().createKey(r -> r.tags(tag(key, "1"))), "TagException", RESERVED_TEXT);
        }
    }

    @Test
    void tagResource_withOneKeyTwice_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().tagResource(r -> r.keyId(keyId).tags(TWICE)), "TagException", "Duplicate tag keys");
        assertThat(tags(keyId)).isEmpty();
    }

    @Test
    void createKey_withOneTagKeyTwice_isRefused() {
        assertRefused(() -> client().createKey(r -> r.tags(TWICE)), "TagException", "Duplicate tag keys");
    }

    @Test
    void createKey_withMoreThanFiftyTags_isRefused() {
        assertRefused(() -> client().createKey(r -> r.tags(tags(51))), "TagException", "Too many tags");
    }

    @Test
    void tagResource_withMoreThanFifty_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().tagResource(r -> r.keyId(keyId).tags(tags(51))), "TagException", "Too many tags");
    }

    @Test
    void tagResource_beyondFifty_replacesButDoesNotAdd() {
        String keyId = keyId();
        client().tagResource(r -> r.keyId(keyId).tags(tags(50)));

        assertRefused(
                () -> client().tagResource(r -> r.keyId(keyId).tags(tag("one more", "v"))),
                "TagException",
                "Too many tags");
        client().tagResource(r -> r.keyId(keyId).tags(tag("k0", "other")));
        assertThat(client().listResourceTagsPaginator(r -> r.keyId(keyId)).tags())
                .hasSize(50);
    }

    @Test
    void tagResource_withLongestKeyAndValue_keepsThem() {
        String keyId = keyId();
        Tag longest = tag("k".repeat(128), "v".repeat(256));
        client().tagResource(r -> r.keyId(keyId).tags(longest));

        assertThat(tags(keyId)).containsExactly(longest);
    }

    @Test
    void tagResource_withTooLongKey_isRefused() {
        String keyId = keyId();
        String key = "k".repeat(129);

        assertRefused(
                () -> client().tagResource(r -> r.keyId(keyId).tags(tag(key, "v"))),
                "ValidationException",
                "1 validation error detected: Value '" + key
                        + "' at 'tags.1.member.tagKey' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 128");
    }

    @Test
    void tagResource_withTooLongValue_isRefused() {
        String keyId = keyId();
        String value = "v".repeat(257);

        assertRefused(
                () -> client().tagResource(r -> r.keyId(keyId).tags(tag("a", "b"), tag("k", value))),
                "ValidationException",
                "1 validation error detected: Value '" + value
                        + "' at 'tags.2.member.tagValue' failed to satisfy constraint: Member must have length less than or"
                        + " equal to 256");
    }

    @Test
    void tagResource_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().tagResource(r -> r.keyId(id).tags(tag("a", "b"))), "NotFoundException");
    }

    @Test
    void untagResource_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().untagResource(r -> r.keyId(id).tagKeys("a")), "NotFoundException");
    }

    @Test
    void listResourceTags_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().listResourceTags(r -> r.keyId(id)), "NotFoundException");
    }
}
