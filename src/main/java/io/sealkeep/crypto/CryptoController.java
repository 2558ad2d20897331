// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** Encryption by KMS itself, of up to 4096 bytes at a time, and random bytes. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1", consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Cryptography")
class CryptoController {

    private final KmsClient kms;

    CryptoController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping("/encrypt")
    @Operation(operationId = "encrypt", summary = "Encrypt up to 4096 bytes", description = """
                    The encryption context is bound to the ciphertext: only who gives the very same one can decrypt. It is no \
                    secret, and the audit trail shows it. An asymmetric key takes none, needs its `encryptionAlgorithm` said, and \
                    has room for less: RSA_2048 with RSAES_OAEP_SHA_256 for 190 bytes.

                    Errors: 400 `ValidationException`, `InvalidKeyUsageException`; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`.""")
    EncryptOutput encrypt(@RequestBody EncryptInput input) {
        return EncryptOutput.of(kms.encrypt(input.sdk()));
    }

    @PostMapping("/decrypt")
    @Operation(operationId = "decrypt", summary = "Decrypt a ciphertext blob", description = """
                    A ciphertext blob of a symmetric key names its key itself; give `keyId` to make sure that it is the one you \
                    mean. The ciphertext of an asymmetric key does not: there `keyId` and `encryptionAlgorithm` are \
                    required. A blob that was altered, or another encryption context, is refused as `InvalidCiphertextException`, \
                    without saying which it was.

                    Errors: 400 `InvalidCiphertextException`, `IncorrectKeyException`, `InvalidKeyUsageException`, \
                    `ValidationException`; 404 `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`.""")
    DecryptOutput decrypt(@RequestBody DecryptInput input) {
        return DecryptOutput.of(kms.decrypt(input.sdk()));
    }

    @PostMapping("/re-encrypt")
    @Operation(
            operationId = "reEncrypt",
            summary = "Encrypt a ciphertext blob anew, without showing its plaintext",
            description = """
                    Decrypts and encrypts again inside KMS: under another key, with another encryption context, or with the newest \
                    material of the same key.

                    Errors: as for decrypt, of the source, and for encrypt, of the destination.""")
    ReEncryptOutput reEncrypt(@RequestBody ReEncryptInput input) {
        return ReEncryptOutput.of(kms.reEncrypt(input.sdk()));
    }

    @PostMapping("/random")
    @Operation(
            operationId = "generateRandom",
            summary = "Get random bytes",
            description =
                    "1 to 1024 bytes. Errors: 400 `ValidationException`; 404 `CustomKeyStoreNotFoundException`; 409"
                            + " `CustomKeyStoreInvalidStateException`; 501 `UnsupportedOperationException` for an external key store.")
    RandomOutput random(@RequestBody RandomInput input) {
        return new RandomOutput(Bytes.of(kms.generateRandom(
                        r -> r.numberOfBytes(input.numberOfBytes()).customKeyStoreId(input.customKeyStoreId()))
                .plaintext()));
    }
}
