// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.call.ServiceEvent;
import io.sealkeep.engine.key.KeyIdentifier;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.StoreWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A change being made, inside its transaction. One thread. */
final class Change {

    private final StoreWriter rows;
    private final Names names;
    private final Instant now;
    private final List<String> notedKeys = new ArrayList<>(1);
    private final Map<String, String> additional = new LinkedHashMap<>();
    private final List<ServiceEvent> events = new ArrayList<>(1);

    Change(StoreWriter rows, Names names, Instant now) {
        this.rows = rows;
        this.names = names;
        this.now = now;
    }

    StoreWriter rows() {
        return rows;
    }

    Names names() {
        return names;
    }

    /** Returns the one time at which everything in this change happens. */
    Instant now() {
        return now;
    }

    /**
     * Returns the key that a key id or key ARN names, where its state allows the operation.
     *
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if there is none
     */
    KeyRow key(String identifier, KeyOperation operation) {
        String keyId = KeyIdentifier.parseKey(identifier, names);
        String arn = names.keyArn(keyId);
        KeyRow key = rows.findKey(new KeyRef(names.region(), keyId)).orElseThrow(() -> Keys.noSuchKey(arn));
        noteKey(arn);
        operation.check(key, arn);
        return key;
    }

    /**
     * Returns a key as it is now that the call resolved, and the record named, before the change, where its state still allows the
     * operation.
     *
     * @throws software.amazon.awssdk.services.kms.model.NotFoundException if it is gone
     */
    KeyRow again(Key resolved, KeyOperation operation) {
        KeyRow key = rows.findKey(resolved.ref()).orElseThrow(() -> Keys.noSuchKey(resolved.arn()));
        operation.check(key, resolved.arn());
        return key;
    }

    /** Adds a key to those that the record of the call names. */
    void noteKey(String arn) {
        notedKeys.add(arn);
    }

    /** Returns a key's copies in all regions, itself included and first; for most keys itself alone. */
    List<KeyRow> copies(KeyRow key) {
        List<KeyRow> copies = new ArrayList<>(1);
        copies.add(key);
        if (key.isMultiRegion()) {
            for (String region : rows.regionsOf(key.keyId())) {
                if (!region.equals(key.ref().region())) {
                    copies.add(rows.findKey(new KeyRef(region, key.keyId())).orElseThrow());
                }
            }
        }
        return copies;
    }

    /** Returns how a key is called in its own region, which may be another than the call's. */
    String arn(KeyRef key) {
        return new Names(names.account(), key.region()).keyArn(key.keyId());
    }

    /** Adds a member to what the record of the call says beside the call itself. Never a secret. */
    void additional(String name, String value) {
        additional.put(name, value);
    }

    /** Adds something the service does by itself with a key in this change. */
    void event(String name, KeyRef key, Map<String, Object> details) {
        events.add(new ServiceEvent(name, key.region(), arn(key), details));
    }

    /** Adds the deletion of a key, with what its record says beside that. */
    void deletion(KeyRef key, Map<String, String> said) {
        events.add(new ServiceEvent("DeleteKey", key.region(), arn(key), Map.of(), said));
    }

    /** Tells the record of the call what was noted for it. */
    void tell(CallRecord record) {
        notedKeys.forEach(record::key);
        additional.forEach(record::additional);
    }

    List<ServiceEvent> events() {
        return events;
    }
}
