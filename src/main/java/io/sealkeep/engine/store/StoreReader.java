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
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * What can be asked of the store. Lists come in the order of their names and begin behind {@code after}, which is empty for the
 * beginning. One thread, within one {@link KeyStore#read} or {@link KeyStore#write}.
 */
public class StoreReader {

    private static final String KEY_COLUMNS = "k.region, key_id, description, key_spec, key_usage, origin, key_state,"
            + " k.created_at, deletion_at, pending_window_days, current_material_id, rotation_period_days,"
            + " rotation_since, on_demand_rotations, primary_region, custom_key_store_id, xks_key_id,"
            + " connection_state, cluster_id";

    final JdbcClient sql;

    StoreReader(JdbcClient sql) {
        this.sql = sql;
    }

    /** Returns the store's own random id, which it has for as long as it is there. */
    public byte[] storeId() {
        return sql.sql("SELECT store_id FROM store_identity")
                .query((row, n) -> row.getBytes(1))
                .single();
    }

    /** Returns what there is in custom key stores and about them. */
    public CustomKeyStoreReader customKeyStores() {
        return new CustomKeyStoreReader(sql);
    }

    public Optional<KeyRow> findKey(KeyRef key) {
        return sql.sql("SELECT " + KEY_COLUMNS + " FROM kms_key k LEFT JOIN custom_key_store"
                        + " USING (custom_key_store_id) WHERE k.region = ? AND key_id = ?")
                .params(key.region(), key.keyId())
                .query(KEY)
                .optional();
    }

    public List<String> keyIds(String region, String after, int limit) {
        return sql.sql("SELECT key_id FROM kms_key WHERE region = ? AND key_id > ? ORDER BY key_id LIMIT ?")
                .params(region, after, limit)
                .query((row, n) -> row.getString(1))
                .list();
    }

    public int countKeys(String region) {
        return count("SELECT count(*) FROM kms_key WHERE region = ?", region);
    }

    /** Returns every version of the key's material, oldest first. */
    public List<BackingKeyRow> backingKeys(KeyRef key) {
        return sql.sql(
                        "SELECT region, key_id, material_id, generation, b.created_at, rotation_type, rotated_at, wrapped,"
                                + " b.description, expires_at, origin FROM backing_key b JOIN kms_key USING (region, key_id)"
                                + " WHERE region = ? AND key_id = ? ORDER BY generation")
                .params(key.region(), key.keyId())
                .query(BACKING_KEY)
                .list();
    }

    public Optional<String> findPolicy(KeyRef key) {
        return sql.sql("SELECT policy FROM kms_key WHERE region = ? AND key_id = ?")
                .params(key.region(), key.keyId())
                .query((row, n) -> row.getString(1))
                .optional();
    }

    public Optional<AliasRow> findAlias(AliasRef alias) {
        return sql.sql(
                        "SELECT region, alias_name, key_id, created_at, updated_at FROM alias WHERE region = ? AND alias_name = ?")
                .params(alias.region(), alias.name())
                .query(ALIAS)
                .optional();
    }

    public List<AliasRow> aliases(String region, String after, int limit) {
        return sql.sql("SELECT region, alias_name, key_id, created_at, updated_at FROM alias"
                        + " WHERE region = ? AND alias_name > ? ORDER BY alias_name LIMIT ?")
                .params(region, after, limit)
                .query(ALIAS)
                .list();
    }

    public List<AliasRow> aliasesOf(KeyRef key, String after, int limit) {
        return sql.sql("SELECT region, alias_name, key_id, created_at, updated_at FROM alias"
                        + " WHERE region = ? AND key_id = ? AND alias_name > ? ORDER BY alias_name LIMIT ?")
                .params(key.region(), key.keyId(), after, limit)
                .query(ALIAS)
                .list();
    }

    public int countAliasesOf(KeyRef key) {
        return count("SELECT count(*) FROM alias WHERE region = ? AND key_id = ?", key.region(), key.keyId());
    }

    public List<Tag> tags(KeyRef key, String after, int limit) {
        return sql.sql(
                        "SELECT tag_key, tag_value FROM tag WHERE region = ? AND key_id = ? AND tag_key > ? ORDER BY tag_key LIMIT ?")
                .params(key.region(), key.keyId(), after, limit)
                .query((row, n) -> Tag.builder()
                        .tagKey(row.getString(1))
                        .tagValue(row.getString(2))
                        .build())
                .list();
    }

    public int countTags(KeyRef key) {
        return count("SELECT count(*) FROM tag WHERE region = ? AND key_id = ?", key.region(), key.keyId());
    }

    /** Returns keys of any region whose deletion is due, the longest overdue first. */
    public List<KeyRef> dueForDeletion(Instant now, int limit) {
        return sql.sql("SELECT region, key_id FROM kms_key WHERE deletion_at <= ? ORDER BY deletion_at LIMIT ?")
                .params(now.toEpochMilli(), limit)
                .query((row, n) -> new KeyRef(row.getString(1), row.getString(2)))
                .list();
    }

    /** Returns enabled keys of any region whose automatic rotation is due; replicas rotate with their primary. */
    public List<KeyRef> dueForRotation(Instant now, int limit) {
        return sql.sql("SELECT region, key_id FROM kms_key WHERE rotation_since IS NOT NULL AND key_state = 'Enabled'"
                        + " AND (primary_region IS NULL OR primary_region = region)"
                        + " AND rotation_since + rotation_period_days * 86400000 <= ? ORDER BY rotation_since LIMIT ?")
                .params(now.toEpochMilli(), limit)
                .query((row, n) -> new KeyRef(row.getString(1), row.getString(2)))
                .list();
    }

    /** Returns where a multi-region key has copies, its primary included, in the order of the regions' names. */
    public List<String> regionsOf(String multiRegionKeyId) {
        return sql.sql("SELECT region FROM kms_key WHERE key_id = ? AND primary_region IS NOT NULL ORDER BY region")
                .params(multiRegionKeyId)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Returns keys of any region that have imported material whose time is over, the longest overdue first. */
    public List<KeyRef> dueForExpiry(Instant now, int limit) {
        return sql.sql("SELECT region, key_id FROM backing_key WHERE expires_at <= ? AND wrapped IS NOT NULL"
                        + " GROUP BY region, key_id ORDER BY min(expires_at) LIMIT ?")
                .params(now.toEpochMilli(), limit)
                .query((row, n) -> new KeyRef(row.getString(1), row.getString(2)))
                .list();
    }

    /** Returns the last use of a key that was kept. */
    public Optional<KeyUsageRow> findUsage(KeyRef key) {
        return sql.sql("SELECT operation, used_at, request_id, event_id FROM key_usage WHERE region = ? AND key_id = ?")
                .params(key.region(), key.keyId())
                .query((row, n) -> new KeyUsageRow(
                        key,
                        row.getString(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getString(3),
                        row.getString(4)))
                .optional();
    }

    /** Returns a grant on a key of that region. */
    public Optional<GrantRow> findGrant(String region, String grantId) {
        return new GrantTable(sql).find(region, grantId);
    }

    /** Returns a grant on the key that says the very same, its name included; the terms must have a name. */
    public Optional<GrantRow> findGrant(KeyRef key, GrantTerms terms) {
        return new GrantTable(sql).find(key, terms);
    }

    /** Returns the grants on a key in the order of their ids, or those of one grantee alone. */
    public List<GrantRow> grantsOf(KeyRef key, @Nullable GrantPrincipal grantee, String after, int limit) {
        return new GrantTable(sql).list(key, grantee, after, limit);
    }

    /** Returns the grants on all keys of a region that one principal may retire, in the order of their ids. */
    public List<GrantRow> retirableGrants(String region, GrantPrincipal retiring, String after, int limit) {
        return new GrantTable(sql).listRetirable(region, retiring, after, limit);
    }

    public int countGrantsOf(KeyRef key) {
        return new GrantTable(sql).count(key);
    }

    private int count(String query, Object... params) {
        return sql.sql(query).params(params).query(Integer.class).single();
    }

    private static final RowMapper<KeyRow> KEY = (row, n) -> new KeyRow(
            new KeyRef(row.getString("region"), row.getString("key_id")),
            new KeyRow.Kind(
                    KeySpec.fromValue(row.getString("key_spec")),
                    KeyUsageType.fromValue(row.getString("key_usage")),
                    OriginType.fromValue(row.getString("origin")),
                    Instant.ofEpochMilli(row.getLong("created_at"))),
            row.getString("description"),
            KeyState.fromValue(row.getString("key_state")),
            deletion(row),
            row.getString("current_material_id"),
            rotation(row),
            row.getInt("on_demand_rotations"),
            row.getString("primary_region"),
            custody(row));

    private static final RowMapper<BackingKeyRow> BACKING_KEY = (row, n) -> new BackingKeyRow(
            new KeyRef(row.getString("region"), row.getString("key_id")),
            row.getString("material_id"),
            row.getInt("generation"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            rotated(row),
            row.getBytes("wrapped"),
            imported(row));

    private static final RowMapper<AliasRow> ALIAS = (row, n) -> new AliasRow(
            new AliasRef(row.getString("region"), row.getString("alias_name")),
            row.getString("key_id"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            Instant.ofEpochMilli(row.getLong("updated_at")));

    private static KeyRow.@Nullable Custody custody(ResultSet row) throws SQLException {
        String storeId = row.getString("custom_key_store_id");
        return storeId == null
                ? null
                : new KeyRow.Custody(
                        storeId,
                        row.getString("connection_state").equals(ConnectionStateType.CONNECTED.toString()),
                        row.getString("cluster_id"),
                        row.getString("xks_key_id"));
    }

    private static KeyRow.@Nullable Rotation rotation(ResultSet row) throws SQLException {
        Instant since = time(row, "rotation_since");
        return since == null ? null : new KeyRow.Rotation(row.getInt("rotation_period_days"), since);
    }

    private static KeyRow.@Nullable Deletion deletion(ResultSet row) throws SQLException {
        int days = row.getInt("pending_window_days");
        return row.wasNull() ? null : new KeyRow.Deletion(days, time(row, "deletion_at"));
    }

    private static BackingKeyRow.@Nullable Rotated rotated(ResultSet row) throws SQLException {
        Instant at = time(row, "rotated_at");
        return at == null
                ? null
                : new BackingKeyRow.Rotated(RotationType.fromValue(row.getString("rotation_type")), at);
    }

    private static BackingKeyRow.@Nullable Imported imported(ResultSet row) throws SQLException {
        return row.getString("origin").equals(OriginType.EXTERNAL.toString())
                ? new BackingKeyRow.Imported(row.getString("description"), time(row, "expires_at"))
                : null;
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
