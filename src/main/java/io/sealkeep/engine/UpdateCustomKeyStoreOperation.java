// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.CustomKeyStoreRefusal;
import io.sealkeep.engine.store.CustomKeyStoreReader;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import io.sealkeep.engine.store.CustomKeyStoreWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.UpdateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.UpdateCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.XksProxyAuthenticationCredentialType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/** Changing what was said of a custom key store: most of it while the store is disconnected, some while it is connected too. */
final class UpdateCustomKeyStoreOperation {

    private final Keys keys;
    private final Changes changes;
    private final ProxyCredentials credentials;

    UpdateCustomKeyStoreOperation(Keys keys, Changes changes, ProxyCredentials credentials) {
        this.keys = keys;
        this.changes = changes;
        this.credentials = credentials;
    }

    UpdateCustomKeyStoreResponse updateCustomKeyStore(UpdateCustomKeyStoreRequest request) {
        return changes.make(keys.names(), change -> {
            CustomKeyStoreWriter rows = change.rows().customKeyStores();
            CustomKeyStoreRow before = CustomKeyStores.find(rows, change.names().region(), request.customKeyStoreId());
            CustomKeyStoreRecords.store(change, before);
            CustomKeyStoreMembers.check(request, before.type());
            checkState(request, before);
            CustomKeyStoreRow after = withName(rows, request, before);
            after = withCluster(rows, request, after);
            after = withProxy(rows, request, after, change.names().account());
            rows.update(after);
            CustomKeyStoreRecords.store(change, after);
            return UpdateCustomKeyStoreResponse.builder().build();
        });
    }

    private static void checkState(UpdateCustomKeyStoreRequest request, CustomKeyStoreRow store) {
        boolean isAllowed = switch (store.connection().state()) {
            case DISCONNECTED -> true;
            case CONNECTED -> !CustomKeyStoreMembers.needsDisconnection(request);
            default -> false;
        };
        if (!isAllowed) {
            throw CustomKeyStoreRefusal.invalidState(
                    store.storeId(), store.connection().state(), ConnectionStateType.DISCONNECTED.toString());
        }
    }

    private static CustomKeyStoreRow withName(
            CustomKeyStoreReader rows, UpdateCustomKeyStoreRequest request, CustomKeyStoreRow store) {
        if (request.newCustomKeyStoreName() == null) {
            return store;
        }
        CustomKeyStoreRow after = store.withName(request.newCustomKeyStoreName());
        CustomKeyStores.checkName(rows, after);
        return after;
    }

    /**
     * Any cluster that no store has is taken for one that was made from a backup of the store's own. One that another store has
     * cannot be such: AWS lets no two stores have clusters that share a backup history.
     */
    private static CustomKeyStoreRow withCluster(
            CustomKeyStoreReader rows, UpdateCustomKeyStoreRequest request, CustomKeyStoreRow store) {
        CustomKeyStoreRow.Cluster before = store.cluster();
        String clusterId = request.cloudHsmClusterId();
        if (before == null || clusterId == null) {
            return store;
        }
        rows.storeOfCluster(clusterId)
                .filter(other -> !other.equals(store.storeId()))
                .ifPresent(other -> {
                    throw CustomKeyStoreRefusal.clusterNotRelated(clusterId);
                });
        return store.withCluster(new CustomKeyStoreRow.Cluster(clusterId, before.trustAnchor()));
    }

    private CustomKeyStoreRow withProxy(
            CustomKeyStoreReader rows, UpdateCustomKeyStoreRequest request, CustomKeyStoreRow store, String account) {
        CustomKeyStoreRow.Proxy before = store.proxy();
        if (before == null || !CustomKeyStoreMembers.changesProxy(request)) {
            return store;
        }
        XksProxyAuthenticationCredentialType credential = request.xksProxyAuthenticationCredential();
        CustomKeyStoreRow after = store.withProxy(new CustomKeyStoreRow.Proxy(
                address(request, before.address(), account),
                credential == null
                        ? before.credential()
                        : credentials.wrap(store.region(), store.storeId(), credential)));
        XksProxies.check(rows, after);
        return after;
    }

    private static CustomKeyStoreRow.Address address(
            UpdateCustomKeyStoreRequest request, CustomKeyStoreRow.Address before, String account) {
        XksProxyConnectivityType connectivity =
                Objects.requireNonNullElse(request.xksProxyConnectivity(), before.connectivity());
        CustomKeyStoreMembers.checkConnectivity(request, before.connectivity(), connectivity);
        return new CustomKeyStoreRow.Address(
                Objects.requireNonNullElse(request.xksProxyUriEndpoint(), before.uriEndpoint()),
                Objects.requireNonNullElse(request.xksProxyUriPath(), before.uriPath()),
                connectivity == XksProxyConnectivityType.PUBLIC_ENDPOINT
                        ? null
                        : service(request, before.service(), account));
    }

    /** A service that is new has its name in the request; one without an owner is the account's own. */
    private static CustomKeyStoreRow.Service service(
            UpdateCustomKeyStoreRequest request, CustomKeyStoreRow.@Nullable Service before, String account) {
        String name = request.xksProxyVpcEndpointServiceName();
        String owner = request.xksProxyVpcEndpointServiceOwner();
        if (before == null) {
            return new CustomKeyStoreRow.Service(name, Objects.requireNonNullElse(owner, account));
        }
        return new CustomKeyStoreRow.Service(
                Objects.requireNonNullElse(name, before.name()), Objects.requireNonNullElse(owner, before.owner()));
    }
}
