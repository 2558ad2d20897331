// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of grants, for {@link StoreReader} and {@link StoreWriter}. One thread. */
final class GrantTable {

    private static final String COLUMNS = "region, grant_id, key_id, grant_name, grantee, grantee_is_service, retiring,"
            + " retiring_is_service, operations, context_equals, context_subset, source_arn, created_at";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> CONTEXT = new TypeReference<>() {};

    private final JdbcClient sql;

    GrantTable(JdbcClient sql) {
        this.sql = sql;
    }

    Optional<GrantRow> find(String region, String grantId) {
        return sql.sql("SELECT " + COLUMNS + " FROM key_grant WHERE region = ? AND grant_id = ?")
                .params(region, grantId)
                .query(GRANT)
                .optional();
    }

    /** The names must be equal, and so everything else that is said. */
    Optional<GrantRow> find(KeyRef key, GrantTerms terms) {
        JdbcClient.StatementSpec query = sql.sql("SELECT " + COLUMNS + " FROM key_grant WHERE region = ? AND key_id = ?"
                        + " AND grant_name = ? AND grantee = ? AND grantee_is_service = ? AND retiring IS ?"
                        + " AND retiring_is_service IS ? AND operations = ? AND context_equals IS ?"
                        + " AND context_subset IS ? AND source_arn IS ? LIMIT 1")
                .params(key.region(), key.keyId());
        return bound(query, terms).query(GRANT).optional();
    }

    List<GrantRow> list(KeyRef key, @Nullable GrantPrincipal grantee, String after, int limit) {
        if (grantee == null) {
            return sql.sql("SELECT " + COLUMNS + " FROM key_grant WHERE region = ? AND key_id = ? AND grant_id > ?"
                            + " ORDER BY grant_id LIMIT ?")
                    .params(key.region(), key.keyId(), after, limit)
                    .query(GRANT)
                    .list();
        }
        return sql.sql("SELECT " + COLUMNS + " FROM key_grant WHERE region = ? AND key_id = ? AND grantee = ?"
                        + " AND grantee_is_service = ? AND grant_id > ? ORDER BY grant_id LIMIT ?")
                .params(key.region(), key.keyId(), grantee.name(), flag(grantee), after, limit)
                .query(GRANT)
                .list();
    }

    List<GrantRow> listRetirable(String region, GrantPrincipal retiring, String after, int limit) {
        return sql.sql("SELECT " + COLUMNS + " FROM key_grant WHERE region = ? AND retiring = ?"
                        + " AND retiring_is_service = ? AND grant_id > ? ORDER BY grant_id LIMIT ?")
                .params(region, retiring.name(), flag(retiring), after, limit)
                .query(GRANT)
                .list();
    }

    int count(KeyRef key) {
        return sql.sql("SELECT count(*) FROM key_grant WHERE region = ? AND key_id = ?")
                .params(key.region(), key.keyId())
                .query(Integer.class)
                .single();
    }

    void insert(GrantRow grant) {
        JdbcClient.StatementSpec insert = sql.sql(
                        "INSERT INTO key_grant (region, grant_id, key_id, created_at, grant_name, grantee, grantee_is_service,"
                                + " retiring, retiring_is_service, operations, context_equals, context_subset, source_arn)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        grant.key().region(),
                        grant.grantId(),
                        grant.key().keyId(),
                        grant.createdAt().toEpochMilli());
        bound(insert, grant.terms()).update();
    }

    void delete(String region, String grantId) {
        sql.sql("DELETE FROM key_grant WHERE region = ? AND grant_id = ?")
                .params(region, grantId)
                .update();
    }

    /** In the order in which both statements name the columns. */
    private static JdbcClient.StatementSpec bound(JdbcClient.StatementSpec statement, GrantTerms terms) {
        GrantPrincipal retiring = terms.retiring();
        GrantConstraints constraints = terms.constraints();
        return statement
                .param(terms.name())
                .param(terms.grantee().name())
                .param(flag(terms.grantee()))
                .param(retiring == null ? null : retiring.name())
                .param(retiring == null ? null : flag(retiring))
                .param(terms.operations().stream().map(GrantOperation::toString).collect(Collectors.joining(",")))
                .param(constraints == null ? null : json(constraints.encryptionContextEquals()))
                .param(constraints == null ? null : json(constraints.encryptionContextSubset()))
                .param(constraints == null ? null : constraints.sourceArn());
    }

    private static int flag(GrantPrincipal principal) {
        return principal.isService() ? 1 : 0;
    }

    /** Null for an empty context: that stands for none. */
    private static @Nullable String json(Map<String, String> context) {
        return context.isEmpty() ? null : JSON.writeValueAsString(new TreeMap<>(context));
    }

    private static final RowMapper<GrantRow> GRANT = (row, n) -> new GrantRow(
            new KeyRef(row.getString("region"), row.getString("key_id")),
            row.getString("grant_id"),
            new GrantTerms(
                    row.getString("grant_name"),
                    new GrantPrincipal(row.getString("grantee"), row.getBoolean("grantee_is_service")),
                    retiring(row),
                    Arrays.stream(row.getString("operations").split(",", -1))
                            .map(GrantOperation::fromValue)
                            .toList(),
                    constraints(row)),
            Instant.ofEpochMilli(row.getLong("created_at")));

    private static @Nullable GrantPrincipal retiring(ResultSet row) throws SQLException {
        String name = row.getString("retiring");
        return name == null ? null : new GrantPrincipal(name, row.getBoolean("retiring_is_service"));
    }

    private static @Nullable GrantConstraints constraints(ResultSet row) throws SQLException {
        String equals = row.getString("context_equals");
        String subset = row.getString("context_subset");
        String sourceArn = row.getString("source_arn");
        if (equals == null && subset == null && sourceArn == null) {
            return null;
        }
        return GrantConstraints.builder()
                .encryptionContextEquals(equals == null ? null : JSON.readValue(equals, CONTEXT))
                .encryptionContextSubset(subset == null ? null : JSON.readValue(subset, CONTEXT))
                .sourceArn(sourceArn)
                .build();
    }
}
