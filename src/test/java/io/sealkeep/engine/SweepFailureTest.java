// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.engine.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KeyListEntry;

/** What a sweep does when something cannot be done. */
class SweepFailureTest extends HookedEngineFixture {

    private final AtomicInteger writes = new AtomicInteger();

    private List<String> keysDueForDeletion(int count) {
        List<String> keyIds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String keyId = newKey();
            kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
            keyIds.add(keyId);
            clock.forward(Duration.ofSeconds(1));
        }
        clock.forward(Duration.ofDays(7));
        return keyIds;
    }

    /** The first writes of the sweep fail as the store's do; then all is well. */
    private void failWrites(int count) {
        store.beforeWrite = () -> {
            if (writes.incrementAndGet() <= count) {
                throw new StoreUnavailableException("The key store's file is damaged. Nothing was changed.");
            }
        };
    }

    private List<String> keyIds() {
        return kms.listKeys(r -> {}).keys().stream().map(KeyListEntry::keyId).toList();
    }

    @Test
    void sweep_withADamagedRow_goesOnToTheNextKey() {
        List<String> due = keysDueForDeletion(4);
        failWrites(2);

        engine.sweep();

        assertThat(keyIds()).containsExactlyInAnyOrderElementsOf(due.subList(0, 2));
        engine.sweep();
        assertThat(keyIds()).isEmpty();
    }

    @Test
    void sweep_onAStoreThatCannotBeWritten_givesUpAfterThreeKeys() {
        keysDueForDeletion(10);
        failWrites(Integer.MAX_VALUE);

        engine.sweep();

        assertThat(writes).hasValue(3);
        assertThat(keyIds()).hasSize(10);
    }

    @Test
    void sweep_whenDeletionsFail_rotatesAllTheSame() {
        String rotating = newKey();
        kms.enableKeyRotation(r -> r.keyId(rotating).rotationPeriodInDays(90));
        keysDueForDeletion(3);
        clock.forward(Duration.ofDays(90));
        failWrites(3);

        engine.sweep();

        assertThat(kms.listKeyRotations(r -> r.keyId(rotating)).rotations()).hasSize(1);
    }

    @Test
    void sweep_whenWhatIsDueCannotBeRead_rotatesAllTheSame() {
        String rotating = newKey();
        kms.enableKeyRotation(r -> r.keyId(rotating).rotationPeriodInDays(90));
        clock.forward(Duration.ofDays(90));
        store.beforeRead = () -> {
            store.beforeRead = () -> {};
            throw new StoreUnavailableException("The key store's file is damaged. Nothing was changed.");
        };

        engine.sweep();

        assertThat(kms.listKeyRotations(r -> r.keyId(rotating)).rotations()).hasSize(1);
    }
}
