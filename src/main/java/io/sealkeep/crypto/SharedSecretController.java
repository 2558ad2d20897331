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

/** Secrets shared with someone else over an open channel: by key agreement, or by encapsulation. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Shared secrets")
class SharedSecretController {

    private final KmsClient kms;

    SharedSecretController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping("/derive-shared-secret")
    @Operation(
            operationId = "deriveSharedSecret",
            summary = "Agree on a secret with the owner of a public key",
            description = """
                    Elliptic-curve Diffie-Hellman: the owner of that public key gets the same secret of it and of this key's public \
                    key. The key's usage must be `KEY_AGREEMENT`. The secret is no key yet: derive keys from it.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    AgreementOutput deriveSharedSecret(@RequestBody AgreementInput input) {
        return AgreementOutput.of(kms.deriveSharedSecret(r -> r.keyId(input.keyId())
                .publicKey(Bytes.sdk(input.publicKey()))
                .keyAgreementAlgorithm(input.keyAgreementAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }

    @PostMapping("/encapsulate")
    @Operation(operationId = "encapsulate", summary = "Make a secret for the holder of a key", description = """
                    ML-KEM (FIPS 203), which a quantum computer does not break: the secret in clear, to use, and encapsulated, to \
                    send; decapsulate opens it. The key's usage must be `ENCAPSULATE_DECAPSULATE`. Who has the public key can \
                    encapsulate without KMS.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    EncapsulateOutput encapsulate(@RequestBody EncapsulateInput input) {
        return EncapsulateOutput.of(kms.encapsulate(r -> r.keyId(input.keyId())
                .encapsulationAlgorithm(input.encapsulationAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }

    @PostMapping("/decapsulate")
    @Operation(operationId = "decapsulate", summary = "Open an encapsulated secret", description = """
                    One that was altered, or made for another key, gives another secret and no error: that is how ML-KEM is made. \
                    Only one of a wrong length is refused.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`, `InvalidCiphertextException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    DecapsulateOutput decapsulate(@RequestBody DecapsulateInput input) {
        return DecapsulateOutput.of(kms.decapsulate(r -> r.keyId(input.keyId())
                .sharedSecretCiphertextBlob(Bytes.sdk(input.sharedSecretCiphertextBlob()))
                .encapsulationAlgorithm(input.encapsulationAlgorithm())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }
}
