// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * What can be changed about custom key stores. A change of a store is one of all its keys: what is known of them is no longer so.
 * One thread, within one {@link KeyStore#write}.
 */
public final class CustomKeyStoreWriter extends CustomKeyStoreReader {

    private final StoreWriter writer;

    CustomKeyStoreWriter(StoreWriter writer) {
        super(writer.sql);
        this.writer = writer;
    }

    public void insert(CustomKeyStoreRow store) {
        StatementSpec statement = sql.sql(
                "INSERT INTO custom_key_store (store_name, connection_state, connection_error, cluster_id, trust_anchor,"
                        + " xks_uri_endpoint, xks_uri_path, xks_service_name, xks_service_owner, xks_access_key_id,"
                        + " xks_wrapped_secret, region, custom_key_store_id, created_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        changeable(statement, store)
                .params(store.region(), store.storeId(), store.createdAt().toEpochMilli())
                .update();
    }

    /** Writes whatever of a store can change, and sees to it that the bytes of a secret that goes leave the files. */
    public void update(CustomKeyStoreRow store) {
        touchKeys(store.storeId());
        if (store.proxy() != null) {
            writer.erase();
        }
        StatementSpec statement = sql.sql(
                "UPDATE custom_key_store SET store_name = ?, connection_state = ?, connection_error = ?, cluster_id = ?,"
                        + " trust_anchor = ?, xks_uri_endpoint = ?, xks_uri_path = ?, xks_service_name = ?,"
                        + " xks_service_owner = ?, xks_access_key_id = ?, xks_wrapped_secret = ?"
                        + " WHERE region = ? AND custom_key_store_id = ?");
        changeable(statement, store).params(store.region(), store.storeId()).update();
    }

    /** Removes a store that has no keys, and sees to it that the bytes of its secret leave the files. */
    public void delete(CustomKeyStoreRow store) {
        writer.erase();
        sql.sql("DELETE FROM custom_key_store WHERE region = ? AND custom_key_store_id = ?")
                .params(store.region(), store.storeId())
                .update();
    }

    private void touchKeys(String storeId) {
        sql.sql("SELECT region, key_id FROM kms_key WHERE custom_key_store_id = ?")
                .params(storeId)
                .query((row, n) -> new KeyRef(row.getString(1), row.getString(2)))
                .list()
                .forEach(writer::touch);
    }

    private static StatementSpec changeable(StatementSpec statement, CustomKeyStoreRow store) {
        CustomKeyStoreRow.Connection connection = store.connection();
        CustomKeyStoreRow.Cluster cluster = store.cluster();
        return proxy(
                statement
                        .param(store.name())
                        .param(connection.state().toString())
                        .param(text(connection.error()))
                        .param(cluster == null ? null : cluster.clusterId())
                        .param(cluster == null ? null : cluster.trustAnchor()),
                store.proxy());
    }

    private static StatementSpec proxy(StatementSpec statement, CustomKeyStoreRow.@Nullable Proxy proxy) {
        CustomKeyStoreRow.Address address = proxy == null ? null : proxy.address();
        CustomKeyStoreRow.Credential credential = proxy == null ? null : proxy.credential();
        CustomKeyStoreRow.Service service = address == null ? null : address.service();
        return statement
                .param(address == null ? null : address.uriEndpoint())
                .param(address == null ? null : address.uriPath())
                .param(service == null ? null : service.name())
                .param(service == null ? null : service.owner())
                .param(credential == null ? null : credential.accessKeyId())
                .param(credential == null ? null : credential.wrappedSecret());
    }

    private static @Nullable String text(@Nullable Enum<?> value) {
        return value == null ? null : value.toString();
    }
}
