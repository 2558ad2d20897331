// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether a key or alias may have changed since it was read, so that caches never outlive a change. Safe for concurrent
 * use; all methods are a few instructions.
 *
 * <p>Each name falls into one of 4,096 slots. A slot's number is odd from before a commit until after it, and never the same
 * again. So if a reader took an even number before it began to read, and finds the same number now, then no commit that touches
 * the name has begun in between: what it read is still so at this moment. A number that differs, or is odd, means only that this
 * is not known, and that the store must be asked.
 */
public class ChangeEpochs {

    private static final int SLOTS = 4096;

    private final AtomicLongArray epochs = new AtomicLongArray(SLOTS);

    /** Returns the name's number; take it before reading. */
    public final long current(Ref ref) {
        return epochs.get(slot(ref));
    }

    /** Returns whether what was read after {@link #current} gave {@code epoch} still is so. */
    public final boolean isCurrent(Ref ref, long epoch) {
        return isSettled(epoch) && epochs.get(slot(ref)) == epoch;
    }

    /** Returns whether no commit was under way at that number; what was read at another must not be kept. */
    public static boolean isSettled(long epoch) {
        return (epoch & 1) == 0;
    }

    /** Called by the one writing thread before it commits a change to these names. */
    protected void beforeCommit(Collection<Ref> refs) {
        for (Ref ref : refs) {
            int slot = slot(ref);
            long epoch = epochs.get(slot);
            if (isSettled(epoch)) {
                epochs.set(slot, epoch + 1);
            }
        }
    }

    /** Called by the one writing thread after the commit, whatever became of it. */
    protected void afterCommit(Collection<Ref> refs) {
        for (Ref ref : refs) {
            int slot = slot(ref);
            long epoch = epochs.get(slot);
            if (!isSettled(epoch)) {
                epochs.set(slot, epoch + 1);
            }
        }
    }

    private static int slot(Ref ref) {
        int hash = ref.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
