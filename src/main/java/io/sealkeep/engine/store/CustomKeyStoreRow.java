// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/**
 * A custom key store: one with a cluster is of the type AWS_CLOUDHSM, one with a proxy of the type EXTERNAL_KEY_STORE. Immutable
 * where the wrapped secret is left alone.
 *
 * @param region where the store is, and all its keys
 * @param storeId unlike any other in any region
 * @param name unlike any other in the region
 */
public record CustomKeyStoreRow(
        String region,
        String storeId,
        String name,
        Instant createdAt,
        Connection connection,
        @Nullable Cluster cluster,
        @Nullable Proxy proxy) {

    /** Exactly one of cluster and proxy is there. */
    public CustomKeyStoreRow {
        if ((cluster == null) == (proxy == null)) {
            throw new IllegalArgumentException("A custom key store has either a cluster or a proxy");
        }
    }

    /**
     * Whether the store is connected to what is behind it.
     *
     * @param error why not, where the state is FAILED; null in any other
     */
    public record Connection(
            ConnectionStateType state, @Nullable ConnectionErrorCodeType error) {

        public static final Connection CONNECTED = new Connection(ConnectionStateType.CONNECTED, null);
        public static final Connection DISCONNECTED = new Connection(ConnectionStateType.DISCONNECTED, null);

        /** Returns the state after an attempt to connect that did not succeed. */
        public static Connection failed(ConnectionErrorCodeType error) {
            return new Connection(ConnectionStateType.FAILED, error);
        }
    }

    /**
     * A CloudHSM cluster.
     *
     * @param trustAnchor the certificate as it was given, PEM
     */
    public record Cluster(String clusterId, String trustAnchor) {}

    /** A proxy before an external key manager, and what it knows its caller by. */
    public record Proxy(Address address, Credential credential) {}

    /**
     * Where a proxy is.
     *
     * @param uriEndpoint {@code https://} and a host's name
     * @param uriPath from the first slash on
     * @param service the VPC endpoint service, or null for a public endpoint
     */
    public record Address(
            String uriEndpoint, String uriPath, @Nullable Service service) {

        public XksProxyConnectivityType connectivity() {
            return service == null
                    ? XksProxyConnectivityType.PUBLIC_ENDPOINT
                    : XksProxyConnectivityType.VPC_ENDPOINT_SERVICE;
        }
    }

    /**
     * A VPC endpoint service.
     *
     * @param owner an account of twelve digits
     */
    public record Service(String name, String owner) {}

    /**
     * What requests to a proxy are signed with.
     *
     * @param wrappedSecret the secret access key as the root key wrapped it
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Credential(String accessKeyId, byte[] wrappedSecret) {
        @Override
        public String toString() {
            return "Credential[…]";
        }
    }

    public CustomKeyStoreType type() {
        return cluster != null ? CustomKeyStoreType.AWS_CLOUDHSM : CustomKeyStoreType.EXTERNAL_KEY_STORE;
    }

    public boolean isConnected() {
        return connection.state() == ConnectionStateType.CONNECTED;
    }

    public CustomKeyStoreRow withName(String value) {
        return new CustomKeyStoreRow(region, storeId, value, createdAt, connection, cluster, proxy);
    }

    public CustomKeyStoreRow withConnection(Connection value) {
        return new CustomKeyStoreRow(region, storeId, name, createdAt, value, cluster, proxy);
    }

    public CustomKeyStoreRow withCluster(Cluster value) {
        return new CustomKeyStoreRow(region, storeId, name, createdAt, connection, value, proxy);
    }

    public CustomKeyStoreRow withProxy(Proxy value) {
        return new CustomKeyStoreRow(region, storeId, name, createdAt, connection, cluster, value);
    }
}
