// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** The public half of keys that have one. Safe for concurrent use. */
@RestController
@Tag(name = "Keys")
class PublicKeyController {

    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

    private final KmsClient kms;

    PublicKeyController(KmsClient kms) {
        this.kms = kms;
    }

    @GetMapping(
            path = "/v1/keys/{keyId}/public-key",
            produces = {JSON, PublicKeyFile.PEM, PublicKeyFile.DER})
    @Operation(operationId = "getPublicKey", summary = "Get the public half of a key", description = """
                    With it, anyone verifies, encrypts, encapsulates or agrees without KMS. As JSON, or as a file:

                        curl -H 'Accept: application/x-pem-file' \\
                          http://127.0.0.1:8080/v1/keys/0987dcba-09fe-87dc-65ba-ab0987654321/public-key

                    and DER with `Accept: application/octet-stream`.

                    Errors: 404 `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`; 501 \
                    `UnsupportedOperationException` for a key that has no public half.""")
    @ApiResponse(
            responseCode = "200",
            description = "OK",
            content = {
                @Content(mediaType = JSON, schema = @Schema(implementation = PublicKeyView.class)),
                @Content(mediaType = PublicKeyFile.PEM, schema = @Schema(type = "string")),
                @Content(mediaType = PublicKeyFile.DER, schema = @Schema(type = "string", format = "binary"))
            })
    PublicKeyView get(
            @Parameter(description = KeyId.DESCRIPTION, example = KeyId.EXAMPLE_SIGNING) @PathVariable @KeyId
                    String keyId) {
        return PublicKeyView.of(kms.getPublicKey(r -> r.keyId(keyId)));
    }
}
