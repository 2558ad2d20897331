// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** One rotation of a key, or its first material. */
@Schema(name = "Rotation")
record RotationView(
        @Nullable String keyId,
        @Nullable String keyMaterialId,
        @Nullable String keyMaterialDescription,
        @Nullable String keyMaterialState,
        @Nullable String importState,
        @Nullable String rotationType,
        @Nullable Instant rotationDate,
        @Nullable Instant validTo,
        @Nullable String expirationModel) {

    static RotationView of(RotationsListEntry entry) {
        return new RotationView(
                entry.keyId(),
                entry.keyMaterialId(),
                entry.keyMaterialDescription(),
                entry.keyMaterialStateAsString(),
                entry.importStateAsString(),
                entry.rotationTypeAsString(),
                entry.rotationDate(),
                entry.validTo(),
                entry.expirationModelAsString());
    }
}
