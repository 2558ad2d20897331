// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import io.sealkeep.call.OutboxRow;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Keeps keys. Reads see one consistent state; a change is one transaction and durable when {@link #write} returns. Both work on
 * threads of the store and leave the caller's waiting, at most the deadline the store was opened with. Safe for concurrent use;
 * closed by the engine.
 */
public interface KeyStore extends AutoCloseable {

    /**
     * Reads. {@code reading} runs on a thread of the store, in one read transaction, and must not keep its argument.
     *
     * @throws StoreUnavailableException if the store does not answer in time or cannot be read
     * @throws RuntimeException what {@code reading} throws
     */
    <T> T read(Function<StoreReader, T> reading);

    /**
     * Changes. {@code change} runs on the store's one writing thread; what it throws undoes everything. Then {@code records} is
     * asked, once, for the rows that belong into the outbox with the change, and all is committed.
     *
     * <p>From the call of {@code records} on, the caller's thread waits until it has returned, even beyond the deadline: so the
     * two threads never work on one call at once.
     *
     * @throws StoreUnavailableException if the store does not answer in time or cannot be written: nothing is changed, unless the
     *     message says that this is not known
     * @throws RuntimeException what {@code change} or {@code records} throws
     */
    <T> T write(Function<StoreWriter, T> change, Function<T, List<OutboxRow>> records);

    /** Returns the outbox's rows in the order of their commits, without those that were settled. */
    List<OutboxRow> pending();

    /**
     * Notes that the trail has these records. The rows go with the next change, or when the store has been idle for a moment;
     * until then a crash brings them back, which the trail notices by their ids.
     */
    void settle(Collection<String> eventIds);

    /** What tells a cache that what it read is no longer so. */
    ChangeEpochs epochs();

    /** Finishes what is under way, then closes the files. */
    @Override
    void close();
}
