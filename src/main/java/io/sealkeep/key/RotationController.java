// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;

/** Rotation of a key's material: by the calendar, on demand, and what has happened. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/keys/{keyId}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Rotation")
class RotationController {

    private final KmsClient kms;

    RotationController(KmsClient kms) {
        this.kms = kms;
    }

    @GetMapping("/rotation")
    @Operation(
            operationId = "getKeyRotationStatus",
            summary = "Tell whether a key rotates by itself, and when next",
            description =
                    "Errors: 404 `NotFoundException`; 501 `UnsupportedOperationException` for a key that cannot rotate.")
    RotationStatusView status(@PathVariable @KeyId String keyId) {
        return RotationStatusView.of(kms.getKeyRotationStatus(r -> r.keyId(keyId)));
    }

    @PutMapping(path = "/rotation", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "enableKeyRotation", summary = "Let a key rotate by itself", description = """
                    From now on the key gets new material each period. What older material encrypted still opens.

                    Errors: 400 `ValidationException` for a period outside 90 to 2560 days; 404 `NotFoundException`; 409 \
                    `DisabledException`, `KMSInvalidStateException`; 501 `UnsupportedOperationException` for a key that cannot \
                    rotate.""")
    void enable(@PathVariable @KeyId String keyId, @RequestBody RotationInput input) {
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(input.rotationPeriodInDays()));
    }

    @DeleteMapping("/rotation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "disableKeyRotation", summary = "Stop a key from rotating by itself", description = """
                    Errors: 404 `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`; 501 \
                    `UnsupportedOperationException` for a key that cannot rotate.""")
    void disable(@PathVariable @KeyId String keyId) {
        kms.disableKeyRotation(r -> r.keyId(keyId));
    }

    @PostMapping("/rotations")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "rotateKeyOnDemand", summary = "Rotate a key now", description = """
                    The key gets new material at once, or soon, where AWS KMS is the backend. At most 25 times in a key's life.

                    Errors: 404 `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`, `LimitExceededException`, \
                    `ConflictException` while a rotation is under way; 501 `UnsupportedOperationException` for a key that cannot \
                    rotate.""")
    KeyReference rotate(@PathVariable @KeyId String keyId) {
        return new KeyReference(kms.rotateKeyOnDemand(r -> r.keyId(keyId)).keyId());
    }

    @GetMapping("/rotations")
    @Operation(operationId = "listKeyRotations", summary = "List a key's rotations", description = """
                    Errors: 400 `ValidationException`, `InvalidMarkerException`; 404 `NotFoundException`; 409 \
                    `KMSInvalidStateException`; 501 `UnsupportedOperationException` for a key that cannot rotate.""")
    RotationPage list(
            @PathVariable @KeyId String keyId,
            @Parameter(
                            description =
                                    "ALL_KEY_MATERIAL lists the key's first material too; ROTATIONS_ONLY where absent",
                            schema = @Schema(allowableValues = {"ALL_KEY_MATERIAL", "ROTATIONS_ONLY"}),
                            example = "ALL_KEY_MATERIAL")
                    @RequestParam
                    @Nullable
                    String includeKeyMaterial,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        ListKeyRotationsResponse page = kms.listKeyRotations(r -> r.keyId(keyId)
                .includeKeyMaterial(includeKeyMaterial)
                .limit(limit)
                .marker(cursor));
        return new RotationPage(page.rotations().stream().map(RotationView::of).toList(), page.nextMarker());
    }
}
