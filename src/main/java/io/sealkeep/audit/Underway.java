// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests are being served, each of which will leave a record: the journal's writer holds a group back for a moment while
 * others are about to join it. Safe for concurrent use.
 */
final class Underway {

    private final AtomicInteger requests = new AtomicInteger();

    void begin() {
        requests.incrementAndGet();
    }

    void end() {
        requests.decrementAndGet();
    }

    int count() {
        return requests.get();
    }
}
