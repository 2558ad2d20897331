// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.contract.TestKeyStores.ACCESS_KEY;
import static io.sealkeep.contract.TestKeyStores.SECRET_KEY;
import static io.sealkeep.contract.TestKeyStores.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.RootKeyException;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** External key stores, looked at through the engine's own store: what no caller can bring about as long as no proxy is connected to. */
class ExternalKeyTest extends HookedEngineFixture {

    private String storeId() {
        return kms.createCustomKeyStore(proxy()).customKeyStoreId();
    }

    private void write(Consumer<StoreWriter> change) {
        store.write(
                rows -> {
                    change.accept(rows);
                    return true;
                },
                done -> List.of());
    }

    private CustomKeyStoreRow row(String storeId) {
        return store.read(rows -> rows.customKeyStores().find(TestCallers.REGION, storeId))
                .orElseThrow();
    }

    @Test
    void key_inAnExternalStore_showsItsExternalKey() {
        String storeId = storeId();
        KeyRef ref = new KeyRef(TestCallers.REGION, UUID.randomUUID().toString());
        KeyRow key = new KeyRow(
                ref,
                new KeyRow.Kind(
                        KeySpec.SYMMETRIC_DEFAULT,
                        KeyUsageType.ENCRYPT_DECRYPT,
                        OriginType.EXTERNAL_KEY_STORE,
                        Instant.EPOCH),
                "",
                KeyState.ENABLED,
                null,
                null,
                null,
                0,
                null,
                new KeyRow.Custody(storeId, false, null, "bb8562717f809024"));
        write(rows -> rows.insertKey(key, "{}"));

        KeyMetadata shown = kms.describeKey(r -> r.keyId(ref.keyId())).keyMetadata();

        assertThat(shown.customKeyStoreId()).isEqualTo(storeId);
        assertThat(shown.xksKeyConfiguration().id()).isEqualTo("bb8562717f809024");
        assertThat(shown.cloudHsmClusterId()).isNull();
        assertThat(shown.keyState()).isEqualTo(KeyState.UNAVAILABLE);
        assertThat(shown.origin()).isEqualTo(OriginType.EXTERNAL_KEY_STORE);
    }

    /** Its keys need the external ones beside their own material: none may come into being without. */
    @Test
    void createKey_inAnExternalStoreThatSomebodyCalledConnected_makesNoKey() {
        String storeId = storeId();
        write(rows ->
                rows.customKeyStores().update(row(storeId).withConnection(CustomKeyStoreRow.Connection.CONNECTED)));

        assertRefused(
                () -> kms.createKey(r -> r.origin(OriginType.EXTERNAL_KEY_STORE)
                        .customKeyStoreId(storeId)
                        .xksKeyId("k1")),
                "KMSInternalException",
                "The request could not be processed.");
        assertThat(kms.listKeys(r -> {}).keys()).isEmpty();
    }

    @Test
    void secretAccessKey_always_isWrappedForItsPlaceAlone() {
        String storeId = storeId();
        CustomKeyStoreRow.Proxy proxy = row(storeId).proxy();
        byte[] wrapped = proxy.credential().wrappedSecret();
        try (RootKey rootKey = RootKey.fromFile(home.resolve("root.key"), true)) {
            ProxyCredentials credentials = new ProxyCredentials(TestCallers.ACCOUNT, rootKey);
            try (SecretBytes secret =
                    rootKey.unwrap(wrapped, credentials.place(TestCallers.REGION, storeId, ACCESS_KEY))) {
                assertThat(secret.<String>use(bytes -> new String(bytes, StandardCharsets.US_ASCII)))
                        .isEqualTo(SECRET_KEY);
            }
            assertThatExceptionOfType(RootKeyException.class)
                    .isThrownBy(() -> rootKey.unwrap(
                            wrapped, credentials.place(TestCallers.REGION, "cks-00000000000000000", ACCESS_KEY)));
            assertThatExceptionOfType(RootKeyException.class)
                    .isThrownBy(() -> rootKey.unwrap(wrapped, credentials.place("us-east-1", storeId, ACCESS_KEY)));
        }
    }
}
