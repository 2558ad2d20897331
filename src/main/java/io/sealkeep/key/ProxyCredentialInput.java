// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.XksProxyAuthenticationCredentialType;

/** What requests to the proxy of an external key store are signed with. */
@Schema(name = "XksProxyAuthenticationCredential")
record ProxyCredentialInput(
        @Schema(description = "20 to 30 of A to Z and 2 to 7") @Nullable
        String accessKeyId,

        @Schema(
                description = "43 to 64 of a to z, A to Z, 0 to 9, /, + and =",
                format = "password",
                accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable
        String rawSecretAccessKey) {

    static @Nullable XksProxyAuthenticationCredentialType sdk(@Nullable ProxyCredentialInput credential) {
        return credential == null
                ? null
                : XksProxyAuthenticationCredentialType.builder()
                        .accessKeyId(credential.accessKeyId)
                        .rawSecretAccessKey(credential.rawSecretAccessKey)
                        .build();
    }

    @Override
    public String toString() {
        return "ProxyCredentialInput[…]";
    }
}
