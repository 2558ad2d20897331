// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.call.Caller;
import io.sealkeep.engine.store.KeyStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;

/** Pages and markers. What a marker of one call is worth in another is {@link MarkerTest}'s. */
class ListsTest {

    private static final List<String> NAMES = List.of("a", "ключ", "🔑");

    @TempDir
    Path home;

    private EngineSettings settings;
    private KeyStore store;

    @BeforeEach
    void open() {
        settings = TestEngines.settings(home, Clock.systemUTC());
        store = TestEngines.store(settings);
    }

    @AfterEach
    void close() {
        store.close();
        settings.rootKey().close();
    }

    /** The lists of a store that has the root key of all here, and an id filled with this number. */
    private Lists ofStore(int id) {
        byte[] storeId = new byte[16];
        Arrays.fill(storeId, (byte) id);
        return new Lists(store, settings.rootKey().markerKey(storeId));
    }

    private static Page.Request request(
            Lists lists, String list, @Nullable Integer limit, @Nullable String marker, String region) {
        return ScopedValue.where(Caller.CURRENT, TestCallers.caller(region))
                .call(() -> lists.request(list, limit, marker, 100));
    }

    private Page.Request request(@Nullable Integer limit, @Nullable String marker) {
        return request(ofStore(1), "list", limit, marker, TestCallers.REGION);
    }

    private String marker(List<String> names) {
        Page<String> page = request(names.size() - 1, null).of(names, name -> name);
        return Objects.requireNonNull(page.nextMarker());
    }

    private void assertRefused(String marker) {
        assertThatExceptionOfType(InvalidMarkerException.class)
                .as(marker)
                .isThrownBy(() -> request(null, marker))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorMessage())
                        .isEqualTo("Could not deserialize marker '" + marker + "'"));
    }

    @Test
    void page_thatIsTheLast_hasNoMarker() {
        Page<String> page = request(3, null).of(NAMES, name -> name);

        assertThat(page.items()).isEqualTo(NAMES);
        assertThat(page.nextMarker()).isNull();
        assertThat(page.isTruncated()).isFalse();
    }

    @Test
    void page_thatIsNotTheLast_leadsBehindItsEnd() {
        Page.Request request = request(2, null);
        assertThat(request.fetch()).isEqualTo(3);
        Page<String> page = request.of(NAMES, name -> name);

        assertThat(page.items()).containsExactly("a", "ключ");
        assertThat(page.isTruncated()).isTrue();
        Page.Request next = request(null, page.nextMarker());
        assertThat(next.after()).isEqualTo("ключ");
        assertThat(next.limit()).isEqualTo(100);
    }

    @Test
    void marker_ofLongestNames_isWithinTheModelsLimit() {
        String longest = "🔑".repeat(128);

        assertThat(marker(List.of(longest, longest)))
                .hasSizeLessThanOrEqualTo(1024)
                .matches("[ -\u00ff]+");
    }

    @Test
    void marker_ofWhichAnyCharacterChanged_isRefused() {
        String marker = marker(NAMES);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";
        for (int i = 0; i < marker.length(); i++) {
            for (char other : alphabet.toCharArray()) {
                if (other != marker.charAt(i)) {
                    assertRefused(marker.substring(0, i) + other + marker.substring(i + 1));
                }
            }
        }
    }

    @Test
    void marker_ofWhichAnyBitChanged_isRefused() {
        byte[] bytes = Base64.getUrlDecoder().decode(marker(NAMES));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
    }

    @Test
    void marker_thatWasCutOrLengthened_isRefused() {
        String marker = marker(NAMES);
        for (int length = 1; length < marker.length(); length++) {
            assertRefused(marker.substring(0, length));
        }
        assertRefused(marker + "A");
        assertRefused(marker + "=");
        assertRefused(marker + "\n");
        assertRefused(" " + marker);
    }

    @Test
    void marker_thatIsTextAlone_isRefused() {
        assertRefused(
                Base64.getUrlEncoder().withoutPadding().encodeToString("list\nключ".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void marker_thatIsNone_isRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            assertRefused(
                    i % 2 == 0
                            ? new String(bytes, StandardCharsets.ISO_8859_1)
                            : Base64.getUrlEncoder().encodeToString(bytes));
        }
    }

    @Test
    void marker_ofAnotherList_isRefused() {
        String marker = marker(NAMES);

        assertThatExceptionOfType(InvalidMarkerException.class)
                .isThrownBy(() -> request(ofStore(1), "lists", null, marker, TestCallers.REGION));
    }

    @Test
    void marker_ofAnotherRegion_isRefused() {
        String marker = marker(NAMES);

        assertThatExceptionOfType(InvalidMarkerException.class)
                .isThrownBy(() -> request(ofStore(1), "list", null, marker, "eu-central-2"));
    }

    @Test
    void marker_ofAnotherStoreWithTheSameRootKey_isRefused() {
        String marker = marker(NAMES);

        assertThat(request(ofStore(1), "list", null, marker, TestCallers.REGION).after())
                .isEqualTo("ключ");
        assertThatExceptionOfType(InvalidMarkerException.class)
                .isThrownBy(() -> request(ofStore(2), "list", null, marker, TestCallers.REGION));
    }
}
