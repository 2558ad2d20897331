// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.CustomKeyStoreRefusal;
import io.sealkeep.engine.store.CustomKeyStoreReader;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;

/**
 * The proxies of external key stores. None is connected to yet: each is as one that cannot be reached, which AWS finds out of a
 * public endpoint when a store is made or changed, and of a VPC endpoint service when it is connected. Stateless.
 */
final class XksProxies {

    private XksProxies() {}

    /**
     * Refuses a store whose proxy has what another of the region keeps from it, and one whose proxy does not answer although its
     * endpoint is public. One that has no proxy passes.
     *
     * @throws software.amazon.awssdk.services.kms.model.XksProxyUriInUseException for an endpoint and path in use
     * @throws software.amazon.awssdk.services.kms.model.XksProxyUriEndpointInUseException for an endpoint in use, where either is
     *     that of a VPC endpoint service
     * @throws software.amazon.awssdk.services.kms.model.XksProxyVpcEndpointServiceInUseException for a service in use
     * @throws software.amazon.awssdk.services.kms.model.XksProxyUriUnreachableException for any public endpoint, as long as nothing
     *     connects to them
     */
    static void check(CustomKeyStoreReader rows, CustomKeyStoreRow store) {
        CustomKeyStoreRow.Proxy proxy = store.proxy();
        if (proxy == null) {
            return;
        }
        CustomKeyStoreRow.Address address = proxy.address();
        for (CustomKeyStoreRow other : rows.all(store.region())) {
            CustomKeyStoreRow.Proxy otherProxy = other.proxy();
            if (otherProxy != null && !other.storeId().equals(store.storeId())) {
                checkApart(address, otherProxy.address());
            }
        }
        if (address.service() == null) {
            throw CustomKeyStoreRefusal.unreachable(address.uriEndpoint() + address.uriPath());
        }
    }

    private static void checkApart(CustomKeyStoreRow.Address address, CustomKeyStoreRow.Address other) {
        CustomKeyStoreRow.Service service = address.service();
        CustomKeyStoreRow.Service otherService = other.service();
        // The names of hosts, and so endpoints, are the same in upper and lower case; paths are not.
        boolean isSameEndpoint = address.uriEndpoint().equalsIgnoreCase(other.uriEndpoint());
        if (isSameEndpoint && address.uriPath().equals(other.uriPath())) {
            throw CustomKeyStoreRefusal.uriInUse(address.uriEndpoint() + address.uriPath());
        }
        if (isSameEndpoint && (service != null || otherService != null)) {
            throw CustomKeyStoreRefusal.endpointInUse(address.uriEndpoint());
        }
        if (service != null && otherService != null && service.name().equals(otherService.name())) {
            throw CustomKeyStoreRefusal.serviceInUse(service.name());
        }
    }

    /** Returns what an attempt to connect to a proxy comes to. */
    static CustomKeyStoreRow.Connection connect() {
        return CustomKeyStoreRow.Connection.failed(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
    }
}
