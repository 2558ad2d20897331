// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.primitive.MaterialPlace;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.CustomKeyStoreRow;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.kms.model.XksProxyAuthenticationCredentialType;

/**
 * What requests to external key store proxies are signed with, as the store keeps it: the secret wrapped under the root key and
 * bound to account, region, custom key store and access key id. Safe for concurrent use.
 */
final class ProxyCredentials {

    /** Where a key's material has its spec: no spec is called so, and no key id begins as a store's does. */
    private static final String KIND = "XKS_PROXY_CREDENTIAL";

    private final String account;
    private final RootKey rootKey;

    ProxyCredentials(String account, RootKey rootKey) {
        this.account = account;
        this.rootKey = rootKey;
    }

    CustomKeyStoreRow.Credential wrap(String region, String storeId, XksProxyAuthenticationCredentialType credential) {
        byte[] bytes = credential.rawSecretAccessKey().getBytes(StandardCharsets.US_ASCII);
        try (SecretBytes secret = SecretBytes.takeOver(bytes)) {
            MaterialPlace place = place(region, storeId, credential.accessKeyId());
            return new CustomKeyStoreRow.Credential(credential.accessKeyId(), rootKey.wrap(secret, place));
        }
    }

    MaterialPlace place(String region, String storeId, String accessKeyId) {
        return new MaterialPlace(account, region, storeId, accessKeyId, KIND);
    }
}
