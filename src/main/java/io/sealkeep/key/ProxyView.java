// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.XksProxyConfigurationType;

/** The proxy of an external key store, without what requests to it are signed with. */
@Schema(name = "XksProxyConfiguration")
record ProxyView(
        @Nullable String connectivity,
        @Nullable String accessKeyId,
        @Nullable String uriEndpoint,
        @Nullable String uriPath,
        @Nullable String vpcEndpointServiceName,
        @Nullable String vpcEndpointServiceOwner) {

    static @Nullable ProxyView of(@Nullable XksProxyConfigurationType proxy) {
        return proxy == null
                ? null
                : new ProxyView(
                        proxy.connectivityAsString(),
                        proxy.accessKeyId(),
                        proxy.uriEndpoint(),
                        proxy.uriPath(),
                        proxy.vpcEndpointServiceName(),
                        proxy.vpcEndpointServiceOwner());
    }
}
