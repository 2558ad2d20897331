// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static io.sealkeep.contract.TestKeyStores.ACCESS_KEY;
import static io.sealkeep.contract.TestKeyStores.PASSWORD;
import static io.sealkeep.contract.TestKeyStores.SECRET_KEY;
import static io.sealkeep.contract.TestKeyStores.TRUST_ANCHOR;
import static io.sealkeep.contract.TestKeyStores.cluster;
import static io.sealkeep.contract.TestKeyStores.endpoint;
import static io.sealkeep.contract.TestKeyStores.proxy;
import static io.sealkeep.contract.TestKeyStores.service;
import static io.sealkeep.contract.TestKeyStores.word;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.ConnectionStateType;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.DescribeCustomKeyStoresResponse;
import software.amazon.awssdk.services.kms.model.XksProxyAuthenticationCredentialType;
import software.amazon.awssdk.services.kms.model.XksProxyConnectivityType;

/** Custom key stores themselves: made, looked at, connected, disconnected, deleted. */
public abstract class CustomKeyStoreContract extends CustomKeyStoreFixture {

    private void assertNotMade(
            String code,
            Consumer<CreateCustomKeyStoreRequest.Builder> store,
            Consumer<CreateCustomKeyStoreRequest.Builder> change) {
        assertRefused(() -> create(store, change), code);
    }

