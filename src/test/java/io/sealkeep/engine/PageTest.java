// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.InvalidMarkerException;

class PageTest {

    private static final List<String> NAMES = List.of("a", "ключ", "🔑");

    @Test
    void page_thatIsTheLast_hasNoMarker() {
        Page<String> page = Page.request("list", 3, null, 100).of(NAMES, name -> name);

        assertThat(page.items()).isEqualTo(NAMES);
        assertThat(page.nextMarker()).isNull();
        assertThat(page.isTruncated()).isFalse();
    }

    @Test
    void page_thatIsNotTheLast_leadsBehindItsEnd() {
        Page.Request request = Page.request("list", 2, null, 100);
        assertThat(request.fetch()).isEqualTo(3);
        Page<String> page = request.of(NAMES, name -> name);

        assertThat(page.items()).containsExactly("a", "ключ");
        assertThat(page.isTruncated()).isTrue();
        Page.Request next = Page.request("list", null, page.nextMarker(), 100);
        assertThat(next.after()).isEqualTo("ключ");
        assertThat(next.limit()).isEqualTo(100);
    }

    @Test
    void marker_ofLongestNames_isWithinTheModelsLimit() {
        String longest = "🔑".repeat(64);
        Page<String> page = Page.request(
                        "tags of arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/" + "x".repeat(36), 1, null, 1)
                .of(List.of(longest, longest), name -> name);

        assertThat(page.nextMarker()).hasSizeLessThanOrEqualTo(1024).matches("[ -\u00ff]+");
    }

    @Test
    void marker_thatIsNone_isRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            String marker = i % 2 == 0
                    ? new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                    : java.util.Base64.getUrlEncoder().encodeToString(bytes);
            assertThatExceptionOfType(InvalidMarkerException.class)
                    .isThrownBy(() -> Page.request("list", null, marker, 1));
        }
    }
}
