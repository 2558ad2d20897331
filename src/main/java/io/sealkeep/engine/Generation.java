// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.KeyMaterials;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.SecretBytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * Makes material. What takes long, such as an RSA key, is made on few platform threads of its own, in the order of asking: on the
 * threads of requests a handful of them would keep every other call waiting, since those share as many carriers as there are
 * processors. Safe for concurrent use; closing lets what waits finish.
 */
final class Generation implements AutoCloseable {

    /** So many may wait; at the pace of RSA_4096 on one processor the last one waits a minute or more. */
    private static final int WAITING = 64;

    private final ThreadPoolExecutor threads;
    private final RandomBytes random = RandomBytes.system();

    Generation() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                Thread.ofPlatform().name("key-generation-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns new material in the encoding of {@link KeyMaterials}; the caller closes it.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ThrottlingException if too many wait for theirs
     */
    SecretBytes make(KeySpec spec) {
        if (!KeyMaterials.isSlowToMake(spec)) {
            return KeyMaterials.generate(spec, random);
        }
        try {
            // To join is not to be interrupted: the key is being made in any case, and whoever asked must wipe it.
            return CompletableFuture.supplyAsync(() -> KeyMaterials.generate(spec, random), threads)
                    .join();
        } catch (RejectedExecutionException e) {
            throw Refusal.throttled();
        } catch (CompletionException e) {
            throw new IllegalStateException("Key generation failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
