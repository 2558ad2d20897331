// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.OutboxRow;
import java.util.Collection;
import java.util.List;

/**
 * Records of changes that are committed in the store and may not be in the trail yet. Safe for concurrent use.
 */
public interface Outbox {

    /** Returns the rows in the order of their commits. */
    List<OutboxRow> pending();

    /** Says that the trail has these records durably. Cheap: waits for no disk. */
    void settle(Collection<String> eventIds);
}
