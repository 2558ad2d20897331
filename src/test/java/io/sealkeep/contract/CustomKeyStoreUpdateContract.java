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

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.UpdateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.XksProxyConfigurationType;

/** UpdateCustomKeyStore: what can be changed of a store of which type, and in which connection state. */
public abstract class CustomKeyStoreUpdateContract extends CustomKeyStoreFixture {

    private void update(String storeId, Consumer<UpdateCustomKeyStoreRequest.Builder> change) {
        client().updateCustomKeyStore(change.andThen(r -> r.customKeyStoreId(storeId)));
    }

    private void assertNotChanged(String code, String storeId, Consumer<UpdateCustomKeyStoreRequest.Builder> change) {
        var before = described(storeId);
        assertRefused(() -> update(storeId, change), code);
        assertThat(described(storeId)).isEqualTo(before);
    }

    private XksProxyConfigurationType proxyOf(String storeId) {
        return described(storeId).xksProxyConfiguration();
    }

    @Test
    void updateCustomKeyStore_ofTheName_renamesTheStore() {
        String storeId = create(cluster());
        String name = "renamed " + word();

        update(storeId, r -> r.newCustomKeyStoreName(name));

        assertThat(described(storeId).customKeyStoreName()).isEqualTo(name);
    }

    @Test
    void updateCustomKeyStore_ofTheNameToItsOwn_changesNothing() {
        String storeId = create(cluster());
        String name = described(storeId).customKeyStoreName();

        update(storeId, r -> r.newCustomKeyStoreName(name));

        assertThat(described(storeId).customKeyStoreName()).isEqualTo(name);
    }

    @Test
    void updateCustomKeyStore_ofTheNameOfAConnectedStore_renamesIt() {
        String storeId = connected(cluster());
        String name = "renamed " + word();

        update(storeId, r -> r.newCustomKeyStoreName(name));

        assertThat(described(storeId).customKeyStoreName()).isEqualTo(name);
    }

    @Test
    void updateCustomKeyStore_ofTheNameToOneInUse_isRefused() {
        String name = described(create(cluster())).customKeyStoreName();

        assertNotChanged("CustomKeyStoreNameInUseException", create(cluster()), r -> r.newCustomKeyStoreName(name));
    }

    @Test
    void updateCustomKeyStore_ofTheCluster_associatesAnother() {
        String storeId = create(cluster());
        String clusterId = "cluster-" + word();

        update(storeId, r -> r.cloudHsmClusterId(clusterId));

        assertThat(described(storeId).cloudHsmClusterId()).isEqualTo(clusterId);
        assertThat(described(storeId).trustAnchorCertificate()).isEqualTo(TRUST_ANCHOR);
    }

    @Test
    void updateCustomKeyStore_ofTheClusterToAnotherStores_isRefused() {
        String clusterId = described(create(cluster())).cloudHsmClusterId();

        assertNotChanged("CloudHsmClusterNotRelatedException", create(cluster()), r -> r.cloudHsmClusterId(clusterId));
    }

    @Test
    void updateCustomKeyStore_ofThePassword_isTaken() {
        String storeId = create(cluster());

        update(storeId, r -> r.keyStorePassword("kmsuser-password-2"));

        connect(storeId);
    }

    @Test
    void updateCustomKeyStore_ofAConnectedClusterOrItsPassword_isRefused() {
        String storeId = connected(cluster());

        assertNotChanged(INVALID_STATE, storeId, r -> r.cloudHsmClusterId("cluster-" + word()));
        assertNotChanged(INVALID_STATE, storeId, r -> r.keyStorePassword("kmsuser-password-2"));
    }

