// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.Tag;

/** Lists, page by page. */
public abstract class PaginationContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final int[] OUT_OF_BOUNDS = {0, 1001};
    private static final String NO_MARKER = "no marker of yours";

    /** What all list answers have. */
    private record Page<T>(List<T> items, Boolean truncated, String nextMarker) {}

    /** Walks a list with pages of the given length, and checks that pages say truly whether another follows. */
    private static <T> List<T> walk(int limit, BiFunction<Integer, String, Page<T>> list) {
        List<T> all = new ArrayList<>();
        String marker = null;
        while (true) {
            Page<T> page = list.apply(limit, marker);
            all.addAll(page.items());
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            assertThat(page.truncated()).isEqualTo(page.nextMarker() != null);
            if (page.nextMarker() == null) {
                return all;
            }
            assertThat(page.items()).hasSize(limit);
            assertThat(page.nextMarker()).hasSizeBetween(1, 1024).isNotEqualTo(marker);
            marker = page.nextMarker();
        }
    }

    private Page<KeyListEntry> keys(Integer limit, String marker) {
        var answer = client().listKeys(r -> r.limit(limit).marker(marker));
        return new Page<>(answer.keys(), answer.truncated(), answer.nextMarker());
    }

    private Page<AliasListEntry> aliases(String keyId, Integer limit, String marker) {
        var answer = client().listAliases(r -> r.keyId(keyId).limit(limit).marker(marker));
        return new Page<>(answer.aliases(), answer.truncated(), answer.nextMarker());
    }

    private Page<Tag> tags(String keyId, Integer limit, String marker) {
        var answer = client().listResourceTags(r -> r.keyId(keyId).limit(limit).marker(marker));
        return new Page<>(answer.tags(), answer.truncated(), answer.nextMarker());
    }

    @Test
    void listKeys_pageByPage_namesEveryKeyOnce() {
        List<String> ours = IntStream.range(0, 7).mapToObj(i -> keyId()).toList();

        List<KeyListEntry> all = walk(3, this::keys);

        assertThat(all).extracting(KeyListEntry::keyId).doesNotHaveDuplicates().containsAll(ours);
        assertThat(all).allSatisfy(entry -> assertThat(entry.keyArn()).endsWith(":key/" + entry.keyId()));
    }

    @Test
    void listKeys_byThePaginator_namesEveryKeyOnce() {
        List<String> ours = IntStream.range(0, 3).mapToObj(i -> keyId()).toList();

        Set<String> all = client().listKeysPaginator(r -> r.limit(2)).keys().stream()
                .map(KeyListEntry::keyId)
                .collect(Collectors.toSet());

        assertThat(all).containsAll(ours);
    }

    @Test
    void listAliases_ofAKey_comeOnceEach() {
        String keyId = keyId();
        List<String> ours = IntStream.range(0, 7).mapToObj(i -> newAlias(keyId)).toList();

        for (int limit : new int[] {1, 3, 7, 8}) {
            assertThat(walk(limit, (most, marker) -> aliases(keyId, most, marker)))
                    .extracting(AliasListEntry::aliasName)
                    .containsExactlyInAnyOrderElementsOf(ours);
        }
    }

    @Test
    void listAliases_ofAll_comeOnceEach() {
        String keyId = keyId();
        List<String> ours = IntStream.range(0, 4).mapToObj(i -> newAlias(keyId)).toList();

        assertThat(walk(3, (most, marker) -> aliases(null, most, marker)))
                .extracting(AliasListEntry::aliasName)
                .doesNotHaveDuplicates()
                .containsAll(ours);
    }

    @Test
    void listResourceTags_pageByPage_comeOnceEach() {
        String keyId = keyId();
        List<Tag> ours = IntStream.range(0, 7)
                .mapToObj(i -> tag("ключ " + i, "value " + i))
                .toList();
        client().tagResource(r -> r.keyId(keyId).tags(ours));

        for (int limit : new int[] {1, 3, 7, 8}) {
            assertThat(walk(limit, (most, marker) -> tags(keyId, most, marker)))
                    .containsExactlyInAnyOrderElementsOf(ours);
        }
    }

    private Page<GrantListEntry> grants(String keyId, Integer limit, String marker) {
        var answer = client().listGrants(r -> r.keyId(keyId).limit(limit).marker(marker));
        return new Page<>(answer.grants(), answer.truncated(), answer.nextMarker());
    }

    private Page<GrantListEntry> retirable(String principal, Integer limit, String marker) {
        var answer = client().listRetirableGrants(
                        r -> r.retiringPrincipal(principal).limit(limit).marker(marker));
        return new Page<>(answer.grants(), answer.truncated(), answer.nextMarker());
    }

    @Test
    void listGrants_pageByPage_comeOnceEach() {
        String keyId = keyId();
        String retiring = UUID.randomUUID() + ".us-west-1.amazonaws.com";
        List<String> ours = IntStream.range(0, 7)
                .mapToObj(i -> client().createGrant(r -> r.keyId(keyId)
                                .granteePrincipal(retiring)
                                .retiringPrincipal(retiring)
                                .operations(GrantOperation.ENCRYPT))
                        .grantId())
                .toList();

        for (int limit : new int[] {1, 3, 7, 8}) {
            assertThat(walk(limit, (most, marker) -> grants(keyId, most, marker)))
                    .extracting(GrantListEntry::grantId)
                    .containsExactlyInAnyOrderElementsOf(ours);
            assertThat(walk(limit, (most, marker) -> retirable(retiring, most, marker)))
                    .extracting(GrantListEntry::grantId)
                    .containsExactlyInAnyOrderElementsOf(ours);
        }
    }

    @Test
    void listKeyRotations_pageByPage_comeOnceEach() {
        String keyId = keyId();
        for (int i = 0; i < 5; i++) {
            client().rotateKeyOnDemand(r -> r.keyId(keyId));
        }

        List<String> materialIds = walk(2, (limit, marker) -> {
                    var answer = client().listKeyRotations(
                                    r -> r.keyId(keyId).limit(limit).marker(marker));
                    return new Page<>(answer.rotations(), answer.truncated(), answer.nextMarker());
                })
                .stream()
                .map(entry -> entry.keyMaterialId())
                .toList();

        assertThat(materialIds).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void listKeys_withLimitOutOfBounds_isRefused() {
        for (int limit : OUT_OF_BOUNDS) {
            assertRefused(() -> client().listKeys(r -> r.limit(limit)), VALIDATION);
        }
    }

    @Test
    void listKeys_withMarkerThatNobodyGave_isRefused() {
        assertRefused(() -> client().listKeys(r -> r.marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listAliases_ofAllWithLimitOutOfBounds_isRefused() {
        for (int limit : OUT_OF_BOUNDS) {
            assertRefused(() -> client().listAliases(r -> r.limit(limit)), VALIDATION);
        }
    }

    @Test
    void listAliases_ofAllWithMarkerThatNobodyGave_isRefused() {
        assertRefused(() -> client().listAliases(r -> r.marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listAliases_ofAKeyWithLimitOutOfBounds_isRefused() {
        String keyId = keyId();

        for (int limit : OUT_OF_BOUNDS) {
            assertRefused(() -> client().listAliases(r -> r.keyId(keyId).limit(limit)), VALIDATION);
        }
    }

    @Test
    void listAliases_ofAKeyWithMarkerThatNobodyGave_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().listAliases(r -> r.keyId(keyId).marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listResourceTags_withLimitOutOfBounds_isRefused() {
        String keyId = keyId();

        for (int limit : OUT_OF_BOUNDS) {
            assertRefused(() -> client().listResourceTags(r -> r.keyId(keyId).limit(limit)), VALIDATION);
        }
    }

    @Test
    void listResourceTags_withMarkerThatNobodyGave_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().listResourceTags(r -> r.keyId(keyId).marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listKeyPolicies_withLimitOutOfBounds_isRefused() {
        String keyId = keyId();

        for (int limit : OUT_OF_BOUNDS) {
            assertRefused(() -> client().listKeyPolicies(r -> r.keyId(keyId).limit(limit)), VALIDATION);
        }
    }

    @Test
    void listKeyPolicies_withMarkerThatNobodyGave_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().listKeyPolicies(r -> r.keyId(keyId).marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listKeyRotations_withLimitOutOfBounds_isRefused() {
        String keyId = keyId();

        for (int limit : OUT_OF_BOUNDS) {
            assertRefused(() -> client().listKeyRotations(r -> r.keyId(keyId).limit(limit)), VALIDATION);
        }
    }

    @Test
    void listKeyRotations_withMarkerThatNobodyGave_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().listKeyRotations(r -> r.keyId(keyId).marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listGrants_withMarkerThatNobodyGave_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().listGrants(r -> r.keyId(keyId).marker(NO_MARKER)), "InvalidMarkerException");
    }

    @Test
    void listRetirableGrants_withMarkerThatNobodyGave_isRefused() {
        assertRefused(
                () -> client().listRetirableGrants(r ->
                        r.retiringPrincipal("dynamodb.us-west-1.amazonaws.com").marker(NO_MARKER)),
                "InvalidMarkerException");
    }
}
