// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** A custom key store without keys is deleted at once. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/custom-key-stores/{customKeyStoreId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Key deletion")
class CustomKeyStoreDeletionController {

    private final KmsClient kms;

    CustomKeyStoreDeletionController(KmsClient kms) {
        this.kms = kms;
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteCustomKeyStore", summary = "Delete a custom key store", description = """
                    The store must be disconnected and have no keys, none that is pending deletion either.

                    Errors: 404 `CustomKeyStoreNotFoundException`; 409 `CustomKeyStoreHasCMKsException`, \
                    `CustomKeyStoreInvalidStateException`.""")
    void delete(@Parameter(example = ExampleCustomKeyStore.ID) @PathVariable String customKeyStoreId) {
        kms.deleteCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId));
    }
}
