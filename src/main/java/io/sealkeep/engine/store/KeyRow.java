// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import io.sealkeep.engine.key.KeyTraits;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * A key, without its policy, material, aliases and tags. Immutable.
 *
 * @param kind what never changes of it
 * @param deletion null where none is scheduled
 * @param currentMaterialId which backing key is used where one is chosen; null where it has none
 * @param rotation the automatic rotation, or null where it is off
 * @param onDemandRotations how often it was rotated on demand
 * @param primaryRegion for a multi-region key the region of its primary, perhaps its own; null for any other
 */
public record KeyRow(
        KeyRef ref,
        Kind kind,
        String description,
        KeyState state,
        @Nullable Deletion deletion,
        @Nullable String currentMaterialId,
        @Nullable Rotation rotation,
        int onDemandRotations,
        @Nullable String primaryRegion)
        implements KeyTraits {

    /** What a key is from its making on. */
    public record Kind(KeySpec spec, KeyUsageType usage, OriginType origin, Instant createdAt) {}

    /**
     * A scheduled deletion.
     *
     * @param windowDays the waiting period that was asked for
     * @param at when the key is deleted; null for a primary whose waiting period begins when its last replica is gone
     */
    public record Deletion(int windowDays, @Nullable Instant at) {}

    /** Automatic rotation: its period, and the time that the next one is counted from. */
    public record Rotation(int periodDays, Instant since) {

        /** Returns when the next one is due. */
        public Instant next() {
            return since.plus(Duration.ofDays(periodDays));
        }
    }

    public String keyId() {
        return ref.keyId();
    }

    @Override
    public KeySpec spec() {
        return kind.spec();
    }

    @Override
    public KeyUsageType usage() {
        return kind.usage();
    }

    @Override
    public OriginType origin() {
        return kind.origin();
    }

    /** Returns whether the key's material is imported by its owner. */
    public boolean isImported() {
        return kind.origin() == OriginType.EXTERNAL;
    }

    public boolean isSymmetric() {
        return kind.spec() == KeySpec.SYMMETRIC_DEFAULT;
    }

    @Override
    public boolean isMultiRegion() {
        return primaryRegion != null;
    }

    @Override
    public boolean isPrimary() {
        return ref.region().equals(primaryRegion);
    }

    public KeyRow withDescription(String value) {
        return new KeyRow(
                ref, kind, value, state, deletion, currentMaterialId, rotation, onDemandRotations, primaryRegion);
    }

    /** Returns the key in another state, with no deletion scheduled. */
    public KeyRow withState(KeyState value) {
        return new KeyRow(
                ref, kind, description, value, null, currentMaterialId, rotation, onDemandRotations, primaryRegion);
    }

    /** Returns the key with a deletion scheduled; where it has no date, replicas are waited for. */
    public KeyRow withDeletion(Deletion value) {
        KeyState pending = value.at() == null ? KeyState.PENDING_REPLICA_DELETION : KeyState.PENDING_DELETION;
        return new KeyRow(
                ref, kind, description, pending, value, currentMaterialId, rotation, onDemandRotations, primaryRegion);
    }

    public KeyRow withRotation(@Nullable Rotation value) {
        return new KeyRow(
                ref, kind, description, state, deletion, currentMaterialId, value, onDemandRotations, primaryRegion);
    }

    /** Returns the key with other material to use. */
    public KeyRow withMaterial(String materialId, int onDemand) {
        return new KeyRow(ref, kind, description, state, deletion, materialId, rotation, onDemand, primaryRegion);
    }

    public KeyRow withPrimaryRegion(String region) {
        return new KeyRow(
                ref, kind, description, state, deletion, currentMaterialId, rotation, onDemandRotations, region);
    }
}
