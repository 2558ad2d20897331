// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.MultiRegionConfiguration;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;

/** Where a multi-Region key is, this copy included. */
@Schema(name = "MultiRegion")
record MultiRegionView(
        @Schema(description = "What this copy is: PRIMARY or REPLICA") @Nullable
        String multiRegionKeyType,

        @Nullable Copy primaryKey,
        @Nullable List<Copy> replicaKeys) {

    /** One copy of the key. */
    @Schema(name = "MultiRegionKey")
    record Copy(@Nullable String arn, @Nullable String region) {

        static @Nullable Copy of(@Nullable MultiRegionKey key) {
            return key == null ? null : new Copy(key.arn(), key.region());
        }
    }

    static @Nullable MultiRegionView of(@Nullable MultiRegionConfiguration configuration) {
        return configuration == null
                ? null
                : new MultiRegionView(
                        configuration.multiRegionKeyTypeAsString(),
                        Copy.of(configuration.primaryKey()),
                        configuration.replicaKeys().stream()
                                .map(key -> new Copy(key.arn(), key.region()))
                                .toList());
    }
}
