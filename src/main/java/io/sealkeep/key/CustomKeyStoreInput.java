// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What CreateCustomKeyStore takes. */
@Schema(name = "CreateCustomKeyStore", example = """
                {"customKeyStoreName": "ExampleKeyStore", "customKeyStoreType": "AWS_CLOUDHSM",
                 "cloudHsmClusterId": "cluster-2a34b5cdefg", "keyStorePassword": "example-password",
                 "trustAnchorCertificate": "-----BEGIN CERTIFICATE-----\\nMIIBkzCCATmgAwIBAgIUJT7YN4Ta8dzd0ykKqfeiT7vbWggwCgYIKoZ\
                Izj0EAwIw\\nHjEcMBoGA1UEAwwTRXhhbXBsZSBjdXN0b21lciBDQTAgFw0yNjExMjQyMTEwNDBa\\nGA8yMTI2MTAzMTIxMTA0MFowHjEcMBoGA1\
                UEAwwTRXhhbXBsZSBjdXN0b21lciBD\\nQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAy08U5d5f4heOXnkERjVe62MMdC\\nWut44NDLf7tqES\
                XNOLkb2ZLG+V2HjghlJDnMeZWfnh+Kwn+VhlY4AIybKuGjUzBR\\nMB0GA1UdDgQWBBQvDh4DWKU8ViAvkviwGDCzZdmVMDAfBgNVHSMEGDAWgBQvD\
                h4D\\nWKU8ViAvkviwGDCzZdmVMDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gA\\nMEUCIQChdOBXNR8Gt/GCVNJfJTmrUF8BGpRHZ65ja\
                u5xEDKoRwIgeSXX3mc8m/ge\\nSvL/JwZx9CteF57zGi0eVP5FtiEqdLs=\\n-----END CERTIFICATE-----"}""")
record CustomKeyStoreInput(
        @Schema(description = "1 to 256 characters, unlike any other in the region; not a secret") @Nullable
        String customKeyStoreName,

        @Schema(description = "AWS_CLOUDHSM where absent, or EXTERNAL_KEY_STORE; it cannot be changed later") @Nullable
        String customKeyStoreType,

        @Schema(description = "With AWS_CLOUDHSM: a cluster that no other store of the account has") @Nullable
        String cloudHsmClusterId,

        @Schema(description = "With AWS_CLOUDHSM: the certificate of customerCA.crt, PEM") @Nullable
        String trustAnchorCertificate,

        @Schema(
                description = "With AWS_CLOUDHSM: the password of kmsuser. The embedded KMS does not keep it",
                format = "password",
                accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable
        String keyStorePassword,

        @Schema(description = "With EXTERNAL_KEY_STORE: PUBLIC_ENDPOINT or VPC_ENDPOINT_SERVICE") @Nullable
        String xksProxyConnectivity,

        @Schema(description = "With EXTERNAL_KEY_STORE: https:// and the proxy's host") @Nullable
        String xksProxyUriEndpoint,

        @Schema(description = "With EXTERNAL_KEY_STORE: ends with /kms/xks/v1") @Nullable
        String xksProxyUriPath,

        @Schema(description = "With VPC_ENDPOINT_SERVICE") @Nullable
        String xksProxyVpcEndpointServiceName,

        @Schema(description = "With VPC_ENDPOINT_SERVICE: an account; the caller's own where absent") @Nullable
        String xksProxyVpcEndpointServiceOwner,

        @Schema(description = "With EXTERNAL_KEY_STORE") @Nullable
        ProxyCredentialInput xksProxyAuthenticationCredential) {

    /** Says nothing of the secrets. */
    @Override
    public String toString() {
        return "CustomKeyStoreInput[" + customKeyStoreName + "]";
    }
}
