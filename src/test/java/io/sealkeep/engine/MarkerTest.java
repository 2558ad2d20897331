// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.Tag;

/** What a marker that one call gave is worth in another: in the same list everything, elsewhere nothing. */
class MarkerTest extends EngineFixture {

    /** Lists one item behind a marker and returns the next marker. */
    private interface OneItem extends BiFunction<KmsClient, @Nullable String, @Nullable String> {}

    @TempDir
    Path otherHome;

    private String first;
    private String second;

    @BeforeEach
    void fill() {
        first = filled(kms, "");
        second = filled(kms, "-second");
    }

    /** Makes a key of which every list has two pages. */
    private static String filled(KmsClient kms, String suffix) {
        String keyId = kms.createKey(r -> {}).keyMetadata().keyId();
        for (String name : List.of("one", "two")) {
            kms.createAlias(r -> r.aliasName("alias/" + name + suffix).targetKeyId(keyId));
            kms.tagResource(r ->
                    r.keyId(keyId).tags(Tag.builder().tagKey(name).tagValue("").build()));
            kms.rotateKeyOnDemand(r -> r.keyId(keyId));
        }
        return keyId;
    }

    private static List<OneItem> lists(String keyId) {
        return List.of(
                (kms, marker) -> kms.listKeys(r -> r.limit(1).marker(marker)).nextMarker(),
                (kms, marker) -> kms.listAliases(r -> r.limit(1).marker(marker)).nextMarker(),
                (kms, marker) -> kms.listAliases(r -> r.keyId(keyId).limit(1).marker(marker))
                        .nextMarker(),
                (kms, marker) -> kms.listResourceTags(
                                r -> r.keyId(keyId).limit(1).marker(marker))
                        .nextMarker(),
                (kms, marker) -> kms.listKeyRotations(
                                r -> r.keyId(keyId).limit(1).marker(marker))
                        .nextMarker());
    }

    private static List<String> markers(KmsClient kms, List<OneItem> lists) {
        return lists.stream()
                .map(list -> Objects.requireNonNull(list.apply(kms, null)))
                .toList();
    }

    private static void assertRefused(KmsClient kms, OneItem list, String marker) {
        assertRefused(
                () -> list.apply(kms, marker),
                "InvalidMarkerException",
                "Could not deserialize marker '" + marker + "'");
    }

    @Test
    void marker_inItsOwnList_leadsOn() {
        for (OneItem list : lists(first)) {
            List<String> seen = new ArrayList<>();
            for (String marker = list.apply(kms, null); marker != null; marker = list.apply(kms, marker)) {
                assertThat(seen).doesNotContain(marker);
                seen.add(marker);
            }
            assertThat(seen).isNotEmpty();
        }
    }

    @Test
    void marker_ofAnotherList_isRefusedByEach() {
        List<OneItem> lists = new ArrayList<>(lists(first));
        lists.addAll(lists(second).subList(2, 5));
        List<String> markers = markers(kms, lists);
        for (int i = 0; i < lists.size(); i++) {
            for (int j = 0; j < lists.size(); j++) {
                if (i != j) {
                    assertRefused(kms, lists.get(i), markers.get(j));
                }
            }
            String list = markers.get(i);
            assertRefused(
                    () -> kms.listKeyPolicies(r -> r.keyId(first).marker(list)),
                    "InvalidMarkerException",
                    "Could not deserialize marker '" + list + "'");
        }
    }

    @Test
    void marker_ofAnotherRegion_isRefused() {
        KmsClient there = in("eu-central-2");
        filled(there, "");
        List<String> markers = markers(kms, lists(first));

        assertRefused(there, lists(first).get(0), markers.get(0));
        assertRefused(there, lists(first).get(1), markers.get(1));
    }

    @Test
    void marker_ofAnotherStore_isRefused() {
        List<String> markers = markers(kms, lists(first));
        try (EmbeddedKms other = TestEngines.open(otherHome, clock)) {
            KmsClient there = TestCallers.calling(other, TestCallers.REGION);
            List<OneItem> lists = lists(filled(there, ""));
            for (int i = 0; i < lists.size(); i++) {
                assertRefused(there, lists.get(i), markers.get(i));
            }
        }
    }

    @Test
    void marker_afterARestart_leadsOn() {
        List<OneItem> lists = lists(first);
        List<String> markers = markers(kms, lists);
        List<@Nullable String> before = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
            before.add(lists.get(i).apply(kms, markers.get(i)));
        }
        close();
        open();

        for (int i = 0; i < lists.size(); i++) {
            assertThat(lists.get(i).apply(kms, markers.get(i))).isEqualTo(before.get(i));
        }
    }
}
