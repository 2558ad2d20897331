// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.sealkeep.home.SealkeepProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresResponse;

/** Custom key stores: create, list, describe, change, connect, disconnect. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/custom-key-stores", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Custom key stores")
class CustomKeyStoreController {

    private final KmsClient kms;
    private final SealkeepProperties sealkeep;

    CustomKeyStoreController(KmsClient kms, SealkeepProperties sealkeep) {
        this.kms = kms;
        this.sealkeep = sealkeep;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createCustomKeyStore", summary = "Create a custom key store", description = """
                    The new store is disconnected. On the embedded KMS a store of type `AWS_CLOUDHSM` is an imitation: there is no \
                    cluster, and its keys are keys of the embedded KMS like all others. It does not connect to the proxies of \
                    external key stores yet: one with a public endpoint is refused as unreachable, and one with a VPC endpoint \
                    service fails to connect.

                    Errors: 400 `ValidationException`, `IncorrectTrustAnchorException`; 409 `CustomKeyStoreNameInUseException`, \
                    `CloudHsmClusterInUseException`, `XksProxyUriInUseException`, `XksProxyUriEndpointInUseException`, \
                    `XksProxyVpcEndpointServiceInUseException`, `XksProxyUriUnreachableException`, `LimitExceededException` \
                    beyond 10 stores.""")
    ResponseEntity<CreatedCustomKeyStore> create(@RequestBody CustomKeyStoreInput input) {
        String storeId = kms.createCustomKeyStore(r -> r.customKeyStoreName(input.customKeyStoreName())
                        .customKeyStoreType(input.customKeyStoreType())
                        .cloudHsmClusterId(input.cloudHsmClusterId())
                        .trustAnchorCertificate(input.trustAnchorCertificate())
                        .keyStorePassword(input.keyStorePassword())
                        .xksProxyConnectivity(input.xksProxyConnectivity())
                        .xksProxyUriEndpoint(input.xksProxyUriEndpoint())
                        .xksProxyUriPath(input.xksProxyUriPath())
                        .xksProxyVpcEndpointServiceName(input.xksProxyVpcEndpointServiceName())
                        .xksProxyVpcEndpointServiceOwner(input.xksProxyVpcEndpointServiceOwner())
                        .xksProxyAuthenticationCredential(
                                ProxyCredentialInput.sdk(input.xksProxyAuthenticationCredential())))
                .customKeyStoreId();
        return ResponseEntity.created(Location.of("/v1/custom-key-stores/" + storeId, sealkeep.region()))
                .body(new CreatedCustomKeyStore(storeId));
    }

    @GetMapping
    @Operation(operationId = "listCustomKeyStores", summary = "List custom key stores", description = """
                    Lists the custom key stores of the region, page by page: give `nextCursor` of one page as `cursor` to get the \
                    next; or the one of a name.

                    Errors: 400 `ValidationException`, `InvalidMarkerException`; 404 `CustomKeyStoreNotFoundException` for a name \
                    that none has.""")
    CustomKeyStorePage list(
            @Parameter(description = "List the store of this name alone") @RequestParam @Nullable
                    String customKeyStoreName,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        DescribeCustomKeyStoresResponse page = kms.describeCustomKeyStores(
                r -> r.customKeyStoreName(customKeyStoreName).limit(limit).marker(cursor));
        return new CustomKeyStorePage(
                page.customKeyStores().stream().map(CustomKeyStoreView::of).toList(), page.nextMarker());
    }

    @GetMapping("/{customKeyStoreId}")
    @Operation(
            operationId = "describeCustomKeyStore",
            summary = "Describe a custom key store",
            description = "Errors: 404 `CustomKeyStoreNotFoundException`.")
    CustomKeyStoreView describe(@Parameter(example = ExampleCustomKeyStore.ID) @PathVariable String customKeyStoreId) {
        return CustomKeyStoreView.of(kms.describeCustomKeyStores(r -> r.customKeyStoreId(customKeyStoreId))
                .customKeyStores()
                .getFirst());
    }

    @PatchMapping(path = "/{customKeyStoreId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "updateCustomKeyStore", summary = "Change a custom key store", description = """
                    What is absent stays as it is. The name can be changed while the store is connected, and so can the path and \
                    the credential of a proxy; all else while it is disconnected.

                    Errors: 400 `ValidationException`, `CloudHsmClusterNotRelatedException`; 404 \
                    `CustomKeyStoreNotFoundException`; 409 `CustomKeyStoreInvalidStateException`, \
                    `CustomKeyStoreNameInUseException`, `XksProxyUriInUseException`, `XksProxyUriEndpointInUseException`, \
                    `XksProxyVpcEndpointServiceInUseException`, `XksProxyUriUnreachableException`.""")
    void patch(
            @Parameter(example = ExampleCustomKeyStore.ID) @PathVariable String customKeyStoreId,
            @RequestBody CustomKeyStorePatch patch) {
        kms.updateCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId)
                .newCustomKeyStoreName(patch.newCustomKeyStoreName())
                .cloudHsmClusterId(patch.cloudHsmClusterId())
                .keyStorePassword(patch.keyStorePassword())
                .xksProxyConnectivity(patch.xksProxyConnectivity())
                .xksProxyUriEndpoint(patch.xksProxyUriEndpoint())
                .xksProxyUriPath(patch.xksProxyUriPath())
                .xksProxyVpcEndpointServiceName(patch.xksProxyVpcEndpointServiceName())
                .xksProxyVpcEndpointServiceOwner(patch.xksProxyVpcEndpointServiceOwner())
                .xksProxyAuthenticationCredential(ProxyCredentialInput.sdk(patch.xksProxyAuthenticationCredential())));
    }

    @PostMapping("/{customKeyStoreId}/connect")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "connectCustomKeyStore", summary = "Connect a custom key store", description = """
                    Its keys can be made and used while it is connected. On the embedded KMS the store is connected, or has failed \
                    to connect, when this answers; AWS KMS takes minutes. `connectionState` tells, and `connectionErrorCode` why \
                    it failed; then disconnect it before the next attempt.

                    Errors: 404 `CustomKeyStoreNotFoundException`; 409 `CustomKeyStoreInvalidStateException`.""")
    void connect(@Parameter(example = ExampleCustomKeyStore.ID) @PathVariable String customKeyStoreId) {
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId));
    }

    @PostMapping("/{customKeyStoreId}/disconnect")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "disconnectCustomKeyStore", summary = "Disconnect a custom key store", description = """
                    Once this has answered, no call uses a key of the store until it is connected again: its keys are \
                    `Unavailable`.

                    Errors: 404 `CustomKeyStoreNotFoundException`; 409 `CustomKeyStoreInvalidStateException`.""")
    void disconnect(@Parameter(example = ExampleCustomKeyStore.ID) @PathVariable String customKeyStoreId) {
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(customKeyStoreId));
    }
}
