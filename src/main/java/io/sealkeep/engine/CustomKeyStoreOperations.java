// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.CustomKeyStoreRefusal;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.CustomKeyStoreReader;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import io.sealkeep.engine.store.KeyStore;
import java.util.List;
import software.amazon.awssdk.services.kms.model.ConnectCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.ConnectCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.DeleteCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.DeleteCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresRequest;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresResponse;
import software.amazon.awssdk.services.kms.model.DisconnectCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.DisconnectCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.XksProxyConfigurationType;

/**
 * Looking at custom key stores, and their way from disconnected to connected and to their end. Making and changing them are {@link
 * CreateCustomKeyStoreOperation} and {@link UpdateCustomKeyStoreOperation}.
 */
final class CustomKeyStoreOperations {

    private static final int DEFAULT_LIMIT = 100;

    private final Keys keys;
    private final KeyStore store;
    private final Lists lists;
    private final Changes changes;

    CustomKeyStoreOperations(Keys keys, KeyStore store, Lists lists, Changes changes) {
        this.keys = keys;
        this.store = store;
        this.lists = lists;
        this.changes = changes;
    }

    DescribeCustomKeyStoresResponse describeCustomKeyStores(DescribeCustomKeyStoresRequest request) {
        Names names = keys.names();
        Page.Request asked = lists.request("custom key stores", request.limit(), request.marker(), DEFAULT_LIMIT);
        Page<CustomKeyStoreRow> page = asked.of(
                store.read(rows -> wanted(rows.customKeyStores(), request, names.region(), asked)),
                CustomKeyStoreRow::name);
        return DescribeCustomKeyStoresResponse.builder()
                .customKeyStores(page.items().stream()
                        .map(CustomKeyStoreOperations::entry)
                        .toList())
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    private static List<CustomKeyStoreRow> wanted(
            CustomKeyStoreReader rows, DescribeCustomKeyStoresRequest request, String region, Page.Request asked) {
        String storeId = request.customKeyStoreId();
        String name = request.customKeyStoreName();
        if (storeId != null && name != null) {
            throw Refusal.validation("Specify either CustomKeyStoreId or CustomKeyStoreName, not both.");
        }
        if (storeId != null) {
            return List.of(CustomKeyStores.find(rows, region, storeId));
        }
        if (name != null) {
            return List.of(rows.findByName(region, name).orElseThrow(() -> CustomKeyStoreRefusal.notFound(name)));
        }
        return rows.list(region, asked.after(), asked.fetch());
    }

    private static CustomKeyStoresListEntry entry(CustomKeyStoreRow store) {
        CustomKeyStoresListEntry.Builder entry = CustomKeyStoresListEntry.builder()
                .customKeyStoreId(store.storeId())
                .customKeyStoreName(store.name())
                .customKeyStoreType(store.type())
                .creationDate(store.createdAt())
                .connectionState(store.connection().state())
                .connectionErrorCode(store.connection().error());
        CustomKeyStoreRow.Cluster cluster = store.cluster();
        if (cluster != null) {
            entry.cloudHsmClusterId(cluster.clusterId()).trustAnchorCertificate(cluster.trustAnchor());
        }
        CustomKeyStoreRow.Proxy proxy = store.proxy();
        if (proxy != null) {
            entry.xksProxyConfiguration(configuration(proxy));
        }
        return entry.build();
    }

    private static XksProxyConfigurationType configuration(CustomKeyStoreRow.Proxy proxy) {
        CustomKeyStoreRow.Address address = proxy.address();
        XksProxyConfigurationType.Builder configuration = XksProxyConfigurationType.builder()
                .connectivity(address.connectivity())
                .accessKeyId(proxy.credential().accessKeyId())
                .uriEndpoint(address.uriEndpoint())
                .uriPath(address.uriPath());
        CustomKeyStoreRow.Service service = address.service();
        if (service != null) {
            configuration.vpcEndpointServiceName(service.name()).vpcEndpointServiceOwner(service.owner());
        }
        return configuration.build();
    }

    /**
     * Connects at once, where AWS takes minutes: when this answers, the state is CONNECTED, or FAILED for an external key store. One
     * that is connected stays so; one that failed to connect must be disconnected first.
     */
    ConnectCustomKeyStoreResponse connectCustomKeyStore(ConnectCustomKeyStoreRequest request) {
        return changes.make(keys.names(), change -> {
            CustomKeyStoreRow before = find(change, request.customKeyStoreId());
            ConnectionStateType state = before.connection().state();
            if (state == ConnectionStateType.FAILED || state == ConnectionStateType.DISCONNECTING) {
                throw CustomKeyStoreRefusal.invalidState(before.storeId(), state, "DISCONNECTED");
            }
            change.rows()
                    .customKeyStores()
                    .update(before.withConnection(
                            before.cluster() != null ? CustomKeyStoreRow.Connection.CONNECTED : XksProxies.connect()));
            return ConnectCustomKeyStoreResponse.builder().build();
        });
    }

    /** Once this has answered, no call uses a key of the store. */
    DisconnectCustomKeyStoreResponse disconnectCustomKeyStore(DisconnectCustomKeyStoreRequest request) {
        return changes.make(keys.names(), change -> {
            CustomKeyStoreRow before = find(change, request.customKeyStoreId());
            ConnectionStateType state = before.connection().state();
            if (state == ConnectionStateType.DISCONNECTED || state == ConnectionStateType.DISCONNECTING) {
                throw CustomKeyStoreRefusal.invalidState(before.storeId(), state, "CONNECTED, CONNECTING or FAILED");
            }
            change.rows().customKeyStores().update(before.withConnection(CustomKeyStoreRow.Connection.DISCONNECTED));
            return DisconnectCustomKeyStoreResponse.builder().build();
        });
    }

    DeleteCustomKeyStoreResponse deleteCustomKeyStore(DeleteCustomKeyStoreRequest request) {
        return changes.make(keys.names(), change -> {
            CustomKeyStoreRow before = find(change, request.customKeyStoreId());
            ConnectionStateType state = before.connection().state();
            if (state != ConnectionStateType.DISCONNECTED) {
                throw CustomKeyStoreRefusal.invalidState(before.storeId(), state, "DISCONNECTED");
            }
            if (change.rows().customKeyStores().hasKeys(before.storeId())) {
                throw CustomKeyStoreRefusal.hasKeys(before.storeId());
            }
            change.rows().customKeyStores().delete(before);
            return DeleteCustomKeyStoreResponse.builder().build();
        });
    }

    private static CustomKeyStoreRow find(Change change, String storeId) {
        CustomKeyStoreRow found = CustomKeyStores.find(
                change.rows().customKeyStores(), change.names().region(), storeId);
        CustomKeyStoreRecords.store(change, found);
        return found;
    }
}
