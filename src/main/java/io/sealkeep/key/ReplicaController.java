// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.home.SealkeepProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;

/** Copies of a multi-Region key in other regions, and which of them is the primary. Safe for concurrent use. */
@RestController
@RequestMapping(
        path = "/v1/keys/{keyId}",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Multi-Region keys")
class ReplicaController {

    private static final String KEY = "A key id, of a multi-Region key; its primary is in the region of the call";

    private final KmsClient kms;
    private final SealkeepProperties sealkeep;

    ReplicaController(KmsClient kms, SealkeepProperties sealkeep) {
        this.kms = kms;
        this.sealkeep = sealkeep;
    }

    @PostMapping("/replicas")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "replicateKey", summary = "Copy a multi-Region key to another region", description = """
                    The replica has the same key id and the same material, so it opens what the primary encrypted, and the other way \
                    round. Description, policy, tags, aliases and state are its own. The answer's `Location` is the replica.

                    Errors: 400 `ValidationException`, `MalformedPolicyDocumentException`, `TagException`; 404 \
                    `NotFoundException`; 409 `AlreadyExistsException`, `DisabledException`, `KMSInvalidStateException`, \
                    `LimitExceededException`; 501 `UnsupportedOperationException` for any key but a multi-Region primary.""")
    ResponseEntity<ReplicaView> replicate(
            @Parameter(description = KEY, example = KeyId.EXAMPLE_MULTI_REGION) @PathVariable @KeyId String keyId,
            @RequestBody ReplicaInput input) {
        ReplicateKeyResponse replica = kms.replicateKey(r -> r.keyId(keyId)
                .replicaRegion(input.replicaRegion())
                .description(input.description())
                .policy(input.policy())
                .bypassPolicyLockoutSafetyCheck(input.bypassPolicyLockoutSafetyCheck())
                .tags(KeyTag.sdk(input.tags())));
        return ResponseEntity.created(
                        Location.of("/v1/keys/" + keyId, String.valueOf(input.replicaRegion()), sealkeep.region()))
                .body(ReplicaView.of(replica));
    }

    @PostMapping("/update-primary-region")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "updatePrimaryRegion",
            summary = "Make another copy of a multi-Region key its primary",
            description = """
                    The replica in that region becomes the primary key, and the primary in the region of the call a replica. Only a \
                    primary can be replicated and rotated.

                    Errors: 400 `ValidationException`; 404 `NotFoundException` also where that region has no replica; 409 \
                    `DisabledException`, `KMSInvalidStateException`; 501 `UnsupportedOperationException` for any key but a \
                    multi-Region primary.""")
    void updatePrimaryRegion(
            @Parameter(description = KEY, example = KeyId.EXAMPLE_MULTI_REGION) @PathVariable @KeyId String keyId,
            @RequestBody PrimaryRegionInput input) {
        kms.updatePrimaryRegion(r -> r.keyId(keyId).primaryRegion(input.primaryRegion()));
    }
}
