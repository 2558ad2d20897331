// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DeleteImportedKeyMaterialResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialResponse;

/** Key material that its owner makes, brings, and takes away again. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/keys/{keyId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Imported key material")
class ImportController {

    private static final String KEY = "A key id, of a key whose origin is EXTERNAL";

    private final KmsClient kms;

    ImportController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping(path = "/import-parameters", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getParametersForImport",
            summary = "Get what key material is wrapped with",
            description = """
                    A public key, and a token that goes with it, both for 24 hours. Wrap the material, here 32 random bytes for a \
                    symmetric key, with the public key:

                        base64 -d <<< "$publicKey" > public.der
                        openssl rand 32 > material
                        openssl pkeyutl -encrypt -pubin -keyform DER -inkey public.der -in material -out wrapped \\
                          -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256

                    and import `wrapped`. Keep the material: KMS never gives it back.

                    Errors: 400 `ValidationException`; 404 `NotFoundException`; 409 `KMSInvalidStateException`; 501 \
                    `UnsupportedOperationException` for a key whose origin is another.""")
    ImportParametersView parameters(
            @Parameter(description = KEY, example = KeyId.EXAMPLE_IMPORTED) @PathVariable @KeyId String keyId,
            @RequestBody ImportParametersInput input) {
        return ImportParametersView.of(kms.getParametersForImport(r ->
                r.keyId(keyId).wrappingAlgorithm(input.wrappingAlgorithm()).wrappingKeySpec(input.wrappingKeySpec())));
    }

    @PutMapping(path = "/material", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "importKeyMaterial", summary = "Import key material", description = """
                    The key can be used once it has its material. A symmetric key can be given more, to rotate to with \
                    *Rotate a key now*; any other key has one for ever, which can be imported again when it was deleted. \
                    **The one operation whose example does not work as it stands**: the material has to be wrapped, as *Get what \
                    key material is wrapped with* shows.

                    Errors: 400 `InvalidCiphertextException` where it does not unwrap, `IncorrectKeyMaterialException`, \
                    `InvalidImportTokenException`, `ExpiredImportTokenException`, `ValidationException`; 404 \
                    `NotFoundException`; 409 `KMSInvalidStateException`; 501 `UnsupportedOperationException` for a key whose \
                    origin is another.""")
    MaterialReference importMaterial(
            @Parameter(description = KEY, example = KeyId.EXAMPLE_IMPORTED) @PathVariable @KeyId String keyId,
            @RequestBody MaterialInput input) {
        ImportKeyMaterialResponse imported = kms.importKeyMaterial(r -> r.keyId(keyId)
                .importToken(Bytes.sdk(input.importToken()))
                .encryptedKeyMaterial(Bytes.sdk(input.encryptedKeyMaterial()))
                .expirationModel(input.expirationModel())
                .validTo(input.validTo())
                .importType(input.importType())
                .keyMaterialDescription(input.keyMaterialDescription())
                .keyMaterialId(input.keyMaterialId()));
        return new MaterialReference(imported.keyId(), imported.keyMaterialId());
    }

    @DeleteMapping("/material")
    @Operation(operationId = "deleteImportedKeyMaterial", summary = "Delete imported key material", description = """
                    At once, and until it is imported again nothing that it encrypted opens. The key stays.

                    Errors: 400 `ValidationException`; 404 `NotFoundException`; 409 `KMSInvalidStateException`; 501 \
                    `UnsupportedOperationException` for a key whose origin is another.""")
    MaterialReference delete(
            @Parameter(description = KEY, example = KeyId.EXAMPLE_IMPORTED) @PathVariable @KeyId String keyId,
            @Parameter(description = "Which of a symmetric key's materials; the current one where absent")
                    @RequestParam
                    @Nullable
                    String keyMaterialId) {
        DeleteImportedKeyMaterialResponse deleted =
                kms.deleteImportedKeyMaterial(r -> r.keyId(keyId).keyMaterialId(keyMaterialId));
        return new MaterialReference(deleted.keyId(), deleted.keyMaterialId());
    }
}
