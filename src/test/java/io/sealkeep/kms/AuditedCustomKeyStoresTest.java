// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static io.sealkeep.contract.TestKeyStores.ACCESS_KEY;
import static io.sealkeep.contract.TestKeyStores.PASSWORD;
import static io.sealkeep.contract.TestKeyStores.SECRET_KEY;
import static io.sealkeep.contract.TestKeyStores.cluster;
import static io.sealkeep.contract.TestKeyStores.endpoint;
import static io.sealkeep.contract.TestKeyStores.proxy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.OriginType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records of calls about custom key stores, held against the sample records of AWS. */
class AuditedCustomKeyStoresTest {

    private static final String CLUSTER = "cluster-aaaabbbbccccdddd";

    @TempDir
    Path directory;

    private AssembledKms sealkeep;
    private KmsClient kms;

    @BeforeEach
    void open() {
        sealkeep = AssembledKms.open(directory.resolve("home"));
        kms = sealkeep.client();
    }

    @AfterEach
    void close() {
        sealkeep.close();
    }

    private String create() {
        return kms.createCustomKeyStore(
                        cluster().andThen(r -> r.customKeyStoreName("hsm").cloudHsmClusterId(CLUSTER)))
                .customKeyStoreId();
    }

    private String createKey(String storeId) {
        return kms.createKey(r -> r.origin(OriginType.AWS_CLOUDHSM).customKeyStoreId(storeId))
                .keyMetadata()
                .arn();
    }

    private JsonNode newest() {
        return JsonMapper.shared().readTree(sealkeep.records().getFirst());
    }

    private static List<String> names(JsonNode node) {
        return new ArrayList<>(node.propertyNames());
    }

    @Test
    void createCustomKeyStore_isRecordedAsAwsDoes() {
        String storeId = create();

        JsonNode record = newest();
        assertThat(record.path("eventName").asString()).isEqualTo("CreateCustomKeyStore");
        assertThat(names(record.path("requestParameters"))).containsExactly("customKeyStoreName", "clusterId");
        assertThat(record.path("responseElements").path("customKeyStoreId").asString())
                .isEqualTo(storeId);
        assertThat(names(record.path("responseElements"))).containsExactly("customKeyStoreId");
        assertThat(record.has("additionalEventData")).isFalse();
        assertThat(record.has("resources")).isFalse();
        assertThat(record.path("readOnly").asBoolean()).isFalse();
    }

    @Test
    void callsAboutAStore_areRecordedWithItsNameAndCluster() {
        String storeId = create();
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertIsAbout(storeId, "ConnectCustomKeyStore");
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertIsAbout(storeId, "DisconnectCustomKeyStore");
        assertThat(catchThrowable(() -> kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId))))
                .isNotNull();
        assertIsAbout(storeId, "DisconnectCustomKeyStore");
        assertThat(newest().path("errorCode").asString()).isEqualTo("CustomKeyStoreInvalidStateException");
        kms.updateCustomKeyStore(r -> r.customKeyStoreId(storeId).cloudHsmClusterId(CLUSTER));
        assertIsAbout(storeId, "UpdateCustomKeyStore");
        assertThat(names(newest().path("requestParameters"))).containsExactly("customKeyStoreId", "clusterId");
        kms.deleteCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertIsAbout(storeId, "DeleteCustomKeyStore");
    }

    private void assertIsAbout(String storeId, String eventName) {
        JsonNode record = newest();
        assertThat(record.path("eventName").asString()).isEqualTo(eventName);
        assertThat(record.path("requestParameters").path("customKeyStoreId").asString())
                .isEqualTo(storeId);
        assertThat(record.path("responseElements").isNull()).isTrue();
        assertThat(record.path("additionalEventData").path("customKeyStoreName").asString())
                .isEqualTo("hsm");
        assertThat(record.path("additionalEventData").path("clusterId").asString())
                .isEqualTo(CLUSTER);
        assertThat(record.has("resources")).isFalse();
    }

    @Test
    void describeCustomKeyStores_isRecordedWithoutResources() {
        kms.describeCustomKeyStores(r -> {});

        JsonNode record = newest();
        assertThat(record.path("readOnly").asBoolean()).isTrue();
        assertThat(record.path("responseElements").isNull()).isTrue();
        assertThat(record.has("resources")).isFalse();
    }

    @Test
    void keyInAStore_isRecordedWithTheKeyBehindIt() {
        String storeId = create();
        kms.connectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        String arn = createKey(storeId);
        JsonNode made = newest();
        assertThat(made.path("additionalEventData").path("backingKey").asString())
                .startsWith("{\"backingKeyId\":\"");
        JsonNode metadata = made.path("responseElements").path("keyMetadata");
        assertThat(metadata.path("customKeyStoreId").asString()).isEqualTo(storeId);
        assertThat(metadata.path("cloudHsmClusterId").asString()).isEqualTo(CLUSTER);
        assertThat(made.path("requestParameters").path("customKeyStoreId").asString())
                .isEqualTo(storeId);

        kms.encrypt(r -> r.keyId(arn).plaintext(SdkBytes.fromUtf8String("x")));
        assertThat(newest().path("additionalEventData").path("customKeyStoreId").asString())
                .isEqualTo(storeId);
        kms.disconnectCustomKeyStore(r -> r.customKeyStoreId(storeId));
        assertThat(catchThrowable(() -> kms.encrypt(r -> r.keyId(arn).plaintext(SdkBytes.fromUtf8String("x")))))
                .isNotNull();
        assertThat(newest().path("errorMessage").asString()).isEqualTo(arn + " is unavailable.");
        assertThat(newest().path("additionalEventData").path("customKeyStoreId").asString())
                .isEqualTo(storeId);
        assertThat(newest().path("resources").path(0).path("ARN").asString()).isEqualTo(arn);

        kms.scheduleKeyDeletion(r -> r.keyId(arn));
        assertThat(names(newest().path("additionalEventData")))
                .containsExactly("customKeyStoreId", "clusterId", "backingKeys");
    }

    @Test
    void secrets_always_areInNoRecord() {
        create();
        String storeId = kms.createCustomKeyStore(proxy()).customKeyStoreId();
        kms.updateCustomKeyStore(r -> r.customKeyStoreId(storeId)
                .xksProxyUriEndpoint(endpoint("changed"))
                .xksProxyAuthenticationCredential(c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey(SECRET_KEY)));
        assertThat(catchThrowable(() -> kms.createCustomKeyStore(cluster()
                        .andThen(r -> r.xksProxyAuthenticationCredential(
                                c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey(SECRET_KEY))))))
                .isNotNull();

        assertThat(newest().path("errorCode").asString()).isEqualTo("ValidationException");
        assertThat(sealkeep.records())
                .hasSize(4)
                .anyMatch(record -> record.contains(endpoint("changed")))
                .noneMatch(record -> record.contains(PASSWORD)
                        || record.contains(SECRET_KEY)
                        || record.contains(ACCESS_KEY)
                        || record.contains("CERTIFICATE"));
    }
}
