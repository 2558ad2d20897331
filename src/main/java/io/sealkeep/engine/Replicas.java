// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.KeyState;

/** What the copies of a multi-region key mean for each other. */
final class Replicas {

    private Replicas() {}

    /** Begins the waiting period of a primary that waited for its last replica, once that is deleted. */
    static void afterDeletion(Change change, KeyRow deleted) {
        String primaryRegion = deleted.primaryRegion();
        if (primaryRegion == null || deleted.isPrimary()) {
            return;
        }
        List<String> left = change.rows().regionsOf(deleted.keyId());
        left.forEach(region -> change.rows().touch(new KeyRef(region, deleted.keyId())));
        if (left.equals(List.of(primaryRegion))) {
            change.rows()
                    .findKey(new KeyRef(primaryRegion, deleted.keyId()))
                    .ifPresent(primary -> begin(change, primary));
        }
    }

    private static void begin(Change change, KeyRow primary) {
        if (primary.state() == KeyState.PENDING_REPLICA_DELETION) {
            int days = Objects.requireNonNull(primary.deletion()).windowDays();
            KeyRow.Deletion deletion = new KeyRow.Deletion(days, change.now().plus(Duration.ofDays(days)));
            change.rows().updateKey(primary.withDeletion(deletion));
        }
    }
}
