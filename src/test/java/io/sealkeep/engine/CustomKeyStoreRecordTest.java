// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static io.sealkeep.contract.TestKeyStores.cluster;
import static io.sealkeep.contract.TestKeyStores.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.OriginType;

/** What the engine tells the record of a call about custom key stores. */
class CustomKeyStoreRecordTest extends EngineFixture {

    private static final String CLUSTER = "cluster-aaaabbbbccccdddd";

    private String storeId;

    @BeforeEach
    void create() {
        storeId = kms.createCustomKeyStore(
                        cluster().andThen(r -> r.customKeyStoreName("hsm").cloudHsmClusterId(CLUSTER)))
                .customKeyStoreId();
    }

    private static <T> Map<String, String> recorded(Callable<T> call) throws Exception {
        TestRecord record = new TestRecord();
        record.during(call);
        return record.additional;
    }

    private static <T> Map<String, String> refused(Callable<T> call) {
        TestRecord record = new TestRecord();
        assertThatThrownBy(() -> record.during(call)).isInstanceOf(KmsException.class);
        return record.additional;
    }

    private String newKeyInStore() {
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        return kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
                .keyMetadata()
                .keyId();
    }

    @Test
    void callAboutAStore_always_namesItAndItsCluster() throws Exception {
        Map<String, String> expected = Map.of("customKeyStoreName", "hsm", "clusterId", CLUSTER);

        assertThat(refused(() -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId))))
                .isEqualTo(expected);
        assertThat(recorded(() -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId))))
                .isEqualTo(expected);
        assertThat(recorded(() -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId))))
                .isEqualTo(expected);
        assertThat(recorded(() -> kms.updateCustomKeyStore(
                        r -> r.customKeyStoreId(storeId).newCustomKeyStoreName("hsm"))))
                .isEqualTo(expected);
        assertThat(recorded(() -> kms.deleteCustomKeyStore(r -> r.customKeyStoreId(storeId))))
                .isEqualTo(expected);
    }

    @Test
    void callAboutAnExternalStore_always_namesItAlone() throws Exception {
        String external = kms.createCustomKeyStore(proxy().andThen(r -> r.customKeyStoreName("xks")))
                .customKeyStoreId();

        assertThat(recorded(() -> kms.connectCustomKeyStore(r -> r.customKeyStoreId(external))))
                .isEqualTo(Map.of("customKeyStoreName", "xks"));
    }

    @Test
    void createKey_inAStore_namesTheKeyInTheCluster() throws Exception {
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));

        Map<String, String> additional = recorded(
                () -> kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId)));

        assertThat(additional.keySet()).containsExactly("backingKey");
        assertThat(additional.get("backingKey")).matches("\\{\"backingKeyId\":\"[0-9a-f]{64}\"}");
    }

    @Test
    void cryptoCall_withAKeyInAStore_namesTheStoreAlsoWhereItIsRefused() throws Exception {
        String keyId = newKeyInStore();

        assertThat(recorded(() -> encrypt(keyId, "x"))).containsEntry("customKeyStoreId", storeId);
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertThat(refused(() -> encrypt(keyId, "x"))).isEqualTo(Map.of("customKeyStoreId", storeId));
    }

    @Test
    void describeKey_ofAKeyInAStore_saysNothingMore() throws Exception {
        String keyId = newKeyInStore();

        assertThat(recorded(() -> kms.describeKey(r -> r.keyId(keyId)))).isEmpty();
    }

    @Test
    void scheduleKeyDeletion_ofAKeyInAStore_namesWhatGoesWithIt() throws Exception {
        String keyId = newKeyInStore();

        Map<String, String> additional = recorded(() -> kms.scheduleKeyDeletion(r -> r.keyId(keyId)));

        assertThat(additional.keySet()).containsExactly("customKeyStoreId", "clusterId", "backingKeys");
        assertThat(additional).containsEntry("customKeyStoreId", storeId).containsEntry("clusterId", CLUSTER);
        assertThat(additional.get("backingKeys")).matches("\\[\\{\"backingKeyId\":\"[0-9a-f]{64}\"}]");
    }
}
