// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Custom key stores of a test's own. Few may exist at once, so each test takes its own away again. A backend must take clusters and
 * proxies by name alone, which AWS does not.
 */
@Tag(Needs.CUSTOM_KEY_STORES)
abstract class CustomKeyStoreFixture extends KmsContract {

    static final String VALIDATION = "ValidationException";
    static final String NOT_FOUND = "CustomKeyStoreNotFoundException";
    static final String INVALID_STATE = "CustomKeyStoreInvalidStateException";
    static final String UNSUPPORTED = "UnsupportedOperationException";
    static final String NO_STORE = "cks-00000000000000000";

    private final List<String> made = new ArrayList<>();

    String create(Consumer<CreateCustomKeyStoreRequest.Builder> store) {
        String storeId = client().createCustomKeyStore(store).customKeyStoreId();
        made.add(storeId);
        return storeId;
    }

    /** Creates a store from a request, changed. */
    String create(
            Consumer<CreateCustomKeyStoreRequest.Builder> store, Consumer<CreateCustomKeyStoreRequest.Builder> change) {
        return create(store.andThen(change));
    }

    String connected(Consumer<CreateCustomKeyStoreRequest.Builder> store) {
        String storeId = create(store);
        connect(storeId);
        return storeId;
    }

    void connect(String storeId) {
        client().connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
    }

    void disconnect(String storeId) {
        client().disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
    }

    CustomKeyStoresListEntry described(String storeId) {
        return client().describeCustomKeyStores(r -> r.customKeyStoreId(storeId))
                .customKeyStores()
                .getFirst();
    }

    @AfterEach
    void deleteStores() {
        for (String storeId : made) {
            try {
                disconnect(storeId);
            } catch (KmsException e) {
                // It is disconnected, or gone.
            }
            try {
                client().deleteCustomKeyStore(r -> r.customKeyStoreId(storeId));
            } catch (KmsException e) {
                // It is gone.
            }
        }
    }
}
