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

    /** Adds a key; its material is added apart. */
    public void insertKey(KeyRow key, String policy) {
        touched.add(key.ref());
        sql.sql(
                        "INSERT INTO kms_key (region, key_id, description, key_spec, key_usage, origin, key_state, policy, created_at,"
                                + " deletion_at, current_material_id, rotation_period_days, rotation_since, on_demand_rotations)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        key.ref().region(),
                        key.ref().keyId(),
                        key.description(),
                        key.spec().toString(),
                        key.usage().toString(),
                        key.origin().toString(),
                        key.state().toString(),
                        policy,
                        key.createdAt().toEpochMilli())
                .param(millis(key.deletionAt()))
                .param(key.currentMaterialId())
                .param(periodDays(key))
                .param(since(key))
                .param(key.onDemandRotations())
                .update();
    }

    /** Writes whatever of a key can change, but its policy. */
    public void updateKey(KeyRow key) {
        touched.add(key.ref());
        sql.sql("UPDATE kms_key SET description = ?, key_state = ?, deletion_at = ?, current_material_id = ?,"
                        + " rotation_period_days = ?, rotation_since = ?, on_demand_rotations = ?"
                        + " WHERE region = ? AND key_id = ?")
                .param(key.description())
                .param(key.state().toString())
                .param(millis(key.deletionAt()))
                .param(key.currentMaterialId())
                .param(periodDays(key))
                .param(since(key))
                .param(key.onDemandRotations())
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

    /** Removes a key with its material, aliases and tags, and sees to it that the material's bytes leave the files. */
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
        sql.sql("INSERT INTO backing_key (region, key_id, material_id, generation, created_at, rotation_type, wrapped)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        row.key().region(),
                        row.key().keyId(),
                        row.materialId(),
                        row.generation(),
                        row.createdAt().toEpochMilli())
                .param(row.rotationType() == null ? null : row.rotationType().toString())
                .param(row.wrapped())
                .update();
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

    private static @Nullable Integer periodDays(KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        return rotation == null ? null : rotation.periodDays();
    }

    private static @Nullable Long since(KeyRow key) {
        KeyRow.Rotation rotation = key.rotation();
        return rotation == null ? null : millis(rotation.since());
    }
}
