// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.CustomKeyStoreRefusal;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import io.sealkeep.engine.store.CustomKeyStoreWriter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreResponse;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/**
 * Making custom key stores.
 *
 * <p>The password of a cluster's {@code kmsuser} is held against the model and forgotten: there is no cluster to log in to. The
 * secret access key of a proxy is kept, wrapped under the root key.
 */
final class CreateCustomKeyStoreOperation {

    /** As many hexadecimal digits as AWS's ids have behind their prefix. */
    private static final int ID_DIGITS = 17;

    private final Keys keys;
    private final Changes changes;
    private final ProxyCredentials credentials;
    private final EngineSettings.Limits limits;

    CreateCustomKeyStoreOperation(
            Keys keys, Changes changes, ProxyCredentials credentials, EngineSettings.Limits limits) {
        this.keys = keys;
        this.changes = changes;
        this.credentials = credentials;
        this.limits = limits;
    }

    CreateCustomKeyStoreResponse createCustomKeyStore(CreateCustomKeyStoreRequest request) {
        CustomKeyStoreMembers.check(request);
        Names names = keys.names();
        String storeId = newId();
        boolean hasCluster = CustomKeyStoreMembers.type(request) == CustomKeyStoreType.AWS_CLOUDHSM;
        CustomKeyStoreRow store = new CustomKeyStoreRow(
                names.region(),
                storeId,
                request.customKeyStoreName(),
                changes.now(),
                CustomKeyStoreRow.Connection.DISCONNECTED,
                hasCluster ? cluster(request) : null,
                hasCluster ? null : proxy(request, names, storeId));
        return changes.make(names, change -> insert(change.rows().customKeyStores(), store));
    }

    private CreateCustomKeyStoreResponse insert(CustomKeyStoreWriter rows, CustomKeyStoreRow store) {
        limits.checkCustomKeyStores(rows.all(store.region()).size());
        CustomKeyStores.checkName(rows, store);
        CustomKeyStoreRow.Cluster cluster = store.cluster();
        if (cluster != null && rows.storeOfCluster(cluster.clusterId()).isPresent()) {
            throw CustomKeyStoreRefusal.clusterInUse(cluster.clusterId());
        }
        XksProxies.check(rows, store);
        rows.insert(store);
        return CreateCustomKeyStoreResponse.builder()
                .customKeyStoreId(store.storeId())
                .build();
    }

    private static CustomKeyStoreRow.Cluster cluster(CreateCustomKeyStoreRequest request) {
        TrustAnchor.check(request.trustAnchorCertificate());
        return new CustomKeyStoreRow.Cluster(request.cloudHsmClusterId(), request.trustAnchorCertificate());
    }

    private CustomKeyStoreRow.Proxy proxy(CreateCustomKeyStoreRequest request, Names names, String storeId) {
        return new CustomKeyStoreRow.Proxy(
                new CustomKeyStoreRow.Address(
                        request.xksProxyUriEndpoint(), request.xksProxyUriPath(), service(request, names)),
                credentials.wrap(names.region(), storeId, request.xksProxyAuthenticationCredential()));
    }

    private static CustomKeyStoreRow.@Nullable Service service(CreateCustomKeyStoreRequest request, Names names) {
        if (request.xksProxyConnectivity() == XksProxyConnectivityType.PUBLIC_ENDPOINT) {
            return null;
        }
        String owner = request.xksProxyVpcEndpointServiceOwner();
        return new CustomKeyStoreRow.Service(
                request.xksProxyVpcEndpointServiceName(), owner == null ? names.account() : owner);
    }

    private static String newId() {
        byte[] bytes = RandomBytes.system().next((ID_DIGITS + 1) / 2);
        return "cks-" + HexFormat.of().formatHex(bytes).substring(0, ID_DIGITS);
    }
}
