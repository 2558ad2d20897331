// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.contract.TestKeyStores.ACCESS_KEY;
import static io.sealkeep.contract.TestKeyStores.PASSWORD;
import static io.sealkeep.contract.TestKeyStores.SECRET_KEY;
import static io.sealkeep.contract.TestKeyStores.cluster;
import static io.sealkeep.contract.TestKeyStores.proxy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.OriginType;

/** What the contract cannot see of custom key stores: restarts, quotas, regions, time, and the bytes of the files. */
class CustomKeyStoreTest extends EngineFixture {

    private String connected() {
        String storeId = kms.createCustomKeyStore(cluster()).customKeyStoreId();
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        return storeId;
    }

    private String newKey(String storeId) {
        return kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
                .keyMetadata()
                .keyId();
    }

    private List<CustomKeyStoresListEntry> stores(KmsClient client) {
        return client.describeCustomKeyStores(r -> {}).customKeyStores();
    }

    private KeyState state(String keyId) {
        return kms.describeKey(r -> r.keyId(keyId)).keyMetadata().keyState();
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void restart_always_keepsStoresAndTheirKeys() {
        String storeId = connected();
        String enabled = newKey(storeId);
        String disabled = newKey(storeId);
        kms.disableKey(r -> r.keyId(disabled));
        SdkBytes ciphertext = encrypt(enabled, "before");
        kms.connectCustomKeyStore(
                r -> r.customKeyStoreId(kms.createCustomKeyStore(proxy()).customKeyStoreId()));
        List<CustomKeyStoresListEntry> before = stores(kms);

        reopen();

        assertThat(stores(kms)).isEqualTo(before).hasSize(2);
        assertThat(decrypt(ciphertext)).isEqualTo("before");
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        reopen();
        assertThat(state(enabled)).isEqualTo(KeyState.UNAVAILABLE);
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertThat(state(enabled)).isEqualTo(KeyState.ENABLED);
        assertThat(state(disabled)).isEqualTo(KeyState.DISABLED);
    }

    @Test
    void customKeyStores_beyondTheQuota_areRefused() {
        for (int i = 0; i < 10; i++) {
            kms.createCustomKeyStore(i % 2 == 0 ? cluster() : proxy());
        }

        assertRefused(
                () -> kms.createCustomKeyStore(cluster()),
                "LimitExceededException",
                "The request was rejected because a quota was exceeded: 10 custom key stores in this account and region.");

        in("us-east-1").createCustomKeyStore(cluster());
        kms.deleteCustomKeyStore(r -> r.customKeyStoreId(stores(kms).getFirst().customKeyStoreId()));
        kms.createCustomKeyStore(cluster());
    }

    @Test
    void customKeyStores_ofAnotherRegion_areNotSeen() {
        in("us-east-1").createCustomKeyStore(cluster());
        CustomKeyStoresListEntry store = stores(in("us-east-1")).getFirst();

        assertThat(stores(kms)).isEmpty();
        assertRefused(
                () -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(store.customKeyStoreId())),
                "CustomKeyStoreNotFoundException",
                "Custom key store '" + store.customKeyStoreId() + "' does not exist");
        kms.createCustomKeyStore(cluster().andThen(r -> r.customKeyStoreName(store.customKeyStoreName())));
    }

    @Test
    void cluster_ofAStoreInAnotherRegion_isInUse() {
        String clusterId = "cluster-aaaabbbbccccdddd";
        in("us-east-1").createCustomKeyStore(cluster().andThen(r -> r.cloudHsmClusterId(clusterId)));

        assertRefused(
                () -> kms.createCustomKeyStore(cluster().andThen(r -> r.cloudHsmClusterId(clusterId))),
                "CloudHsmClusterInUseException",
                "The CloudHSM cluster " + clusterId + " is already associated with a custom key store.");
    }

    @Test
    void key_whoseDeletionIsDue_isDeletedAlsoWhileItsStoreIsDisconnected() throws Exception {
        String storeId = connected();
        String keyId = newKey(storeId);
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        clock.forward(Duration.ofDays(7));

        TestRecord record = new TestRecord();
        record.during(() -> {
            engine.sweep();
            return true;
        });

        String clusterId = stores(kms).getFirst().cloudHsmClusterId();
        assertThat(record.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("DeleteKey");
            assertThat(event.keyArn()).isEqualTo(arn(keyId));
            assertThat(event.additional().keySet())
                    .containsExactly("customKeyStoreId", "clusterId", "backingKeys", "backingKeysDeletionStatus");
            assertThat(event.additional())
                    .containsEntry("customKeyStoreId", storeId)
                    .containsEntry("clusterId", clusterId);
            assertThat(event.additional().get("backingKeysDeletionStatus"))
                    .matches("\\[\\{\"backingKeyId\":\"[0-9a-f]{64}\",\"deletionStatus\":\"SUCCESS\"}]");
        });
        kms.deleteCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertThat(stores(kms)).isEmpty();
    }

    @Test
    void key_inNoCustomKeyStore_isAvailableWhateverIsConnected() {
        String keyId = newKey();
        String storeId = connected();
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));

        assertThat(decrypt(encrypt(keyId, "x"))).isEqualTo("x");
    }

    @Test
    void secrets_always_areNowhereInTheFiles() throws IOException {
        kms.createCustomKeyStore(cluster());
        String storeId = kms.createCustomKeyStore(proxy()).customKeyStoreId();
        assertThat(filesContain(ACCESS_KEY))
                .as("the search finds what is not secret")
                .isTrue();

        kms.updateCustomKeyStore(r -> r.customKeyStoreId(storeId)
                .xksProxyAuthenticationCredential(
                        c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey("another/".repeat(6))));

        assertThat(filesContain(PASSWORD)).isFalse();
        assertThat(filesContain(SECRET_KEY)).isFalse();
        assertThat(filesContain("another/".repeat(6))).isFalse();
    }

    private boolean filesContain(String text) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void connection_ofAStoreThatFailed_isKeptWithItsReason() {
        String storeId = kms.createCustomKeyStore(proxy()).customKeyStoreId();
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));

        reopen();

        assertThat(stores(kms)).singleElement().satisfies(store -> {
            assertThat(store.connectionState()).isEqualTo(ConnectionStateType.FAILED);
            assertThat(store.connectionErrorCodeAsString()).isEqualTo("XKS_PROXY_NOT_REACHABLE");
        });
    }
}
