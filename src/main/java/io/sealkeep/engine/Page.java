// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that is ordered by a name, and the marker for the next: see {@link Lists}. Immutable.
 *
 * @param items what is on the page
 * @param nextMarker null at the end of the list
 */
record Page<T>(List<T> items, @Nullable String nextMarker) {

    /**
     * Where a page begins and how long it is. One more is fetched, to see whether the list goes on.
     *
     * @param after the name behind which the page begins; empty for the beginning of the list
     * @param limit most items on the page
     * @param marker makes the marker that leads behind a name
     */
    record Request(String after, int limit, UnaryOperator<String> marker) {

        int fetch() {
            return limit + 1;
        }

        /** Returns the page, given what {@link #fetch} brought. */
        <T> Page<T> of(List<T> fetched, Function<T, String> name) {
            if (fetched.size() <= limit) {
                return new Page<>(List.copyOf(fetched), null);
            }
            List<T> items = List.copyOf(fetched.subList(0, limit));
            return new Page<>(items, marker.apply(name.apply(items.getLast())));
        }
    }

    boolean isTruncated() {
        return nextMarker != null;
    }
}
