// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** Keys for the use of their callers, to encrypt or sign outside KMS: made here, and kept encrypted. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Cryptography")
class DataKeyController {

    private final KmsClient kms;

    DataKeyController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping("/data-keys")
    @Operation(operationId = "generateDataKey", summary = "Make a data key", description = """
                    Makes a key for your own use, in clear to encrypt with and encrypted to keep beside the data; decrypt opens the \
                    latter when the data is read. Give `keySpec` or `numberOfBytes`. With `withPlaintext` false the data key \
                    comes encrypted alone (GenerateDataKeyWithoutPlaintext).

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    DataKeyOutput dataKey(@RequestBody DataKeyInput input) {
        if (Boolean.FALSE.equals(input.withPlaintext())) {
            return DataKeyOutput.of(kms.generateDataKeyWithoutPlaintext(r -> r.keyId(input.keyId())
                    .keySpec(input.keySpec())
                    .numberOfBytes(input.numberOfBytes())
                    .encryptionContext(input.encryptionContext())
                    .grantTokens(Token.sdk(input.grantTokens()))
                    .dryRun(input.dryRun())));
        }
        return DataKeyOutput.of(kms.generateDataKey(r -> r.keyId(input.keyId())
                .keySpec(input.keySpec())
                .numberOfBytes(input.numberOfBytes())
                .encryptionContext(input.encryptionContext())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }

    @PostMapping("/data-key-pairs")
    @Operation(operationId = "generateDataKeyPair", summary = "Make a data key pair", description = """
                    Makes a key pair for your own use: the public key, and the private key in clear to sign or decrypt with, and \
                    encrypted under a symmetric key to keep; decrypt opens it. With `withPlaintext` false the private key comes \
                    encrypted alone (GenerateDataKeyPairWithoutPlaintext).

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    DataKeyPairOutput dataKeyPair(@RequestBody DataKeyPairInput input) {
        if (Boolean.FALSE.equals(input.withPlaintext())) {
            return DataKeyPairOutput.of(kms.generateDataKeyPairWithoutPlaintext(r -> r.keyId(input.keyId())
                    .keyPairSpec(input.keyPairSpec())
                    .encryptionContext(input.encryptionContext())
                    .grantTokens(Token.sdk(input.grantTokens()))
                    .dryRun(input.dryRun())));
        }
        return DataKeyPairOutput.of(kms.generateDataKeyPair(r -> r.keyId(input.keyId())
                .keyPairSpec(input.keyPairSpec())
                .encryptionContext(input.encryptionContext())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun())));
    }
}
