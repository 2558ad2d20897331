// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.home.SealkeepProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlreadyExistsException;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;

/**
 * Aliases: names that point to keys and can be re-pointed. In a path an alias is named without its prefix {@code alias/}; the rest
 * may hold slashes. Safe for concurrent use.
 */
@RestController
@RequestMapping(path = "/v1/aliases", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Aliases")
class AliasController {

    private final KmsClient kms;
    private final SealkeepProperties sealkeep;

    AliasController(KmsClient kms, SealkeepProperties sealkeep) {
        this.kms = kms;
        this.sealkeep = sealkeep;
    }

    @GetMapping
    @Operation(operationId = "listAliases", summary = "List aliases", description = """
                    Lists the aliases of the region, or those of one key.

                    Errors: 400 `ValidationException`, `InvalidMarkerException`, `InvalidArnException`; 404 `NotFoundException`.""")
    AliasPage list(
            @Parameter(description = "List the aliases of this key alone: its id or ARN") @RequestParam @Nullable
                    String keyId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        ListAliasesResponse page =
                kms.listAliases(r -> r.keyId(keyId).limit(limit).marker(cursor));
        return new AliasPage(page.aliases().stream().map(AliasView::of).toList(), page.nextMarker());
    }

    /** KMS lists aliases but gets none: the key behind the alias is found first, then the alias among the key's own. */
    @GetMapping("/{*name}")
    @Operation(operationId = "getAlias", summary = "Get an alias", description = """
                    Tells which key the alias points to. Recorded as the DescribeKey and ListAliases it is made of.

                    Errors: 400 `ValidationException`; 404 `NotFoundException`; 409 `ConflictException` where the alias was moved \
                    meanwhile.""")
    AliasView get(@Parameter(description = NAME, example = "example") @PathVariable String name) {
        String aliasName = aliasName(name);
        String keyId = kms.describeKey(r -> r.keyId(aliasName)).keyMetadata().keyId();
        return kms.listAliasesPaginator(r -> r.keyId(keyId)).aliases().stream()
                .filter(entry -> entry.aliasName().equals(aliasName))
                .findFirst()
                .map(AliasView::of)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.CONFLICT, "The alias was moved while it was looked up. Try again."));
    }

    /** Creates first: that an alias exists, AWS says unmistakably, while a missing one looks like a missing key. */
    @PutMapping(path = "/{*name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "putAlias", summary = "Create an alias, or point it to another key", description = """
                    201 where the alias is new, 200 where it existed. An alias that exists is recorded as a CreateAlias that was \
                    refused and the UpdateAlias that followed.

                    Errors: 400 `ValidationException`, `InvalidAliasNameException`; 404 `NotFoundException`; 409 \
                    `LimitExceededException`, `KMSInvalidStateException` where the key is pending deletion.""")
    @ApiResponse(responseCode = "200", description = "The alias existed, and points to this key now")
    @ApiResponse(responseCode = "201", description = "The alias is new; Location is its path")
    ResponseEntity<AliasView> put(
            @Parameter(description = NAME, example = "example-too") @PathVariable String name,
            @RequestBody AliasInput input) {
        String aliasName = aliasName(name);
        AliasView alias = new AliasView(aliasName, null, input.targetKeyId(), null, null);
        try {
            kms.createAlias(r -> r.aliasName(aliasName).targetKeyId(input.targetKeyId()));
            return ResponseEntity.created(Location.of("/v1/aliases" + name, sealkeep.region()))
                    .body(alias);
        } catch (AlreadyExistsException e) {
            kms.updateAlias(r -> r.aliasName(aliasName).targetKeyId(input.targetKeyId()));
            return ResponseEntity.ok(alias);
        }
    }

    @DeleteMapping("/{*name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "deleteAlias",
            summary = "Delete an alias",
            description = "The key stays. Errors: 400 `ValidationException`; 404 `NotFoundException`.")
    void delete(@Parameter(description = NAME, example = "example-too") @PathVariable String name) {
        String aliasName = aliasName(name);
        kms.deleteAlias(r -> r.aliasName(aliasName));
    }

    private static final String NAME = "The alias's name without its prefix `alias/`";

    /** The captured rest of the path begins with its slash. */
    private static String aliasName(String rest) {
        return "alias" + rest;
    }
}
