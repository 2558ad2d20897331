// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;

/** Requests for custom key stores, each with names that no other has. */
public final class TestKeyStores {

    public static final String PASSWORD = "kmsuser-password-1";
    public static final String ACCESS_KEY = "ABCDEFGHIJKLMNOPQRST";
    public static final String SECRET_KEY = "s3cret/".repeat(7);

    public static final String TRUST_ANCHOR = """
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

    private TestKeyStores() {}

    /** Returns a word of sixteen characters that nobody has, which a cluster's id may have in it. */
    public static String word() {
        return UUID.randomUUID()
                .toString()
                .replace("-", "")
                .replace('0', 'g')
                .replace('1', 'h')
                .replace('8', 'j')
                .replace('9', 'k')
                .substring(0, 16);
    }

    /** Begins the request for a CloudHSM key store. */
    public static Consumer<CreateCustomKeyStoreRequest.Builder> cluster() {
        String word = word();
        return r -> r.customKeyStoreName("contract " + word)
                .cloudHsmClusterId("cluster-" + word)
                .keyStorePassword(PASSWORD)
                .trustAnchorCertificate(TRUST_ANCHOR);
    }

    /** Begins the request for an external key store whose proxy is behind a VPC endpoint service. */
    public static Consumer<CreateCustomKeyStoreRequest.Builder> proxy() {
        String word = word();
        return r -> r.customKeyStoreName("contract " + word)
                .customKeyStoreType("EXTERNAL_KEY_STORE")
                .xksProxyConnectivity("VPC_ENDPOINT_SERVICE")
                .xksProxyUriEndpoint(endpoint(word))
                .xksProxyUriPath("/contract/kms/xks/v1")
                .xksProxyVpcEndpointServiceName(service(word))
                .xksProxyAuthenticationCredential(c -> c.accessKeyId(ACCESS_KEY).rawSecretAccessKey(SECRET_KEY));
    }

    public static String endpoint(String word) {
        return "https://" + word + ".invalid";
    }

    public static String service(String word) {
        return "com.amazonaws.vpce.us-east-1.vpce-svc-" + word;
    }
}
