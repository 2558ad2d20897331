// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;

/** What material is wrapped with, and the token that goes with it. */
@Schema(name = "ImportParameters")
record ImportParametersView(
        @Schema(description = "The ARN of the key") @Nullable
        String keyId,

        @Schema(description = "To be sent with the material") @Nullable
        Bytes importToken,

        @Schema(description = "Wraps the material: X.509 SubjectPublicKeyInfo in DER") @Nullable
        Bytes publicKey,

        @Schema(description = "When token and public key can no longer be used, 24 hours from now") @Nullable
        Instant parametersValidTo) {

    static ImportParametersView of(GetParametersForImportResponse response) {
        return new ImportParametersView(
                response.keyId(),
                Bytes.of(response.importToken()),
                Bytes.of(response.publicKey()),
                response.parametersValidTo());
    }
}
