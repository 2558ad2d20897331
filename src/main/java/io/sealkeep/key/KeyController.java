// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.home.SealkeepProperties;
import io.sealkeep.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** Keys: create, list, describe, enable, disable. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/keys", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Keys")
class KeyController {

    /** Each key described is a recorded DescribeKey of its own. */
    private static final int MOST_WITH_METADATA = 50;

    private final KmsClient kms;
    private final SealkeepProperties sealkeep;

    KeyController(KmsClient kms, SealkeepProperties sealkeep) {
        this.kms = kms;
        this.sealkeep = sealkeep;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createKey",
            summary = "Create a key",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = CreateKeyInput.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "Symmetric key",
                                                        value = CreateKeyInput.SYMMETRIC),
                                                @ExampleObject(
                                                        name = "Key to sign with",
                                                        value = CreateKeyInput.SIGNING),
                                                @ExampleObject(name = "Key for MACs", value = CreateKeyInput.MAC),
                                                @ExampleObject(
                                                        name = "Key for key agreement",
                                                        value = CreateKeyInput.AGREEMENT),
                                                @ExampleObject(
                                                        name = "Key for encapsulation",
                                                        value = CreateKeyInput.ENCAPSULATION),
                                                @ExampleObject(
                                                        name = "Key for imported material",
                                                        value = CreateKeyInput.IMPORTED),
                                                @ExampleObject(
                                                        name = "Multi-Region key",
                                                        value = CreateKeyInput.MULTI_REGION)
                                            })),
            description = """
                    Creates a key, and an alias for it where `aliasName` is given. The answer's `Location` is the key. If the key \
                    could be created but the alias could not, the answer is 201 all the same, with `aliasProblem` saying why: \
                    `AlreadyExistsException`, `InvalidAliasNameException` and so on.

                    `keySpec` and `keyUsage` say what the key is and what it is for; neither can be changed later. Without them \
                    it is a symmetric encryption key. The examples make one key for each of the sections below.

                    Errors: 400 `ValidationException`, `MalformedPolicyDocumentException`, `TagException`, \
                    `XksKeyInvalidConfigurationException`; 404 `CustomKeyStoreNotFoundException`, `XksKeyNotFoundException`; 409 \
                    `LimitExceededException`, `CustomKeyStoreInvalidStateException`, `XksKeyAlreadyInUseException`; 501 \
                    `UnsupportedOperationException` for what the backend lacks.""")
    ResponseEntity<CreatedKey> create(@RequestBody CreateKeyInput input, HttpServletRequest request) {
        KeyView key = KeyView.of(kms.createKey(r -> r.description(input.description())
                        .keySpec(input.keySpec())
                        .keyUsage(input.keyUsage())
                        .origin(input.origin())
                        .multiRegion(input.multiRegion())
                        .customKeyStoreId(input.customKeyStoreId())
                        .xksKeyId(input.xksKeyId())
                        .policy(input.policy())
                        .bypassPolicyLockoutSafetyCheck(input.bypassPolicyLockoutSafetyCheck())
                        .tags(KeyTag.sdk(input.tags())))
                .keyMetadata());
        return ResponseEntity.created(Location.of("/v1/keys/" + key.keyId(), sealkeep.region()))
                .body(withAlias(key, input.aliasName(), request));
    }

    /** The key exists and its id is known here alone, so no failure of the alias may hide it. */
    private CreatedKey withAlias(KeyView key, @Nullable String aliasName, HttpServletRequest request) {
        if (aliasName == null) {
            return new CreatedKey(key, null, null);
        }
        try {
            kms.createAlias(r -> r.aliasName(aliasName).targetKeyId(key.keyId()));
            return new CreatedKey(key, aliasName, null);
        } catch (KmsException e) {
            // Should the alias's record have failed: the answer says so, and the audit's filter is not to replace it.
            request.setAttribute("io.sealkeep.failureTold", true);
            return new CreatedKey(key, null, Problem.of(e));
        }
    }

    @GetMapping
    @Operation(operationId = "listKeys", summary = "List keys", description = """
                    Lists the keys of the region by id and ARN, page by page: give `nextCursor` of one page as `cursor` to get the \
                    next. With `include=metadata` each key is described too, at most 50 a page, and each description is recorded \
                    like any DescribeKey.

                    Errors: 400 `ValidationException`, `InvalidMarkerException`.""")
    KeyPage list(
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor,
            @Parameter(schema = @Schema(allowableValues = "metadata"), example = "metadata") @RequestParam @Nullable
                    String include) {
        if (include != null && !include.equals("metadata")) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "The query parameter 'include' takes 'metadata'.");
        }
        boolean described = include != null;
        if (described && limit != null && limit > MOST_WITH_METADATA) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "With include=metadata a page has at most 50 keys: give a limit from 1 to 50.");
        }
        Integer most = described && limit == null ? Integer.valueOf(MOST_WITH_METADATA) : limit;
        ListKeysResponse page = kms.listKeys(r -> r.limit(most).marker(cursor));
        List<KeyView> keys = page.keys().stream()
                .map(entry -> described ? describeListed(entry) : KeyView.of(entry))
                .toList();
        return new KeyPage(keys, page.nextMarker());
    }

    /** A key may be gone by the time it is described: then it is listed as it was. */
    private KeyView describeListed(KeyListEntry entry) {
        try {
            return describe(entry.keyId());
        } catch (NotFoundException e) {
            return KeyView.of(entry);
        }
    }

    @GetMapping("/{keyId}")
    @Operation(
            operationId = "describeKey",
            summary = "Describe a key",
            description = "Errors: 404 `NotFoundException`.")
    KeyView describe(@PathVariable @KeyId String keyId) {
        return KeyView.of(kms.describeKey(r -> r.keyId(keyId)).keyMetadata());
    }

    @GetMapping("/{keyId}/last-usage")
    @Operation(operationId = "getKeyLastUsage", summary = "Tell when a key was last used", description = """
                    The last cryptographic call that succeeded, and the id of its record. On the embedded KMS a crash loses what \
                    came in the last seconds before it; the trail has it.

                    Errors: 404 `NotFoundException`.""")
    LastUsageView lastUsage(@PathVariable @KeyId String keyId) {
        return LastUsageView.of(kms.getKeyLastUsage(r -> r.keyId(keyId)));
    }

    @PatchMapping(path = "/{keyId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "updateKeyDescription",
            summary = "Change a key's description",
            description =
                    "Errors: 404 `NotFoundException`; 409 `KMSInvalidStateException` where the key is pending deletion.")
    void patch(@PathVariable @KeyId String keyId, @RequestBody KeyPatch patch) {
        kms.updateKeyDescription(r -> r.keyId(keyId).description(patch.description()));
    }

    @PostMapping("/{keyId}/disable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "disableKey", summary = "Disable a key", description = """
                    Once this has answered, no call uses the key until it is enabled again. Ciphertext made with it stays.

                    Errors: 404 `NotFoundException`; 409 `KMSInvalidStateException` where the key is pending deletion.""")
    void disable(@PathVariable @KeyId String keyId) {
        kms.disableKey(r -> r.keyId(keyId));
    }

    @PostMapping("/{keyId}/enable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "enableKey",
            summary = "Enable a key",
            description =
                    "Errors: 404 `NotFoundException`; 409 `KMSInvalidStateException` where the key is pending deletion.")
    void enable(@PathVariable @KeyId String keyId) {
        kms.enableKey(r -> r.keyId(keyId));
    }
}
