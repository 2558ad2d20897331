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
 * @param storedState the state it is in whenever it is available; {@link #state} is the one it shows
 * @param deletion null where none is scheduled
 * @param currentMaterialId which backing key is used where one is chosen; null where it has none
 * @param rotation the automatic rotation, or null where it is off
 * @param onDemandRotations how often it was rotated on demand
 * @param primaryRegion for a multi-region key the region of its primary, perhaps its own; null for any other
 * @param custody for a key in a custom key store what it has of it; null for any other
 */
public record KeyRow(
        KeyRef ref,
        Kind kind,
        String description,
        KeyState storedState,
        @Nullable Deletion deletion,
        @Nullable String currentMaterialId,
        @Nullable Rotation rotation,
        int onDemandRotations,
        @Nullable String primaryRegion,
        @Nullable Custody custody)
        implements KeyTraits {

    /** A key that is in no custom key store. */
    public KeyRow(
            KeyRef ref,
            Kind kind,
            String description,
            KeyState storedState,
            @Nullable Deletion deletion,
            @Nullable String currentMaterialId,
            @Nullable Rotation rotation,
            int onDemandRotations,
            @Nullable String primaryRegion) {
        this(
                ref,
                kind,
                description,
                storedState,
                deletion,
                currentMaterialId,
                rotation,
                onDemandRotations,
                primaryRegion,
                null);
    }

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

    /**
     * The custom key store that a key is in, as it was when the key was read.
     *
     * @param clusterId the store's CloudHSM cluster, or null for an external key store
     * @param xksKeyId the key in an external key store, or null for a store of the other type
     */
    public record Custody(
            String storeId,
            boolean isConnected,
            @Nullable String clusterId,
            @Nullable String xksKeyId) {}

    public String keyId() {
        return ref.keyId();
    }

    /**
     * Returns the state that counts: Unavailable while the key's custom key store is not connected, unless its deletion is
     * scheduled, and the stored one otherwise.
     */
    @Override
    public KeyState state() {
        return custody == null || custody.isConnected() || deletion != null ? storedState : KeyState.UNAVAILABLE;
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
                ref,
                kind,
                value,
                storedState,
                deletion,
                currentMaterialId,
                rotation,
                onDemandRotations,
                primaryRegion,
                custody);
    }

    /** Returns the key in another stored state, with no deletion scheduled. */
    public KeyRow withState(KeyState value) {
        return new KeyRow(
                ref,
                kind,
                description,
                value,
                null,
                currentMaterialId,
                rotation,
                onDemandRotations,
                primaryRegion,
                custody);
    }

    /** Returns the key with a deletion scheduled; where it has no date, replicas are waited for. */
    public KeyRow withDeletion(Deletion value) {
        KeyState pending = value.at() == null ? KeyState.PENDING_REPLICA_DELETION : KeyState.PENDING_DELETION;
        return new KeyRow(
                ref,
                kind,
                description,
                pending,
                value,
                currentMaterialId,
                rotation,
                onDemandRotations,
                primaryRegion,
                custody);
    }

    public KeyRow withRotation(@Nullable Rotation value) {
        return new KeyRow(
                ref,
                kind,
                description,
                storedState,
                deletion,
                currentMaterialId,
                value,
                onDemandRotations,
                primaryRegion,
                custody);
    }

    /** Returns the key with other material to use. */
    public KeyRow withMaterial(String materialId, int onDemand) {
        return new KeyRow(
                ref, kind, description, storedState, deletion, materialId, rotation, onDemand, primaryRegion, custody);
    }

    public KeyRow withPrimaryRegion(String region) {
        return new KeyRow(
                ref,
                kind,
                description,
                storedState,
                deletion,
                currentMaterialId,
                rotation,
                onDemandRotations,
                region,
                custody);
    }
}
