// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Custom key stores of a test's own. Few may exist at once, so each test takes its own away again. */
abstract class CustomKeyStoreFixture extends KmsContract {

    static final String VALIDATION = "ValidationException";
    static final String NOT_FOUND = "CustomKeyStoreNotFoundException";
    static final String INVALID_STATE = "CustomKeyStoreInvalidStateException";
    static final String UNSUPPORTED = "UnsupportedOperationException";
    static final String NO_STORE = "cks-00000000000000000";
    static final String PASSWORD = "kmsuser-password-1";
    static final String ACCESS_KEY = "ABCDEFGHIJKLMNOPQRST";
    static final String SECRET_KEY = "s3cret/".repeat(7);

    static final String TRUST_ANCHOR = """
            -----BEGIN CERTIFICATE-----
            MIIBkzCCATmgAwIBAgIUJT7YN4Ta8dzd0ykKqfeiT7vbWggwCgYIKoZIzj0EAwIw
            HjEcMBoGA1UEAwwTRXhhbXBsZSBjdXN0b21lciBDQTAgFw0yNjExMjQyMTEwNDBa
            GA8yMTI2MTAzMTIxMTA0MFowHjEcMBoGA1UEAwwTRXhhbXBsZSBjdXN0b21lciBD
            QTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAy08U5d5f4heOXnkERjVe62MMdC
            Wut44NDLf7tqESXNOLkb2ZLG+V2HjghlJDnMeZWfnh+Kwn+VhlY4AIybKuGjUzBR
            MB0GA1UdDgQWBBQvDh4DWKU8ViAvkviwGDCzZdmVMDAfBgNVHSMEGDAWgBQvDh4D
            WKU8ViAvkviwGDCzZdmVMDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gA
            MEUCIQChdOBXNR8Gt/GCVNJfJTmrUF8BGpRHZ65jau5xEDKoRwIgeSXX3mc8m/ge
            SvL/JwZx9CteF57zGi0eVP5FtiEqdLs=
            -----END CERTIFICATE-----
            """;

    private final List<String> made = new ArrayList<>();

    /** Returns a word of sixteen characters that nobody has, which a cluster's id may have in it. */
    static String word() {
        return UUID.randomUUID()
                .toString()
                .replace("-", "")
                .replace('0', 'g')
                .replace('1', 'h')
                .replace('8', 'j')
                .replace('9', 'k')
                .toLowerCase(Locale.ROOT)
                .substring(0, 16);
    }

    /** Begins the request for a CloudHSM key store. */
    static Consumer<CreateCustomKeyStoreRequest.Builder> cluster() {
        String word = word();
        return r -> r.customKeyStoreName("contract " + word)
                .cloudHsmClusterId("cluster-" + word)
                .keyStorePassword(PASSWORD)
                .trustAnchorCertificate(TRUST_ANCHOR);
    }

    /** Begins the request for an external key store whose proxy is behind a VPC endpoint service. */
    static Consumer<CreateCustomKeyStoreRequest.Builder> proxy() {
        String word = word();
        return r -> r.customKeyStoreName("contract " + word)
                .customKeyStoreType("EXTERNAL_KEY_STORE")
                .xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                .xksProxyUriEndpoint(endpoint(word))
                .xksProxyUriPath("/contract/kms/xks/v1")
                .xksProxyVpcEndpointServiceName(service(word))
                .xksProxyAuthenticationCredential(c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey(SECRET_KEY));
    }

    static String endpoint(String word) {
        return "https://" + word + ".invalid";
    }

    static String service(String word) {
        return "com.amazonaws.vpce.us-east-1.vpce-svc-" + word;
    }

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