    @Test
    void createCustomKeyStore_ofACluster_makesADisconnectedStore() {
        String word = word();

        String storeId =
                create(cluster(), r -> r.customKeyStoreName("hsm " + word).cloudHsmClusterId("cluster-" + word));

        assertThat(storeId).matches("cks-[0-9a-f]{17}");
        CustomKeyStoresListEntry store = described(storeId);
        assertThat(store.customKeyStoreId()).isEqualTo(storeId);
        assertThat(store.customKeyStoreName()).isEqualTo("hsm " + word);
        assertThat(store.customKeyStoreType()).isEqualTo(CustomKeyStoreType.AWS_CLOUDHSM);
        assertThat(store.cloudHsmClusterId()).isEqualTo("cluster-" + word);
        assertThat(store.trustAnchorCertificate()).isEqualTo(TRUST_ANCHOR);
        assertThat(store.connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
        assertThat(store.connectionErrorCode()).isNull();
        assertThat(store.creationDate()).isNotNull();
        assertThat(store.xksProxyConfiguration()).isNull();
    }

    @Test
    void createCustomKeyStore_withTheDefaultTypeSpelledOut_isTheSame() {
        String storeId = create(cluster(), r -> r.customKeyStoreType(CustomKeyStoreType.AWS_CLOUDHSM));

        assertThat(described(storeId).customKeyStoreType()).isEqualTo(CustomKeyStoreType.AWS_CLOUDHSM);
    }

    @Test
    void createCustomKeyStore_withANameInUse_isRefused() {
        String name = described(create(cluster())).customKeyStoreName();

        assertNotMade("CustomKeyStoreNameInUseException", cluster(), r -> r.customKeyStoreName(name));
    }

    @Test
    void createCustomKeyStore_withAClusterInUse_isRefused() {
        String clusterId = described(create(cluster())).cloudHsmClusterId();

        assertNotMade("CloudHsmClusterInUseException", cluster(), r -> r.cloudHsmClusterId(clusterId));
    }

    @Test
    void createCustomKeyStore_withATrustAnchorThatIsNoCertificate_isRefused() {
        List<String> anchors = List.of(
                "x",
                TRUST_ANCHOR + TRUST_ANCHOR,
                "x" + TRUST_ANCHOR,
                TRUST_ANCHOR.replace("MIIBkz", "MIIBkw"),
                TRUST_ANCHOR.replace("dLs=", "dLsA"),
                TRUST_ANCHOR.replace("CERTIFICATE", "PUBLIC KEY"),
                "-----BEGIN CERTIFICATE-----\n====\n-----END CERTIFICATE-----");
        for (String anchor : anchors) {
            assertNotMade("IncorrectTrustAnchorException", cluster(), r -> r.trustAnchorCertificate(anchor));
        }
    }

    @Test
    void createCustomKeyStore_ofAClusterWithoutAllThatItNeeds_isRefused() {
        assertNotMade(VALIDATION, cluster(), r -> r.customKeyStoreName(null));
        assertNotMade(VALIDATION, cluster(), r -> r.cloudHsmClusterId(null));
        assertNotMade(VALIDATION, cluster(), r -> r.keyStorePassword(null));
        assertNotMade(VALIDATION, cluster(), r -> r.trustAnchorCertificate(null));
    }

    @Test
    void createCustomKeyStore_ofAClusterWithWhatOnlyProxiesHave_isRefused() {
        assertNotMade(VALIDATION, cluster(), r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT"));
        assertNotMade(VALIDATION, cluster(), r -> r.xksProxyUriEndpoint("https://proxy.invalid"));
        assertNotMade(VALIDATION, cluster(), r -> r.xksProxyUriPath("/kms/xks/v1"));
        assertNotMade(VALIDATION, cluster(), r -> r.xksProxyVpcEndpointServiceName(service("a")));
        assertNotMade(VALIDATION, cluster(), r -> r.xksProxyVpcEndpointServiceOwner("111122223333"));
        assertNotMade(
                VALIDATION,
                cluster(),
                r -> r.xksProxyAuthenticationCredential(
                        c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey(SECRET_KEY)));
    }

    @Test
    void createCustomKeyStore_withASecretThatIsTooShort_isRefusedWithoutRepeatingIt() {
        assertThat(message(refusal(() -> create(cluster(), r -> r.keyStorePassword("hidden")))))
                .contains("keyStorePassword")
                .doesNotContain("hidden");
        assertThat(message(refusal(() -> create(
                        proxy(),
                        r -> r.xksProxyAuthenticationCredential(
                                c -> c.accessKeyId("HIDDEN").rawSecretAccessKey("hidden"))))))
                .contains("rawSecretAccessKey")
                .doesNotContain("hidden")
                .doesNotContain("HIDDEN");
    }

    @Test
    void createCustomKeyStore_ofAProxy_makesADisconnectedStore() {
        String word = word();

        String storeId = create(
                proxy(),
                r -> r.xksProxyUriEndpoint(endpoint(word))
                        .xksProxyUriPath("/a/b-c/kms/xks/v1")
                        .xksProxyVpcEndpointServiceName(service(word))
                        .xksProxyVpcEndpointServiceOwner("444455556666"));

        CustomKeyStoresListEntry store = described(storeId);
        assertThat(store.customKeyStoreType()).isEqualTo(CustomKeyStoreType.EXTERNAL_KEY_STORE);
        assertThat(store.connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
        assertThat(store.cloudHsmClusterId()).isNull();
        assertThat(store.trustAnchorCertificate()).isNull();
        assertThat(store.xksProxyConfiguration().connectivity())
                .isEqualTo(XksProxyConnectivityType.VPC_ENDPOINT_SERVICE);
        assertThat(store.xksProxyConfiguration().accessKeyId()).isEqualTo(ACCESS_KEY);
        assertThat(store.xksProxyConfiguration().uriEndpoint()).isEqualTo(endpoint(word));
        assertThat(store.xksProxyConfiguration().uriPath()).isEqualTo("/a/b-c/kms/xks/v1");
        assertThat(store.xksProxyConfiguration().vpcEndpointServiceName()).isEqualTo(service(word));
        assertThat(store.xksProxyConfiguration().vpcEndpointServiceOwner()).isEqualTo("444455556666");
    }

    @Test
    void createCustomKeyStore_ofAServiceWithoutOwner_isTheAccountsOwn() {
        String account = newKey().awsAccountId();

        assertThat(described(create(proxy())).xksProxyConfiguration().vpcEndpointServiceOwner())
                .isEqualTo(account);
    }

    @Test
    void createCustomKeyStore_ofAProxyWithoutAllThatItNeeds_isRefused() {
        assertNotMade(VALIDATION, proxy(), r -> r.customKeyStoreName(null));
        assertNotMade(VALIDATION, proxy(), r -> r.xksProxyConnectivity((String) null));
        assertNotMade(VALIDATION, proxy(), r -> r.xksProxyUriEndpoint(null));
        assertNotMade(VALIDATION, proxy(), r -> r.xksProxyUriPath(null));
        assertNotMade(VALIDATION, proxy(), r -> r.xksProxyVpcEndpointServiceName(null));
        assertNotMade(
                VALIDATION,
                proxy(),
                r -> r.xksProxyAuthenticationCredential((XksProxyAuthenticationCredentialType) null));
    }

    @Test
    void createCustomKeyStore_ofAProxyWithWhatOnlyClustersHave_isRefused() {
        assertNotMade(VALIDATION, proxy(), r -> r.cloudHsmClusterId("cluster-" + word()));
        assertNotMade(VALIDATION, proxy(), r -> r.keyStorePassword(PASSWORD));
        assertNotMade(VALIDATION, proxy(), r -> r.trustAnchorCertificate(TRUST_ANCHOR));
    }

    @Test
    void createCustomKeyStore_ofAPublicEndpointWithAService_isRefused() {
        assertNotMade(VALIDATION, proxy(), r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT"));
    }

    @Test
    void createCustomKeyStore_ofAPublicEndpointThatCannotBeReached_isRefused() {
        assertNotMade(
                "XksProxyUriUnreachableException",
                proxy(),
                r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT").xksProxyVpcEndpointServiceName(null));
    }

    @Test
    void createCustomKeyStore_withWhatAnotherProxyHas_isRefused() {
        String word = word();
        create(proxy(), r -> r.xksProxyUriEndpoint(endpoint(word)).xksProxyVpcEndpointServiceName(service(word)));

        assertNotMade("XksProxyUriInUseException", proxy(), r -> r.xksProxyUriEndpoint(endpoint(word)));
        assertNotMade(
                "XksProxyUriEndpointInUseException",
                proxy(),
                r -> r.xksProxyUriEndpoint(endpoint(word)).xksProxyUriPath("/other/kms/xks/v1"));
        assertNotMade(
                "XksProxyUriEndpointInUseException",
                proxy(),
                r -> r.xksProxyUriEndpoint(endpoint(word))
                        .xksProxyUriPath("/other/kms/xks/v1")
                        .xksProxyConnectivity("PUBLIC_ENDPOINT")
                        .xksProxyVpcEndpointServiceName(null));
        assertNotMade(
                "XksProxyVpcEndpointServiceInUseException",
                proxy(),
                r -> r.xksProxyVpcEndpointServiceName(service(word)));
    }

    @Test
    void describeCustomKeyStores_byName_findsTheStore() {
        CustomKeyStoresListEntry store = described(create(cluster()));

        DescribeCustomKeyStoresResponse found =
                client().describeCustomKeyStores(r -> r.customKeyStoreName(store.customKeyStoreName()));

        assertThat(found.customKeyStores()).containsExactly(store);
        assertThat(found.truncated()).isFalse();
        assertThat(found.nextMarker()).isNull();
    }

    @Test
    void describeCustomKeyStores_ofAStoreThatIsNot_isRefused() {
        assertRefused(() -> described(NO_STORE), NOT_FOUND);
        assertRefused(() -> client().describeCustomKeyStores(r -> r.customKeyStoreName("none " + word())), NOT_FOUND);
    }

    @Test
    void describeCustomKeyStores_byIdAndName_isRefused() {
        String storeId = create(cluster());
        String name = described(storeId).customKeyStoreName();

        assertRefused(
                () -> client().describeCustomKeyStores(
                                r -> r.customKeyStoreId(storeId).customKeyStoreName(name)),
                VALIDATION);
    }

    @Test
    void describeCustomKeyStores_pageByPage_givesEachStoreOnce() {
        List<String> made = List.of(create(cluster()), create(proxy()), create(cluster()));

        List<String> listed = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            DescribeCustomKeyStoresResponse page =
                    client().describeCustomKeyStores(r -> r.limit(1).marker(from));
            assertThat(page.customKeyStores()).hasSizeLessThanOrEqualTo(1);
            assertThat(page.truncated()).isEqualTo(page.nextMarker() != null);
            page.customKeyStores().forEach(store -> listed.add(store.customKeyStoreId()));
            marker = page.nextMarker();
        } while (marker != null);

        assertThat(listed).doesNotHaveDuplicates().containsAll(made);
    }

    @Test
    void describeCustomKeyStores_withAMarkerThatIsNone_isRefused() {
        assertRefused(() -> client().describeCustomKeyStores(r -> r.marker("bogus")), "InvalidMarkerException");
    }

    @Test
    void connectCustomKeyStore_ofACluster_connectsIt() {
        String storeId = connected(cluster());

        assertThat(described(storeId).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    }

    @Test
    void connectCustomKeyStore_ofAConnectedStore_changesNothing() {
        String storeId = connected(cluster());

        connect(storeId);

        assertThat(described(storeId).connectionState()).isEqualTo(ConnectionStateType.CONNECTED);
    }

    @Test
    void connectCustomKeyStore_ofAProxyThatCannotBeReached_failsAndSaysWhy() {
        String storeId = connected(proxy());

        assertThat(described(storeId).connectionState()).isEqualTo(ConnectionStateType.FAILED);
        assertThat(described(storeId).connectionErrorCode()).isEqualTo(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE);
    }

    @Test
    void connectCustomKeyStore_ofAStoreThatFailed_isRefusedUntilItIsDisconnected() {
        String storeId = connected(proxy());

        assertRefused(() -> connect(storeId), INVALID_STATE);

        disconnect(storeId);
        assertThat(described(storeId).connectionErrorCode()).isNull();
        connect(storeId);
    }

    @Test
    void connectCustomKeyStore_ofAStoreThatIsNot_isRefused() {
        assertRefused(() -> connect(NO_STORE), NOT_FOUND);
    }

    @Test
    void disconnectCustomKeyStore_ofAConnectedStore_disconnectsIt() {
        String storeId = connected(cluster());

        disconnect(storeId);

        assertThat(described(storeId).connectionState()).isEqualTo(ConnectionStateType.DISCONNECTED);
    }

    @Test
    void disconnectCustomKeyStore_ofADisconnectedStore_isRefused() {
        String storeId = create(cluster());

        assertRefused(() -> disconnect(storeId), INVALID_STATE);
    }

    @Test
    void disconnectCustomKeyStore_ofAStoreThatIsNot_isRefused() {
        assertRefused(() -> disconnect(NO_STORE), NOT_FOUND);
    }

    @Test
    void deleteCustomKeyStore_ofADisconnectedStore_leavesNothing() {
        String storeId = create(cluster());
        CustomKeyStoresListEntry store = described(storeId);

        client().deleteCustomKeyStore(r -> r.customKeyStoreId(storeId));

        assertRefused(() -> described(storeId), NOT_FOUND);
        create(
                cluster(),
                r -> r.customKeyStoreName(store.customKeyStoreName()).cloudHsmClusterId(store.cloudHsmClusterId()));
    }

    @Test
    void deleteCustomKeyStore_ofAStoreThatIsNotDisconnected_isRefused() {
        String connected = connected(cluster());
        String failed = connected(proxy());

        assertRefused(() -> client().deleteCustomKeyStore(r -> r.customKeyStoreId(connected)), INVALID_STATE);
        assertRefused(() -> client().deleteCustomKeyStore(r -> r.customKeyStoreId(failed)), INVALID_STATE);
    }

    @Test
    void deleteCustomKeyStore_ofAStoreThatIsNot_isRefused() {
        assertRefused(() -> client().deleteCustomKeyStore(r -> r.customKeyStoreId(NO_STORE)), NOT_FOUND);
    }
}
