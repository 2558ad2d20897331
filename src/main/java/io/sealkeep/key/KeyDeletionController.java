// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;

/** Keys are deleted after a waiting period, and until its end it can be cancelled. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/keys/{keyId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Key deletion")
class KeyDeletionController {

    private final KmsClient kms;

    KeyDeletionController(KmsClient kms) {
        this.kms = kms;
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "scheduleKeyDeletion", summary = "Schedule a key's deletion", description = """
                    From now on the key cannot be used, and when the waiting period is over it is deleted with all its material: \
                    what it encrypted is then lost for good. Until that moment the deletion can be cancelled.

                    Errors: 400 `ValidationException` for a window outside 7 to 30 days; 404 `NotFoundException`; 409 \
                    `KMSInvalidStateException` where the deletion is scheduled already.""")
    DeletionView schedule(
            @PathVariable @KeyId String keyId,
            @Parameter(description = "Days to wait, 7 to 30; 30 where absent", example = "7") @RequestParam @Nullable
                    Integer pendingWindowInDays) {
        return DeletionView.of(kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(pendingWindowInDays)));
    }

    @PostMapping("/cancel-deletion")
    @Operation(operationId = "cancelKeyDeletion", summary = "Cancel a key's deletion", description = """
                    The key is then disabled; enable it to use it again.

                    Errors: 404 `NotFoundException`; 409 `KMSInvalidStateException` where no deletion is scheduled.""")
    KeyReference cancel(@PathVariable @KeyId String keyId) {
        return new KeyReference(kms.cancelKeyDeletion(r -> r.keyId(keyId)).keyId());
    }
}
