// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** Signatures by keys whose private half never leaves KMS. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Signatures")
class SignController {

    private final KmsClient kms;

    SignController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping("/sign")
    @Operation(operationId = "sign", summary = "Sign a message or its digest", description = """
                    The key's usage must be `SIGN_VERIFY`. A message of more than 4096 bytes is hashed by you, and its digest \
                    signed, with `messageType` `DIGEST`.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    SignOutput sign(@RequestBody SignInput input) {
        return SignOutput.of(kms.sign(r -> r.keyId(input.keyId())
                .message(Bytes.sdk(input.message()))
                .messageType(input.messageType())
                .signingAlgorithm(input.signingAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }

    @PostMapping("/verify")
    @Operation(operationId = "verify", summary = "Verify a signature", description = """
                    A signature that is not valid is an error, so that no answer can be taken for a yes. Who has the public key \
                    can verify without KMS.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`, `KMSInvalidSignatureException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    VerifyOutput verify(@RequestBody VerifyInput input) {
        return VerifyOutput.of(kms.verify(r -> r.keyId(input.keyId())
                .message(Bytes.sdk(input.message()))
                .messageType(input.messageType())
                .signature(Bytes.sdk(input.signature()))
                .signingAlgorithm(input.signingAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }
}
