// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;

/** What GenerateMac answers. */
@Schema(name = "MacResponse")
record MacOutput(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Nullable Bytes mac,
        @Nullable String macAlgorithm) {

    static MacOutput of(GenerateMacResponse response) {
        return new MacOutput(response.keyId(), Bytes.of(response.mac()), response.macAlgorithmAsString());
    }
}
