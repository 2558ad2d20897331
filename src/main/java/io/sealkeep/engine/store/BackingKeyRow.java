// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.RotationType;

/**
 * One version of a key's material. Immutable where {@code wrapped} is left alone.
 *
 * @param materialId 64 hex digits
 * @param generation 0 for the first, then one more each
 * @param createdAt when it was made or first imported
 * @param rotated how and when the key was rotated to it; null for the first, and for material that it was not rotated to yet
 * @param wrapped the material as the root key wrapped it; null while imported material is expired or deleted
 * @param imported what its owner said of it; null for material that was made here
 */
@SuppressWarnings("ArrayRecordComponent")
public record BackingKeyRow(
        KeyRef key,
        String materialId,
        int generation,
        Instant createdAt,
        @Nullable Rotated rotated,
        byte @Nullable [] wrapped,
        @Nullable Imported imported) {

    /** How and when a key was rotated to a material. */
    public record Rotated(RotationType type, Instant at) {}

    /**
     * What the owner of imported material said of it.
     *
     * @param expiresAt null for never
     */
    public record Imported(
            @Nullable String description, @Nullable Instant expiresAt) {}

    /** Returns whether the material itself is there. */
    public boolean isPresent() {
        return wrapped != null;
    }

    /** Returns the same material as a key has it once it was rotated to. */
    public BackingKeyRow withRotated(Rotated value) {
        return new BackingKeyRow(key, materialId, generation, createdAt, value, wrapped, imported);
    }

    /** Returns the same material as that key holds it: this one at another time, or its copy in another region. */
    public BackingKeyRow heldBy(KeyRef holder, byte @Nullable [] material, @Nullable Imported said) {
        return new BackingKeyRow(holder, materialId, generation, createdAt, rotated, material, said);
    }

    @Override
    public String toString() {
        return "BackingKeyRow[" + key + " " + materialId + "]";
    }
}
