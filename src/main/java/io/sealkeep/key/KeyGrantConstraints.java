// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GrantConstraints;

/** Under which conditions a grant permits anything. Not a secret. */
@Schema(name = "GrantConstraints")
record KeyGrantConstraints(
        @Schema(description = "The encryption context must hold these pairs; not together with encryptionContextEquals")
        @Nullable
        Map<String, String> encryptionContextSubset,

        @Schema(description = "The encryption context must be these pairs; not together with encryptionContextSubset")
        @Nullable
        Map<String, String> encryptionContextEquals,

        @Schema(description = "The AWS resource on whose behalf a service must call") @Nullable
        String sourceArn) {

    static @Nullable KeyGrantConstraints of(@Nullable GrantConstraints constraints) {
        return constraints == null
                ? null
                : new KeyGrantConstraints(
                        constraints.hasEncryptionContextSubset() ? constraints.encryptionContextSubset() : null,
                        constraints.hasEncryptionContextEquals() ? constraints.encryptionContextEquals() : null,
                        constraints.sourceArn());
    }

    static @Nullable GrantConstraints sdk(@Nullable KeyGrantConstraints constraints) {
        return constraints == null
                ? null
                : GrantConstraints.builder()
                        .encryptionContextSubset(constraints.encryptionContextSubset)
                        .encryptionContextEquals(constraints.encryptionContextEquals)
                        .sourceArn(constraints.sourceArn)
                        .build();
    }
}
