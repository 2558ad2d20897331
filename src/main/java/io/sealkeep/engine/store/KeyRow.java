// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

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
 * @param deletionAt when it is to be deleted; null where it is not pending deletion
 * @param currentMaterialId which backing key encrypts; null where it has none
 * @param rotation the automatic rotation, or null where it is off
 * @param onDemandRotations how often it was rotated on demand
 */
public record KeyRow(
        KeyRef ref,
        String description,
        KeySpec spec,
        KeyUsageType usage,
        OriginType origin,
        KeyState state,
        Instant createdAt,
        @Nullable Instant deletionAt,
        @Nullable String currentMaterialId,
        @Nullable Rotation rotation,
        int onDemandRotations) {

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

    public KeyRow withDescription(String value) {
        return new KeyRow(
                ref,
                value,
                spec,
                usage,
                origin,
                state,
                createdAt,
                deletionAt,
                currentMaterialId,
                rotation,
                onDemandRotations);
    }

    /** Returns the key in another state; {@code value} is {@code PENDING_DELETION} if and only if there is a date. */
    public KeyRow withState(KeyState value, @Nullable Instant deletion) {
        return new KeyRow(
                ref,
                description,
                spec,
                usage,
                origin,
                value,
                createdAt,
                deletion,
                currentMaterialId,
                rotation,
                onDemandRotations);
    }

    public KeyRow withRotation(@Nullable Rotation value) {
        return new KeyRow(
                ref,
                description,
                spec,
                usage,
                origin,
                state,
                createdAt,
                deletionAt,
                currentMaterialId,
                value,
                onDemandRotations);
    }

    /** Returns the key with other material to encrypt under. */
    public KeyRow withMaterial(String materialId, int onDemand) {
        return new KeyRow(
                ref, description, spec, usage, origin, state, createdAt, deletionAt, materialId, rotation, onDemand);
    }
}
