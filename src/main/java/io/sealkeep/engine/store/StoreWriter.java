// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import io.sealkeep.call.OutboxRow;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * What can be changed in the store, within one transaction. Remembers which keys and aliases the transaction touches, so that
 * no change can forget to say so. One thread, within one {@link KeyStore#write}.
 */
public final class StoreWriter extends StoreReader {

    private final Set<Ref> touched = new HashSet<>();
    private boolean erases;

    StoreWriter(JdbcClient sql) {
        super(sql);
    }

    @Override
    public CustomKeyStoreWriter customKeyStores() {
        return new CustomKeyStoreWriter(this);
    }

    /** Adds a key; its material is added apart. */
    public void insertKey(KeyRow key, String policy) {
        touched.add(key.ref());
        sql.sql(
                        "INSERT INTO kms_key (region, key_id, description, key_spec, key_usage, origin, key_state, policy, created_at,"
                                + " deletion_at, pending_window_days, current_material_id, rotation_period_days, rotation_since,"
                                + " on_demand_rotations, primary_region, custom_key_store_id, xks_key_id)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        key.ref().region(),
                        key.ref().keyId(),
                        key.description(),
                        key.spec().toString(),
                        key.usage().toString(),
                        key.origin().toString(),
                        key.storedState().toString(),
                        policy,
                        key.kind().createdAt().toEpochMilli())
                .param(deletionAt(key))
                .param(windowDays(key))
                .param(key.currentMaterialId())
                .param(periodDays(key))
                .param(since(key))
                .param(key.onDemandRotations())
                .param(key.primaryRegion())
                .param(storeId(key))
                .param(xksKeyId(key))
                .update();
    }

    /** Writes whatever of a key can change, but its policy. */
    public void updateKey(KeyRow key) {
        touched.add(key.ref());
        sql.sql("UPDATE kms_key SET description = ?, key_state = ?, deletion_at = ?, pending_window_days = ?,"
                        + " current_material_id = ?, rotation_period_days = ?, rotation_since = ?, on_demand_rotations = ?,"
                        + " primary_region = ? WHERE region = ? AND key_id = ?")
                .param(key.description())
                .param(key.storedState().toString())
                .param(deletionAt(key))
                .param(windowDays(key))
                .param(key.currentMaterialId())
                .param(periodDays(key))
                .param(since(key))
                .param(key.onDemandRotations())
                .param(key.primaryRegion())
                .param(key.ref().region())
                .param(key.ref().keyId())
                .update();
    }

    public void updatePolicy(KeyRef key, String policy) {
        touched.add(key);
        sql.sql("UPDATE kms_key SET policy = ? WHERE region = ? AND key_id = ?")
                .params(policy, key.region(), key.keyId())
                .update();
    }

    /** Removes a key with its material, aliases, tags and grants, and sees to it that the material's bytes leave the files. */
    public void deleteKey(KeyRef key) {
        touched.add(key);
        for (AliasRow alias : aliasesOf(key, "", Integer.MAX_VALUE)) {
            touched.add(alias.ref());
        }
        erases = true;
        sql.sql("DELETE FROM kms_key WHERE region = ? AND key_id = ?")
                .params(key.region(), key.keyId())
                .update();
    }

    public void insertBackingKey(BackingKeyRow row) {
        touched.add(row.key());
        sql.sql(
                        "INSERT INTO backing_key (region, key_id, material_id, generation, created_at, rotation_type, rotated_at,"
                                + " wrapped, description, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        row.key().region(),
                        row.key().keyId(),
                        row.materialId(),
                        row.generation(),
                        row.createdAt().toEpochMilli())
                .param(rotationType(row))
                .param(rotatedAt(row))
                .param(row.wrapped())
                .param(description(row))
                .param(expiresAt(row))
                .update();
    }

    /** Writes whatever of a material can change, and sees to it that bytes that go leave the files. */
    public void updateBackingKey(BackingKeyRow row) {
        touched.add(row.key());
        erases |= !row.isPresent();
        sql.sql("UPDATE backing_key SET rotation_type = ?, rotated_at = ?, wrapped = ?, description = ?, expires_at = ?"
                        + " WHERE region = ? AND key_id = ? AND material_id = ?")
                .param(rotationType(row))
                .param(rotatedAt(row))
                .param(row.wrapped())
                .param(description(row))
                .param(expiresAt(row))
                .param(row.key().region())
                .param(row.key().keyId())
                .param(row.materialId())
                .update();
    }

    /** Removes a material with its row, and sees to it that its bytes leave the files. */
    public void deleteBackingKey(KeyRef key, String materialId) {
        touched.add(key);
        erases = true;
        sql.sql("DELETE FROM backing_key WHERE region = ? AND key_id = ? AND material_id = ?")
                .params(key.region(), key.keyId(), materialId)
                .update();
    }

    /** Says that what is known of a key is no longer so although its row does not change: that of its replicas does. */
    public void touch(KeyRef key) {
        touched.add(key);
    }

    /** Says that the transaction removes a secret whose bytes must leave the files. */
    void erase() {
        erases = true;
    }

    /** Keeps the last uses of keys; what is known of the keys stays so. A key that is gone is passed over. */
    public void putUsages(List<KeyUsageRow> usages) {
        for (KeyUsageRow usage : usages) {
            sql.sql(
                            "INSERT INTO key_usage (region, key_id, operation, used_at, request_id, event_id)"
                                    + " SELECT region, key_id, ?, ?, ?, ? FROM kms_key WHERE region = ? AND key_id = ?"
                                    + " ON CONFLICT (region, key_id) DO UPDATE SET operation = excluded.operation,"
                                    + " used_at = excluded.used_at, request_id = excluded.request_id, event_id = excluded.event_id")
                    .params(usage.operation(), usage.at().toEpochMilli(), usage.requestId())
                    .param(usage.eventId())
                    .param(usage.key().region())
                    .param(usage.key().keyId())
                    .update();
        }
    }

    public void insertAlias(AliasRow alias) {
        touched.add(alias.ref());
        sql.sql("INSERT INTO alias (region, alias_name, key_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?)")
                .params(
                        alias.ref().region(),
                        alias.ref().name(),
                        alias.keyId(),
                        alias.createdAt().toEpochMilli(),
                        alias.updatedAt().toEpochMilli())
                .update();
    }

    public void moveAlias(AliasRef alias, String keyId, Instant now) {
        touched.add(alias);
        sql.sql("UPDATE alias SET key_id = ?, updated_at = ? WHERE region = ? AND alias_name = ?")
                .params(keyId, now.toEpochMilli(), alias.region(), alias.name())
                .update();
    }

    public void deleteAlias(AliasRef alias) {
        touched.add(alias);
        sql.sql("DELETE FROM alias WHERE region = ? AND alias_name = ?")
                .params(alias.region(), alias.name())
                .update();
    }

    /** Adds tags or replaces their values. */
    public void putTags(KeyRef key, List<Tag> tags) {
        for (Tag tag : tags) {
            sql.sql("INSERT INTO tag (region, key_id, tag_key, tag_value) VALUES (?, ?, ?, ?)"
                            + " ON CONFLICT (region, key_id, tag_key) DO UPDATE SET tag_value = excluded.tag_value")
                    .params(key.region(), key.keyId(), tag.tagKey(), tag.tagValue())
                    .update();
        }
    }

    /** Removes tags; a name that is not there is passed over. */
    public void deleteTags(KeyRef key, List<String> tagKeys) {
        for (String tagKey : tagKeys) {
            sql.sql("DELETE FROM tag WHERE region = ? AND key_id = ? AND tag_key = ?")
                    .params(key.region(), key.keyId(), tagKey)
                    .update();
        }
    }

    /** Adds a grant. What is known of its key stays so: grants are read from the store each time. */
    public void insertGrant(GrantRow grant) {
        new GrantTable(sql).insert(grant);
    }

    /** Removes a grant; one that is not there is passed over. */
    public void deleteGrant(GrantRow grant) {
        new GrantTable(sql).delete(grant.key().region(), grant.grantId());
    }

    void insertOutbox(List<OutboxRow> rows) {
        for (OutboxRow row : rows) {
            sql.sql("INSERT INTO outbox (event_id, record) VALUES (?, ?)")
                    .params(row.eventId(), row.json())
                    .update();
        }
    }

    void deleteOutbox(Collection<String> eventIds) {
        for (String eventId : eventIds) {
            sql.sql("DELETE FROM outbox WHERE event_id = ?").params(eventId).update();
        }
    }

    /** Returns the keys and aliases this transaction changes. */
    Set<Ref> touched() {
        return touched;
    }

    /** Returns whether this transaction removes material. */
    boolean erases() {
        return erases;
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Long deletionAt(KeyRow key) {
        KeyRow.Deletion deletion = key.deletion();
        return deletion == null ? null : millis(deletion.at());
    }

    private static @Nullable Integer windowDays(KeyRow key) {
        KeyRow.Deletion deletion = key.deletion();
        return deletion == null ? null : deletion.windowDays();
    }

    private static @Nullable Integer periodDays(KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        return rotation == null ? null : rotation.periodDays();
    }

    private static @Nullable Long since(KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        return rotation == null ? null : millis(rotation.since());
    }

    private static @Nullable String storeId(KeyRow key) {
        KeyRow.Custody custody = key.custody();
        return custody == null ? null : custody.storeId();
    }

    private static @Nullable String xksKeyId(KeyRow key) {
        KeyRow.Custody custody = key.custody();
        return custody == null ? null : custody.xksKeyId();
    }

    private static @Nullable String rotationType(BackingKeyRow row) {
        BackingKeyRow.Rotated rotated = row.rotated();
        return rotated == null ? null : rotated.type().toString();
    }

    private static @Nullable Long rotatedAt(BackingKeyRow row) {
        BackingKeyRow.Rotated rotated = row.rotated();
        return rotated == null ? null : millis(rotated.at());
    }

    private static @Nullable String description(BackingKeyRow row) {
        BackingKeyRow.Imported imported = row.imported();
        return imported == null ? null : imported.description();
    }

    private static @Nullable Long expiresAt(BackingKeyRow row) {
        BackingKeyRow.Imported imported = row.imported();
        return imported == null ? null : millis(imported.expiresAt());
    }
}
