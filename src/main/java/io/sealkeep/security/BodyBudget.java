// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import java.util.concurrent.Semaphore;

/**
 * How much memory the bodies of all requests may take together, streams aside. It is taken step by step as a body arrives, not as
 * it is announced: a connection that sends nothing takes nothing. Safe for concurrent use.
 */
final class BodyBudget {

    /** Bytes in a step. The first of each body is free: most bodies end within it, and all connections together stay small. */
    static final int STEP = 16 * 1024;

    /** A body costs up to four times its size, with its text, what is decoded from that, and the answer: half the heap. */
    private static final int PART_OF_HEAP = 8;

    private final Semaphore steps;

    BodyBudget(long bytes) {
        steps = new Semaphore((int) Math.min(bytes / STEP, Integer.MAX_VALUE));
    }

    /** Returns a budget that fits this process. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** Takes a step; returns false, at once, where none is left. */
    boolean take() {
        return steps.tryAcquire();
    }

    /** Gives steps back that were taken. */
    void giveBack(int taken) {
        steps.release(taken);
    }
}