    @Test
    void updateCustomKeyStore_ofAClusterWithWhatOnlyProxiesHave_isRefused() {
        String storeId = create(cluster());

        assertNotChanged(VALIDATION, storeId, r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT"));
        assertNotChanged(VALIDATION, storeId, r -> r.xksProxyUriEndpoint("https://proxy.invalid"));
        assertNotChanged(VALIDATION, storeId, r -> r.xksProxyUriPath("/kms/xks/v1"));
        assertNotChanged(VALIDATION, storeId, r -> r.xksProxyVpcEndpointServiceName(service("a")));
        assertNotChanged(VALIDATION, storeId, r -> r.xksProxyVpcEndpointServiceOwner("111122223333"));
        assertNotChanged(
                VALIDATION,
                storeId,
                r -> r.xksProxyAuthenticationCredential(
                        c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey(SECRET_KEY)));
    }

    @Test
    void updateCustomKeyStore_ofAProxy_changesWhatIsGivenAlone() {
        String storeId = create(proxy());
        XksProxyConfigurationType before = proxyOf(storeId);

        update(storeId, r -> r.xksProxyUriPath("/changed/kms/xks/v1"));
        assertThat(proxyOf(storeId))
                .isEqualTo(before.toBuilder().uriPath("/changed/kms/xks/v1").build());

        String word = word();
        update(
                storeId,
                r -> r.xksProxyUriPath(before.uriPath())
                        .xksProxyUriEndpoint(endpoint(word))
                        .xksProxyVpcEndpointServiceName(service(word)));
        update(storeId, r -> r.xksProxyVpcEndpointServiceOwner("444455556666"));
        update(
                storeId,
                r -> r.xksProxyAuthenticationCredential(
                        c -> c.accessKeyId("TSRQPONMLKJIHGFEDCBA").rawSecretAccessKey(SECRET_KEY)));
        assertThat(proxyOf(storeId))
                .isEqualTo(before.toBuilder()
                        .uriEndpoint(endpoint(word))
                        .vpcEndpointServiceName(service(word))
                        .vpcEndpointServiceOwner("444455556666")
                        .accessKeyId("TSRQPONMLKJIHGFEDCBA")
                        .build());
    }

    @Test
    void updateCustomKeyStore_ofAProxyToWhatAnotherHas_isRefused() {
        XksProxyConfigurationType other = proxyOf(create(proxy()));
        String storeId = create(proxy());

        assertNotChanged("XksProxyUriInUseException", storeId, r -> r.xksProxyUriEndpoint(other.uriEndpoint()));
        assertNotChanged(
                "XksProxyUriEndpointInUseException",
                storeId,
                r -> r.xksProxyUriEndpoint(other.uriEndpoint()).xksProxyUriPath("/other/kms/xks/v1"));
        assertNotChanged(
                "XksProxyVpcEndpointServiceInUseException",
                storeId,
                r -> r.xksProxyVpcEndpointServiceName(other.vpcEndpointServiceName()));
    }

    @Test
    void updateCustomKeyStore_ofAProxyWithWhatOnlyClustersHave_isRefused() {
        String storeId = create(proxy());

        assertNotChanged(VALIDATION, storeId, r -> r.cloudHsmClusterId("cluster-" + word()));
        assertNotChanged(VALIDATION, storeId, r -> r.keyStorePassword(PASSWORD));
    }

    @Test
    void updateCustomKeyStore_toAPublicEndpoint_needsAnotherEndpointThatCanBeReached() {
        String storeId = create(proxy());

        assertNotChanged(VALIDATION, storeId, r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT"));
        assertNotChanged(
                VALIDATION,
                storeId,
                r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT")
                        .xksProxyUriEndpoint(endpoint(word()))
                        .xksProxyVpcEndpointServiceName(service(word())));
        assertNotChanged(
                "XksProxyUriUnreachableException",
                storeId,
                r -> r.xksProxyConnectivity("PUBLIC_ENDPOINT").xksProxyUriEndpoint(endpoint(word())));
    }

    @Test
    void updateCustomKeyStore_ofAStoreThatFailedToConnect_isRefused() {
        String storeId = connected(proxy());

        assertNotChanged(INVALID_STATE, storeId, r -> r.newCustomKeyStoreName("renamed " + word()));
        assertNotChanged(INVALID_STATE, storeId, r -> r.xksProxyUriPath("/changed/kms/xks/v1"));
    }

    @Test
    void updateCustomKeyStore_ofAStoreThatIsNot_isRefused() {
        assertRefused(() -> update(NO_STORE, r -> r.newCustomKeyStoreName("x")), NOT_FOUND);
    }
}
