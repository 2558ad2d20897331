// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import io.sealkeep.engine.store.KeyRow;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the records of calls say of custom key stores beside the calls themselves. Stateless.
 *
 * <p>Source: the sample records of the AWS KMS Developer Guide for keys in AWS CloudHSM key stores, where keys in the cluster are
 * named within a text of JSON. They are named here by the ids of the material.
 */
final class CustomKeyStoreRecords {

    private CustomKeyStoreRecords() {}

    /** Says which store a change is about. */
    static void store(Change change, CustomKeyStoreRow store) {
        change.additional("customKeyStoreName", store.name());
        CustomKeyStoreRow.Cluster cluster = store.cluster();
        if (cluster != null) {
            change.additional("clusterId", cluster.clusterId());
        }
    }

    /** Says which key in the cluster stands behind a new key; nothing for one that is in no cluster. */
    static void creation(Change change, KeyRow key, BackingKeyRow material) {
        if (key.custody() != null) {
            change.additional("backingKey", backingKey(material, ""));
        }
    }

    /** Says which keys in the cluster go with a key whose deletion is scheduled; nothing for one that is in no cluster. */
    static void scheduledDeletion(Change change, KeyRow key) {
        inCluster(change, key).forEach(change::additional);
    }

    /** Returns what to say of the keys in the cluster that go with a key right now; empty for one that is in no cluster. */
    static Map<String, String> deletion(Change change, KeyRow key) {
        Map<String, String> said = inCluster(change, key);
        if (!said.isEmpty()) {
            said.put("backingKeysDeletionStatus", backingKeys(change, key, ",\"deletionStatus\":\"SUCCESS\""));
        }
        return said;
    }

    private static Map<String, String> inCluster(Change change, KeyRow key) {
        Map<String, String> said = new LinkedHashMap<>();
        KeyRow.Custody custody = key.custody();
        String clusterId = custody == null ? null : custody.clusterId();
        if (custody != null && clusterId != null) {
            said.put("customKeyStoreId", custody.storeId());
            said.put("clusterId", clusterId);
            said.put("backingKeys", backingKeys(change, key, ""));
        }
        return said;
    }

    private static String backingKeys(Change change, KeyRow key, String more) {
        return change.rows().backingKeys(key.ref()).stream()
                .map(material -> backingKey(material, more))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String backingKey(BackingKeyRow material, String more) {
        return "{\"backingKeyId\":\"" + material.materialId() + "\"" + more + "}";
    }
}
