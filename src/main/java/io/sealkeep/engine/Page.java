// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is ordered by a name, and the marker for the next. A marker says behind which name to go on, in which
 * list; it is no secret and promises nothing: names added or removed meanwhile are seen or not. Immutable.
 *
 * @param items what is on the page
 * @param nextMarker null at the end of the list
 */
record Page<T>(List<T> items, @Nullable String nextMarker) {

    /** Where a page begins and how long it is. One more is fetched, to see whether the list goes on. */
    record Request(String list, String after, int limit) {

        int fetch() {
            return limit + 1;
        }

        /** Returns the page, given what {@link #fetch} brought. */
        <T> Page<T> of(List<T> fetched, Function<T, String> name) {
            if (fetched.size() <= limit) {
                return new Page<>(List.copyOf(fetched), null);
            }
            List<T> items = List.copyOf(fetched.subList(0, limit));
            return new Page<>(items, marker(list, name.apply(items.getLast())));
        }
    }

    /**
     * Reads what the caller asked for.
     *
     * @param list which list this is: a marker of another is refused
     * @param limit most items, or null for the operation's default
     * @throws software.amazon.awssdk.services.kms.model.InvalidMarkerException if the marker is not one of this list
     */
    static Request request(String list, @Nullable Integer limit, @Nullable String marker, int defaultLimit) {
        return new Request(list, marker == null ? "" : after(list, marker), limit == null ? defaultLimit : limit);
    }

    boolean isTruncated() {
        return nextMarker != null;
    }

    private static String marker(String list, String last) {
        byte[] bytes = (list + "\n" + last).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String after(String list, String marker) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
            if (text.startsWith(list + "\n")) {
                return text.substring(list.length() + 1);
            }
        } catch (IllegalArgumentException e) {
            // No base64: refused below like any other text that is no marker.
        }
        throw Refusal.invalidMarker(marker);
    }
}
