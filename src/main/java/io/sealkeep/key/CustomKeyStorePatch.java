// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What UpdateCustomKeyStore takes: what is absent stays as it is. */
@Schema(name = "CustomKeyStorePatch", example = "{\"newCustomKeyStoreName\": \"ExampleKeyStore\"}")
record CustomKeyStorePatch(
        @Nullable String newCustomKeyStoreName,
        @Nullable String cloudHsmClusterId,

        @Schema(format = "password", accessMode = Schema.AccessMode.WRITE_ONLY) @Nullable
        String keyStorePassword,

        @Nullable String xksProxyConnectivity,
        @Nullable String xksProxyUriEndpoint,
        @Nullable String xksProxyUriPath,
        @Nullable String xksProxyVpcEndpointServiceName,
        @Nullable String xksProxyVpcEndpointServiceOwner,
        @Nullable ProxyCredentialInput xksProxyAuthenticationCredential) {

    /** Says nothing of the secrets. */
    @Override
    public String toString() {
        return "CustomKeyStorePatch[]";
    }
}
