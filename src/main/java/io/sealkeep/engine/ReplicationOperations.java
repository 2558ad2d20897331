// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ReplicateKeyRequest;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;
import software.amazon.awssdk.services.kms.model.UpdatePrimaryRegionRequest;
import software.amazon.awssdk.services.kms.model.UpdatePrimaryRegionResponse;

/**
 * Copies of a multi-region key in other regions. A copy shares id, spec, usage, origin, material and rotation with its primary;
 * state, description, policy, tags, aliases and grants are its own.
 *
 * <p>Source: AWS KMS Developer Guide, "Multi-Region keys in AWS KMS".
 */
final class ReplicationOperations {

    private final Keys keys;
    private final Changes changes;
    private final BackingKeys backingKeys;
    private final EngineSettings.Limits limits;

    ReplicationOperations(Keys keys, Changes changes, BackingKeys backingKeys, EngineSettings.Limits limits) {
        this.keys = keys;
        this.changes = changes;
        this.backingKeys = backingKeys;
        this.limits = limits;
    }

    /**
     * The answer shows the copy in the state Creating, as AWS's does, where it takes a moment. Here the copy can be used at once.
     * Imported material is not copied: its owner imports it into each region.
     */
    ReplicateKeyResponse replicateKey(ReplicateKeyRequest request) {
        Tags.check(request.tags(), limits.tagsPerKey());
        Names names = keys.names();
        Names there = other(names, request.replicaRegion());
        String policy = request.policy() == null ? Policies.defaultPolicy(there) : request.policy();
        Policies.check(policy);
        return changes.make(names, change -> {
            KeyRow primary = change.key(request.keyId(), KeyOperation.REPLICATE_KEY);
            KeyRow replica = insert(change, primary, request, policy);
            change.rows().putTags(replica.ref(), request.tags());
            change.event("SynchronizeMultiRegionKey", primary.ref(), Map.of("keyId", primary.keyId()));
            List<String> regions = change.rows().regionsOf(primary.keyId());
            KeyMetadata metadata = Metadata.of(replica, null, regions, there);
            return ReplicateKeyResponse.builder()
                    .replicaKeyMetadata(
                            replica.state() == KeyState.ENABLED
                                    ? metadata.toBuilder()
                                            .keyState(KeyState.CREATING)
                                            .enabled(false)
                                            .build()
                                    : metadata)
                    .replicaPolicy(policy)
                    .replicaTags(request.tags())
                    .build();
        });
    }

    private static Names other(Names here, String region) {
        Names there = new Names(here.account(), region);
        if (region.equals(here.region())) {
            throw Refusal.validation("The replica Region " + region + " is the primary Region of the key.");
        }
        if (!there.isSamePartition(here)) {
            throw Refusal.unsupported("The replica Region " + region + " is in another AWS partition.");
        }
        return there;
    }

    private KeyRow insert(Change change, KeyRow primary, ReplicateKeyRequest request, String policy) {
        KeyRef ref = new KeyRef(request.replicaRegion(), primary.keyId());
        if (change.rows().findKey(ref).isPresent()) {
            throw Refusal.alreadyExists("Key '" + change.arn(ref) + "' already exists");
        }
        limits.checkKeys(change.rows().countKeys(ref.region()));
        KeyRow.Kind kind = primary.kind();
        KeyRow replica = new KeyRow(
                ref,
                new KeyRow.Kind(kind.spec(), kind.usage(), kind.origin(), change.now()),
                request.description() == null ? "" : request.description(),
                primary.isImported() ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
                null,
                primary.currentMaterialId(),
                primary.rotation(),
                primary.onDemandRotations(),
                primary.primaryRegion());
        change.rows().insertKey(replica, policy);
        for (BackingKeyRow row : change.rows().backingKeys(primary.ref())) {
            change.rows().insertBackingKey(copy(row, replica));
        }
        change.copies(primary).forEach(copy -> change.rows().touch(copy.ref()));
        return replica;
    }

    private BackingKeyRow copy(BackingKeyRow row, KeyRow replica) {
        if (row.imported() != null) {
            return Imports.awaited(row, replica.ref());
        }
        try (BackingKeys.Fresh material = backingKeys.unwrap(replica.spec(), row)) {
            return row.heldBy(replica.ref(), backingKeys.wrap(replica.ref(), material), null);
        }
    }

    UpdatePrimaryRegionResponse updatePrimaryRegion(UpdatePrimaryRegionRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow primary = change.key(request.keyId(), KeyOperation.UPDATE_PRIMARY_REGION);
            KeyRef target = new KeyRef(request.primaryRegion(), primary.keyId());
            if (target.equals(primary.ref())) {
                throw Refusal.validation(
                        "The Region " + target.region() + " is the primary Region of the key already.");
            }
            KeyRow replica = change.rows().findKey(target).orElseThrow(() -> Keys.noSuchKey(change.arn(target)));
            KeyOperation.UPDATE_PRIMARY_REGION.checkState(replica, change.arn(target));
            change.copies(primary).forEach(copy -> change.rows().updateKey(copy.withPrimaryRegion(target.region())));
            return UpdatePrimaryRegionResponse.builder().build();
        });
    }
}
