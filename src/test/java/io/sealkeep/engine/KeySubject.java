// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * One key of a type, that is brought from state to state and back as often as wanted: its rows are kept as the API, or where no caller
 * can bring a key there, the store, left them, and written back after a call that changed them.
 */
final class KeySubject {

    static final String PRIMARY_REGION = TestCallers.REGION;
    static final String REPLICA_REGION = "us-east-1";
    static final String NEW_REGION = "eu-west-1";

    final KeyType type;
    final String keyId;
    final KmsClient kms;
    private final KeyStore store;
    private final Instant now;
    private final Map<KeyState, Rows> states = new EnumMap<>(KeyState.class);
    private KeyState present = KeyState.ENABLED;
    private boolean changed;

    /** The rows of the key in all regions. Two are equal if they tell the same of the key: the same material can be wrapped anew. */
    private record Rows(List<KeyRow> keys, List<BackingKeyRow> materials) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Rows rows && keys.equals(rows.keys) && told().equals(rows.told());
        }

        @Override
        public int hashCode() {
            return Objects.hash(keys, told());
        }

        private List<String> told() {
            return materials.stream()
                    .map(row -> row.key() + row.materialId() + row.rotated() + row.imported() + row.isPresent())
                    .toList();
        }
    }

    /**
     * Takes a key that is enabled, and has a replica where it is a multi-region key.
     *
     * @param kms calls from the key's region
     */
    KeySubject(KeyType type, String keyId, KmsClient kms, KeyStore store, Instant now) {
        this.type = type;
        this.keyId = keyId;
        this.kms = kms;
        this.store = store;
        this.now = now;
        states.put(KeyState.ENABLED, rows());
    }

    KeyRef ref() {
        return new KeyRef(type == KeyType.REPLICA ? REPLICA_REGION : PRIMARY_REGION, keyId);
    }

    String arn() {
        return "arn:aws:kms:" + ref().region() + ":" + TestCallers.ACCOUNT + ":key/" + keyId;
    }

    private KeyRow row() {
        return store.read(rows -> rows.findKey(ref())).orElseThrow();
    }

    /** Brings the key into a state, with nothing left of what calls have changed. */
    void bring(KeyState state) {
        if (!states.containsKey(state)) {
            bring(KeyState.ENABLED);
            change(state);
            states.put(state, rows());
        } else if (changed || present != state) {
            write(states.get(state));
        }
        present = state;
        changed = false;
    }

    /** Looks whether a call has changed the key, and returns whether it has. */
    boolean noteChange() {
        changed = changed || !rows().equals(states.get(present));
        return changed;
    }

    /** Makes a call while the key is enabled, before it comes back into its state. */
    <T> T whileEnabled(Supplier<T> call) {
        KeyState before = present;
        bring(KeyState.ENABLED);
        try {
            return call.get();
        } finally {
            bring(before);
        }
    }

    private void change(KeyState state) {
        switch (state) {
            case DISABLED -> kms.disableKey(r -> r.keyId(keyId));
            case PENDING_REPLICA_DELETION -> kms.scheduleKeyDeletion(r -> r.keyId(keyId));
            case PENDING_IMPORT -> kms.deleteImportedKeyMaterial(r -> r.keyId(keyId));
            case PENDING_DELETION -> {
                if (type.isMultiRegion() && type != KeyType.REPLICA) {
                    // A primary comes here when its last replica is deleted; this one needs its replica yet.
                    update(row().withDeletion(new KeyRow.Deletion(30, now.plus(Duration.ofDays(30)))));
                } else {
                    kms.scheduleKeyDeletion(r -> r.keyId(keyId));
                }
            }
            default -> update(row().withState(state));
        }
    }

    private void update(KeyRow row) {
        store.write(
                rows -> {
                    rows.updateKey(row);
                    return true;
                },
                done -> List.of());
    }

    private Rows rows() {
        return store.read(rows -> new Rows(
                refs().stream().flatMap(ref -> rows.findKey(ref).stream()).toList(),
                refs().stream().flatMap(ref -> rows.backingKeys(ref).stream()).toList()));
    }

    private void write(Rows wanted) {
        store.write(
                rows -> {
                    for (KeyRef ref : refs()) {
                        rows.backingKeys(ref).forEach(row -> rows.deleteBackingKey(ref, row.materialId()));
                    }
                    wanted.keys().forEach(rows::updateKey);
                    wanted.materials().forEach(rows::insertBackingKey);
                    rows.findKey(new KeyRef(NEW_REGION, keyId)).ifPresent(key -> rows.deleteKey(key.ref()));
                    return true;
                },
                done -> List.of());
    }

    private List<KeyRef> refs() {
        return type.isMultiRegion()
                ? Stream.of(PRIMARY_REGION, REPLICA_REGION, NEW_REGION)
                        .map(region -> new KeyRef(region, keyId))
                        .toList()
                : List.of(ref());
    }
}
