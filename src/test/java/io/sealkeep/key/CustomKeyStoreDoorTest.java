// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static io.sealkeep.contract.TestKeyStores.ACCESS_KEY;
import static io.sealkeep.contract.TestKeyStores.PASSWORD;
import static io.sealkeep.contract.TestKeyStores.SECRET_KEY;
import static io.sealkeep.contract.TestKeyStores.TRUST_ANCHOR;
import static io.sealkeep.contract.TestKeyStores.endpoint;
import static io.sealkeep.contract.TestKeyStores.service;
import static io.sealkeep.contract.TestKeyStores.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class CustomKeyStoreDoorTest {

    private static final String STORES = "/v1/custom-key-stores";

    @LocalServerPort
    private int port;

    private Rest rest;
    private String word;
    private final List<String> made = new ArrayList<>();

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        word = word();
    }

    /** Few may exist at once. */
    @AfterEach
    void deleteStores() {
        for (String path : made) {
            rest.post(path + "/disconnect", null);
            rest.delete(path);
        }
    }

    private static String cluster(String word) {
        return """
                {"customKeyStoreName": "door %1$s", "cloudHsmClusterId": "cluster-%1$s", "keyStorePassword": "%2$s",
                 "trustAnchorCertificate": "%3$s"}""".formatted(word, PASSWORD, TRUST_ANCHOR.replace("\n", "\\n"));
    }

    private static String proxy(String word) {
        return """
                {"customKeyStoreName": "door %1$s", "customKeyStoreType": "EXTERNAL_KEY_STORE",
                 "xksProxyConnectivity": "VPC_ENDPOINT_SERVICE", "xksProxyUriEndpoint": "%2$s",
                 "xksProxyUriPath": "/kms/xks/v1", "xksProxyVpcEndpointServiceName": "%3$s",
                 "xksProxyVpcEndpointServiceOwner": "444455556666", "xksProxyAuthenticationCredential":
                     {"accessKeyId": "%4$s", "rawSecretAccessKey": "%5$s"}}""".formatted(word, endpoint(word), service(word), ACCESS_KEY, SECRET_KEY);
    }

    private String create(String body) {
        Answer created = rest.post(STORES, body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path = created.header("Location");
        made.add(path);
        return path;
    }

    @Test
    void create_ofACluster_answersItsIdAndWhereItIs() {
        Answer created = rest.post(STORES, cluster(word));
        made.add(created.header("Location"));

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.body().propertyNames()).containsExactly("customKeyStoreId");
        assertThat(created.header("Location")).isEqualTo(STORES + "/" + created.get("customKeyStoreId"));
        Answer store = rest.get(created.header("Location"));
        assertThat(store.get("customKeyStoreId")).isEqualTo(created.get("customKeyStoreId"));
        assertThat(store.get("customKeyStoreName")).isEqualTo("door " + word);
        assertThat(store.get("customKeyStoreType")).isEqualTo("AWS_CLOUDHSM");
        assertThat(store.get("cloudHsmClusterId")).isEqualTo("cluster-" + word);
        assertThat(store.get("trustAnchorCertificate")).isEqualTo(TRUST_ANCHOR);
        assertThat(store.get("connectionState")).isEqualTo("DISCONNECTED");
        assertThat(Instant.parse(store.get("creationDate"))).isNotNull();
        assertThat(store.text()).doesNotContain("null").doesNotContain(PASSWORD);
    }

    @Test
    void create_inAnotherRegion_saysItInTheLocation() {
        Answer created = rest.post(STORES + "?region=eu-central-1", cluster(word));

        String path = created.header("Location");
        assertThat(path).endsWith("?region=eu-central-1");
        assertThat(rest.get(path).status()).isEqualTo(200);
        assertThat(rest.get(path.replace("?region=eu-central-1", "")).status()).isEqualTo(404);
        assertThat(rest.delete(path).status()).isEqualTo(204);
    }

    @Test
    void create_ofAProxy_showsAllButTheSecret() {
        String path = create(proxy(word));

        Answer store = rest.get(path);
        assertThat(store.text()).doesNotContain(SECRET_KEY).doesNotContain("null");
        assertThat(store.body().path("xksProxyConfiguration").propertyNames())
                .containsExactly(
                        "connectivity",
                        "accessKeyId",
                        "uriEndpoint",
                        "uriPath",
                        "vpcEndpointServiceName",
                        "vpcEndpointServiceOwner");
        assertThat(store.body()
                        .path("xksProxyConfiguration")
                        .path("accessKeyId")
                        .asString())
                .isEqualTo(ACCESS_KEY);
        assertThat(store.body()
                        .path("xksProxyConfiguration")
                        .path("uriEndpoint")
                        .asString())
                .isEqualTo(endpoint(word));
    }

    @Test
    void create_withWhatKmsRefuses_isRefused() {
        create(cluster(word));

        assertRefused(rest.post(STORES, cluster(word)), 409, "CustomKeyStoreNameInUseException");
        assertRefused(
                rest.post(STORES, cluster(word).replace("door ", "other ")), 409, "CloudHsmClusterInUseException");
        assertRefused(
                rest.post(STORES, cluster(word()).replace("MIIBkz", "MIIBkw")), 400, "IncorrectTrustAnchorException");
        assertRefused(rest.post(STORES, "{}"), 400, "ValidationException");
        assertRefused(rest.post(STORES, "{\"name\": \"misspelt\"}"), 400, "SerializationException");
        Answer unreachable = rest.post(
                STORES,
                proxy(word())
                        .replace("VPC_ENDPOINT_SERVICE", "PUBLIC_ENDPOINT")
                        .replaceAll("(?s)\"xksProxyVpcEndpointServiceName.*?(?=\"xksProxyAuth)", ""));
        assertRefused(unreachable, 409, "XksProxyUriUnreachableException");
    }

    @Test
    void create_withASecretThatIsNone_doesNotRepeatIt() {
        Answer shortPassword = rest.post(STORES, cluster(word).replace(PASSWORD, "hidden"));
        Answer notText = rest.post(STORES, cluster(word).replace("\"" + PASSWORD + "\"", "[\"hidden\"]"));
        Answer broken = rest.post(STORES, cluster(word).replace(PASSWORD + "\"", "hidden"));

        assertRefused(shortPassword, 400, "ValidationException");
        assertRefused(notText, 400, "SerializationException");
        assertRefused(broken, 400, "SerializationException");
        assertThat(List.of(shortPassword, notText, broken))
                .noneMatch(answer -> answer.text().contains("hidden"));
    }

    private static void assertRefused(Answer refused, int status, String code) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.get("code")).isEqualTo(code);
    }

    @Test
    void list_pageByPageOrByName_givesTheStores() {
        List<String> paths = List.of(create(cluster(word)), create(cluster(word())));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = rest.get(STORES + "?limit=1" + cursor);
            page.body()
                    .path("customKeyStores")
                    .forEach(store -> listed.add(
                            STORES + "/" + store.path("customKeyStoreId").asString()));
            cursor = page.get("nextCursor") == null ? "" : "&cursor=" + page.get("nextCursor");
        } while (!cursor.isEmpty());

        assertThat(listed).doesNotHaveDuplicates().containsAll(paths);
        Answer named = rest.get(STORES + "?customKeyStoreName=door%20" + word);
        assertThat(named.body().path("customKeyStores")).hasSize(1);
        assertThat(named.body().path("customKeyStores").path(0))
                .isEqualTo(rest.get(paths.getFirst()).body());
        assertRefused(rest.get(STORES + "?customKeyStoreName=none"), 404, "CustomKeyStoreNotFoundException");
        assertRefused(rest.get(STORES + "?cursor=bogus"), 400, "InvalidMarkerException");
    }

    @Test
    void connect_thenDisconnect_changesTheState() {
        String path = create(cluster(word));

        assertThat(rest.post(path + "/connect", null).status()).isEqualTo(204);
        assertThat(rest.get(path).get("connectionState")).isEqualTo("CONNECTED");
        assertRefused(rest.delete(path), 409, "CustomKeyStoreInvalidStateException");
        assertThat(rest.post(
                                "/v1/random",
                                "{\"numberOfBytes\": 16, \"customKeyStoreId\": \"%s\"}"
                                        .formatted(path.substring(STORES.length() + 1)))
                        .status())
                .isEqualTo(200);

        assertThat(rest.post(path + "/disconnect", null).status()).isEqualTo(204);
        assertThat(rest.get(path).get("connectionState")).isEqualTo("DISCONNECTED");
        assertRefused(rest.post(path + "/disconnect", null), 409, "CustomKeyStoreInvalidStateException");
    }

    @Test
    void connect_ofAProxy_failsAndSaysWhy() {
        String path = create(proxy(word));

        assertThat(rest.post(path + "/connect", null).status()).isEqualTo(204);

        assertThat(rest.get(path).get("connectionState")).isEqualTo("FAILED");
        assertThat(rest.get(path).get("connectionErrorCode")).isEqualTo("XKS_PROXY_NOT_REACHABLE");
    }

    @Test
    void patch_ofAStore_changesWhatItNames() {
        String path = create(proxy(word));

        Answer patched = rest.call("PATCH", path, """
                {"newCustomKeyStoreName": "patched %s", "xksProxyUriPath": "/patched/kms/xks/v1",
                 "xksProxyAuthenticationCredential":
                     {"accessKeyId": "TSRQPONMLKJIHGFEDCBA", "rawSecretAccessKey": "%s"}}""".formatted(word, SECRET_KEY));

        assertThat(patched.status()).as(patched.text()).isEqualTo(204);
        Answer store = rest.get(path);
        assertThat(store.get("customKeyStoreName")).isEqualTo("patched " + word);
        assertThat(store.body().path("xksProxyConfiguration").path("uriPath").asString())
                .isEqualTo("/patched/kms/xks/v1");
        assertThat(store.body()
                        .path("xksProxyConfiguration")
                        .path("accessKeyId")
                        .asString())
                .isEqualTo("TSRQPONMLKJIHGFEDCBA");
        assertThat(store.body()
                        .path("xksProxyConfiguration")
                        .path("uriEndpoint")
                        .asString())
                .isEqualTo(endpoint(word));
    }

    @Test
    void delete_ofADisconnectedStore_leavesNothing() {
        String path = create(cluster(word));

        assertThat(rest.delete(path).status()).isEqualTo(204);
        assertRefused(rest.get(path), 404, "CustomKeyStoreNotFoundException");
    }

    @ParameterizedTest
    @CsvSource({"GET, ''", "PATCH, ''", "DELETE, ''", "POST, /connect", "POST, /disconnect"})
    void anything_ofAStoreThatDoesNotExist_isNotFound(String method, String path) {
        String body = method.equals("PATCH") ? "{\"newCustomKeyStoreName\": \"x\"}" : null;

        assertRefused(
                rest.call(method, STORES + "/cks-00000000000000000" + path, body),
                404,
                "CustomKeyStoreNotFoundException");
    }

    /** Whoever prints an input prints no secret. */
    @Test
    void inputs_printed_saySomethingElse() {
        ProxyCredentialInput credential = new ProxyCredentialInput(ACCESS_KEY, SECRET_KEY);
        CustomKeyStoreInput input =
                new CustomKeyStoreInput("n", null, null, null, PASSWORD, null, null, null, null, null, credential);
        CustomKeyStorePatch patch =
                new CustomKeyStorePatch(null, null, PASSWORD, null, null, null, null, null, credential);

        assertThat(input + " " + patch + " " + credential)
                .doesNotContain(PASSWORD)
                .doesNotContain(SECRET_KEY)
                .doesNotContain(ACCESS_KEY);
    }
}
