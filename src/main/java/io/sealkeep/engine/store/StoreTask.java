// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that a thread of the store does for a caller that waits. Exactly one of the two decides at each moment: the
 * caller may give up while the work is queued or running, the store's thread may commit only if the caller has not.
 */
final class StoreTask<T> {

    /** How far the work is. */
    enum Stage {
        QUEUED,
        RUNNING,
        /** The caller's record is being made; it waits. */
        RECORDING,
        COMMITTING,
        DONE,
        ABANDONED
    }

    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUEUED);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable T result;
    private volatile @Nullable Throwable failure;

    /** Goes on to the next stage, unless the caller has given up. */
    boolean advance(Stage from, Stage to) {
        return stage.compareAndSet(from, to);
    }

    void complete(T value) {
        result = value;
        stage.set(Stage.DONE);
        done.countDown();
    }

    void fail(Throwable cause) {
        failure = cause;
        stage.set(Stage.DONE);
        done.countDown();
    }

    /**
     * Waits for the result. An interrupt is kept for later: the work goes on in any case, and its outcome must be known.
     *
     * @throws StoreUnavailableException if the deadline passes
     */
    T await(Duration deadline) {
        boolean interrupted = false;
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (true) {
                try {
                    if (done.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        return outcome();
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    continue;
                }
                if (advance(Stage.QUEUED, Stage.ABANDONED) || advance(Stage.RUNNING, Stage.ABANDONED)) {
                    throw new StoreUnavailableException("The key store did not answer in time. Nothing was changed.");
                }
                if (stage.get() == Stage.COMMITTING) {
                    throw new StoreUnavailableException(
                            "The key store did not confirm the change in time. It may have been made: look before repeating it.");
                }
                end = System.nanoTime() + MOMENT_NANOS;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @SuppressWarnings("NullAway") // a result is null only where T allows it
    private T outcome() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            // Thrown by another thread: what matters there is already in the message or the stack below this one.
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        return result;
    }
}
