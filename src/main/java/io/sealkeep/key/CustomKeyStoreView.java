// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CustomKeyStoresListEntry;

/** A custom key store as DescribeCustomKeyStores shows it. */
@Schema(
        name = "CustomKeyStore",
        description = "A custom key store. A member that does not apply to its type is absent.",
        example = "{\"customKeyStoreId\": \"" + ExampleCustomKeyStore.ID + """
                ", "customKeyStoreName": "ExampleKeyStore", "customKeyStoreType": "AWS_CLOUDHSM",
                 "connectionState": "DISCONNECTED", "creationDate": "2026-11-24T09:00:00Z",
                 "cloudHsmClusterId": "cluster-2a34b5cdefg"}""")
record CustomKeyStoreView(
        String customKeyStoreId,
        String customKeyStoreName,
        @Nullable String customKeyStoreType,

        @Schema(description = "CONNECTED, CONNECTING, DISCONNECTED, DISCONNECTING or FAILED") @Nullable
        String connectionState,

        @Schema(description = "Why the state is FAILED") @Nullable
        String connectionErrorCode,

        @Nullable Instant creationDate,
        @Nullable String cloudHsmClusterId,
        @Nullable String trustAnchorCertificate,
        @Nullable ProxyView xksProxyConfiguration) {

    static CustomKeyStoreView of(CustomKeyStoresListEntry store) {
        return new CustomKeyStoreView(
                store.customKeyStoreId(),
                store.customKeyStoreName(),
                store.customKeyStoreTypeAsString(),
                store.connectionStateAsString(),
                store.connectionErrorCodeAsString(),
                store.creationDate(),
                store.cloudHsmClusterId(),
                store.trustAnchorCertificate(),
                ProxyView.of(store.xksProxyConfiguration()));
    }
}
