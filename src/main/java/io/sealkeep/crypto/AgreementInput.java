// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What DeriveSharedSecret takes. */
@Schema(name = "DeriveSharedSecretRequest", example = """
                {"keyId": "alias/example-agreement", "publicKey": "ZXhhbXBsZS1wdWJsaWMta2V5",
                 "keyAgreementAlgorithm": "ECDH"}""")
record AgreementInput(
        @Schema(description = "A key id, key ARN, alias name or alias ARN") @Nullable
        String keyId,

        @Schema(
                description =
                        "The other party's public key on the same curve, as X.509 SubjectPublicKeyInfo in DER, in base64")
        @Nullable
        Bytes publicKey,

        @Schema(description = "ECDH") @Nullable String keyAgreementAlgorithm,

        @Schema(description = "Tokens of new grants, so that these count at once") @Nullable
        List<Token> grantTokens,

        @Schema(description = "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
        @Nullable
        Boolean dryRun) {}
