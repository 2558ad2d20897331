// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

/**
 * Whether the request that this thread serves has a record yet; bound by {@link TrailFilter}, told by the trail. One thread.
 */
final class Recorded {

    static final ScopedValue<Recorded> CURRENT = ScopedValue.newInstance();

    private boolean tried;
    private boolean failed;

    /** Notes that a record is being written; {@link #succeeded} says that it was. */
    static void trying() {
        if (CURRENT.isBound()) {
            CURRENT.get().tried = true;
            CURRENT.get().failed = true;
        }
    }

    static void succeeded() {
        if (CURRENT.isBound()) {
            CURRENT.get().failed = false;
        }
    }

    /** Returns whether somebody has recorded, or tried to. */
    boolean isTried() {
        return tried;
    }

    /** Returns whether the last try failed. */
    boolean isFailed() {
        return failed;
    }
}
