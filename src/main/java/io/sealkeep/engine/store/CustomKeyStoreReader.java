// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;

/** What can be asked about custom key stores. One thread, within one {@link KeyStore#read} or {@link KeyStore#write}. */
public class CustomKeyStoreReader {

    private static final String SELECT = "SELECT region, custom_key_store_id, store_name, created_at, connection_state,"
            + " connection_error, cluster_id, trust_anchor, xks_uri_endpoint, xks_uri_path, xks_service_name,"
            + " xks_service_owner, xks_access_key_id, xks_wrapped_secret FROM custom_key_store WHERE region = ?";

    final JdbcClient sql;

    CustomKeyStoreReader(JdbcClient sql) {
        this.sql = sql;
    }

    public Optional<CustomKeyStoreRow> find(String region, String storeId) {
        return sql.sql(SELECT + " AND custom_key_store_id = ?")
                .params(region, storeId)
                .query(STORE)
                .optional();
    }

    public Optional<CustomKeyStoreRow> findByName(String region, String name) {
        return sql.sql(SELECT + " AND store_name = ?")
                .params(region, name)
                .query(STORE)
                .optional();
    }

    /** Returns a region's stores in the order of their names, beginning behind {@code after}, which is empty for the beginning. */
    public List<CustomKeyStoreRow> list(String region, String after, int limit) {
        return sql.sql(SELECT + " AND store_name > ? ORDER BY store_name LIMIT ?")
                .params(region, after, limit)
                .query(STORE)
                .list();
    }

    /** Returns all of a region's stores. */
    public List<CustomKeyStoreRow> all(String region) {
        return list(region, "", Integer.MAX_VALUE);
    }

    /** Returns the store, of whatever region, that a CloudHSM cluster belongs to. */
    public Optional<String> storeOfCluster(String clusterId) {
        return sql.sql("SELECT custom_key_store_id FROM custom_key_store WHERE cluster_id = ?")
                .params(clusterId)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    public boolean hasKeys(String storeId) {
        return sql.sql("SELECT EXISTS (SELECT 1 FROM kms_key WHERE custom_key_store_id = ?)")
                .params(storeId)
                .query(Boolean.class)
                .single();
    }

    private static final RowMapper<CustomKeyStoreRow> STORE = (row, n) -> new CustomKeyStoreRow(
            row.getString("region"),
            row.getString("custom_key_store_id"),
            row.getString("store_name"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            connection(row),
            cluster(row),
            proxy(row));

    private static CustomKeyStoreRow.Connection connection(ResultSet row) throws SQLException {
        String error = row.getString("connection_error");
        return new CustomKeyStoreRow.Connection(
                ConnectionStateType.fromValue(row.getString("connection_state")),
                error == null ? null : ConnectionErrorCodeType.fromValue(error));
    }

    private static CustomKeyStoreRow.@Nullable Cluster cluster(ResultSet row) throws SQLException {
        String clusterId = row.getString("cluster_id");
        return clusterId == null ? null : new CustomKeyStoreRow.Cluster(clusterId, row.getString("trust_anchor"));
    }

    private static CustomKeyStoreRow.@Nullable Proxy proxy(ResultSet row) throws SQLException {
        String endpoint = row.getString("xks_uri_endpoint");
        if (endpoint == null) {
            return null;
        }
        String service = row.getString("xks_service_name");
        return new CustomKeyStoreRow.Proxy(
                new CustomKeyStoreRow.Address(
                        endpoint,
                        row.getString("xks_uri_path"),
                        service == null
                                ? null
                                : new CustomKeyStoreRow.Service(service, row.getString("xks_service_owner"))),
                new CustomKeyStoreRow.Credential(
                        row.getString("xks_access_key_id"), row.getBytes("xks_wrapped_secret")));
    }
}
