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
 * @param rotationType how it came to be; null for the first
 * @param wrapped the material as the root key wrapped it
 */
@SuppressWarnings("ArrayRecordComponent")
public record BackingKeyRow(
        KeyRef key,
        String materialId,
        int generation,
        Instant createdAt,
        @Nullable RotationType rotationType,
        byte[] wrapped) {

    @Override
    public String toString() {
        return "BackingKeyRow[" + key + " " + materialId + "]";
    }
}
