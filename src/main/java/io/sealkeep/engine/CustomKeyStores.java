// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.CustomKeyStoreRefusal;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.CustomKeyStoreReader;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.KeyStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * What custom key stores mean for the keys in them. Stateless.
 *
 * <p>A store of the type AWS_CLOUDHSM is an imitation: there is no cluster, and the material of its keys is made, wrapped and kept
 * like that of any other key here. What is real is everything that a caller sees of it.
 */
final class CustomKeyStores {

    private CustomKeyStores() {}

    /**
     * Returns a store.
     *
     * @throws software.amazon.awssdk.services.kms.model.CustomKeyStoreNotFoundException if the region has none such
     */
    static CustomKeyStoreRow find(CustomKeyStoreReader rows, String region, String storeId) {
        return rows.find(region, storeId).orElseThrow(() -> CustomKeyStoreRefusal.notFound(storeId));
    }

    /**
     * Refuses a store whose name another of the region has.
     *
     * @throws software.amazon.awssdk.services.kms.model.CustomKeyStoreNameInUseException if so
     */
    static void checkName(CustomKeyStoreReader rows, CustomKeyStoreRow store) {
        rows.findByName(store.region(), store.name())
                .filter(other -> !other.storeId().equals(store.storeId()))
                .ifPresent(other -> {
                    throw CustomKeyStoreRefusal.nameInUse(store.name());
                });
    }

    /**
     * Refuses a new key whose origin, store and external key do not go together, and one that no custom key store takes.
     *
     * @throws software.amazon.awssdk.services.kms.model.UnsupportedOperationException for a key of another spec than
     *     SYMMETRIC_DEFAULT or of several regions, in a custom key store
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException for members that do not go together
     */
    static void check(CreateKeyRequest request, KeySpec spec, OriginType origin) {
        boolean isExternal = origin == OriginType.EXTERNAL_KEY_STORE;
        boolean isInStore = isExternal || origin == OriginType.AWS_CLOUDHSM;
        checkMember("CustomKeyStoreId", request.customKeyStoreId(), isInStore, origin);
        checkMember("XksKeyId", request.xksKeyId(), isExternal, origin);
        if (isInStore && spec != KeySpec.SYMMETRIC_DEFAULT) {
            throw Refusal.unsupported("KeySpec " + spec + " is not supported for Origin " + origin + ".");
        }
        if (isInStore && Boolean.TRUE.equals(request.multiRegion())) {
            throw Refusal.unsupported("MultiRegion is not supported for Origin " + origin + ".");
        }
    }

    private static void checkMember(String name, @Nullable String value, boolean isNeeded, OriginType origin) {
        if (isNeeded && value == null) {
            throw Refusal.validation(name + " is required with Origin " + origin + ".");
        }
        if (!isNeeded && value != null) {
            throw Refusal.validation(name + " is not valid with Origin " + origin + ".");
        }
    }

    /**
     * Returns what a new key has of the store that it is to be in, or null for a key that is to be in none.
     *
     * @throws software.amazon.awssdk.services.kms.model.CustomKeyStoreNotFoundException if the region has none such
     * @throws software.amazon.awssdk.services.kms.model.UnsupportedOperationException if the origin is not of the store's type
     * @throws software.amazon.awssdk.services.kms.model.CustomKeyStoreInvalidStateException if it is not connected
     */
    static KeyRow.@Nullable Custody custody(Change change, CreateKeyRequest request, OriginType origin) {
        String storeId = request.customKeyStoreId();
        if (storeId == null) {
            return null;
        }
        CustomKeyStoreRow store =
                find(change.rows().customKeyStores(), change.names().region(), storeId);
        if (!store.type().toString().equals(origin.toString())) {
            throw Refusal.unsupported("Origin " + origin + " is not valid for custom key store " + storeId + " of type "
                    + store.type() + ".");
        }
        requireConnected(store);
        CustomKeyStoreRow.Cluster cluster = store.cluster();
        if (cluster == null) {
            // Its keys need what is behind the proxy beside their own material, and no proxy is ever connected.
            throw new IllegalStateException(
                    "External key store " + storeId + " is connected, and nothing connects one");
        }
        return new KeyRow.Custody(storeId, true, cluster.clusterId(), null);
    }

    /**
     * Refuses a store that makes no random bytes.
     *
     * @throws software.amazon.awssdk.services.kms.model.CustomKeyStoreNotFoundException if the region has none such
     * @throws software.amazon.awssdk.services.kms.model.UnsupportedOperationException if it is an external key store
     * @throws software.amazon.awssdk.services.kms.model.CustomKeyStoreInvalidStateException if it is not connected
     */
    static void checkMakesRandom(KeyStore rows, String region, String storeId) {
        CustomKeyStoreRow store = rows.read(reader -> find(reader.customKeyStores(), region, storeId));
        if (store.type() != CustomKeyStoreType.AWS_CLOUDHSM) {
            throw Refusal.unsupported("GenerateRandom is not supported for custom key store " + storeId + " of type "
                    + store.type() + ".");
        }
        requireConnected(store);
    }

    private static void requireConnected(CustomKeyStoreRow store) {
        if (!store.isConnected()) {
            throw CustomKeyStoreRefusal.invalidState(
                    store.storeId(), store.connection().state(), ConnectionStateType.CONNECTED.toString());
        }
    }
}
