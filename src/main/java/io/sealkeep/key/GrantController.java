// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.web.Token;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;

/** Grants: permissions on one key for one principal. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Grants")
class GrantController {

    private final KmsClient kms;

    GrantController(KmsClient kms) {
        this.kms = kms;
    }

    @PostMapping(path = "/keys/{keyId}/grants", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createGrant", summary = "Create a grant on a key", description = """
                    Permits one principal some operations with the key, until the grant is revoked or retired. A request that \
                    repeats the name of a grant on the key, and all else, makes no other: it is answered with that grant's id.

                    Errors: 400 `ValidationException`, `InvalidArnException`, `InvalidGrantTokenException`; 404 \
                    `NotFoundException`; 409 `DisabledException`, `KMSInvalidStateException`, `LimitExceededException`.""")
    CreatedGrant create(@PathVariable @KeyId String keyId, @RequestBody GrantInput input) {
        CreateGrantResponse grant = kms.createGrant(r -> r.keyId(keyId)
                .granteePrincipal(input.granteePrincipal())
                .granteeServicePrincipal(input.granteeServicePrincipal())
                .retiringPrincipal(input.retiringPrincipal())
                .retiringServicePrincipal(input.retiringServicePrincipal())
                .operationsWithStrings(input.operations())
                .constraints(KeyGrantConstraints.sdk(input.constraints()))
                .name(input.name())
                .grantTokens(Token.sdk(input.grantTokens()))
                .dryRun(input.dryRun()));
        return new CreatedGrant(grant.grantId(), Token.of(grant.grantToken()));
    }

    @GetMapping("/keys/{keyId}/grants")
    @Operation(operationId = "listGrants", summary = "List the grants on a key", description = """
                    All of them, or those of one grantee, or the one of an id.

                    Errors: 400 `ValidationException`, `InvalidMarkerException`, `InvalidArnException`, \
                    `InvalidGrantIdException`; 404 `NotFoundException`.""")
    GrantPage list(
            @PathVariable @KeyId String keyId,
            @RequestParam @Nullable String grantId,
            @RequestParam @Nullable String granteePrincipal,
            @RequestParam @Nullable String granteeServicePrincipal,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        ListGrantsResponse page = kms.listGrants(r -> r.keyId(keyId)
                .grantId(grantId)
                .granteePrincipal(granteePrincipal)
                .granteeServicePrincipal(granteeServicePrincipal)
                .limit(limit)
                .marker(cursor));
        return new GrantPage(page.grants().stream().map(GrantView::of).toList(), page.nextMarker());
    }

    @DeleteMapping("/keys/{keyId}/grants/{grantId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeGrant", summary = "Revoke a grant", description = """
                    Once this has answered, no call is permitted by the grant any more, nor by any of its tokens.

                    Errors: 400 `InvalidGrantIdException`; 404 `NotFoundException`.""")
    void revoke(
            @PathVariable @KeyId String keyId,
            @Parameter(example = GrantView.EXAMPLE_ID) @PathVariable String grantId,
            @Parameter(
                            description =
                                    "Check whether the request would succeed, and answer 412 DryRunOperationException if so")
                    @RequestParam
                    @Nullable
                    Boolean dryRun) {
        kms.revokeGrant(r -> r.keyId(keyId).grantId(grantId).dryRun(dryRun));
    }

    @GetMapping("/retirable-grants")
    @Operation(
            operationId = "listRetirableGrants",
            summary = "List the grants that a principal may retire",
            description = """
                    On all keys of the region. One of the two principals must be given.

                    Errors: 400 `ValidationException`, `InvalidMarkerException`, `InvalidArnException`.""")
    GrantPage listRetirable(
            @Parameter(example = "arn:aws:iam::000000000000:root") @RequestParam @Nullable String retiringPrincipal,
            @RequestParam @Nullable String retiringServicePrincipal,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        ListRetirableGrantsResponse page = kms.listRetirableGrants(r -> r.retiringPrincipal(retiringPrincipal)
                .retiringServicePrincipal(retiringServicePrincipal)
                .limit(limit)
                .marker(cursor));
        return new GrantPage(page.grants().stream().map(GrantView::of).toList(), page.nextMarker());
    }

    @PostMapping(path = "/retire-grant", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "retireGrant", summary = "Retire a grant", description = """
                    Ends a grant, named by one of its tokens, or by its key's ARN and its id. Meant for those who used it; \
                    administrators revoke. Where the example grant was revoked just now, create it again first.

                    Errors: 400 `ValidationException`, `InvalidGrantTokenException`, `InvalidGrantIdException`, \
                    `InvalidArnException`; 404 `NotFoundException`.""")
    void retire(@RequestBody RetireInput input) {
        kms.retireGrant(r -> r.grantToken(Token.sdk(input.grantToken()))
                .keyId(input.keyId())
                .grantId(input.grantId())
                .dryRun(input.dryRun()));
    }
}
