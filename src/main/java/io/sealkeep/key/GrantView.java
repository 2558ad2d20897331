// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GrantListEntry;

/** A grant as KMS lists it. */
@Schema(name = "Grant", example = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                 "grantId": "abcde1237f76e4ba7987489ac329fbfba6ad343d6f7075dbd1ef191f0120514a", "name": "example",
                 "creationDate": "2026-11-24T09:00:00Z", "granteePrincipal": "arn:aws:iam::000000000000:root",
                 "retiringPrincipal": "arn:aws:iam::000000000000:root",
                 "issuingAccount": "arn:aws:iam::000000000000:root", "operations": ["Decrypt", "Encrypt"],
                 "constraints": {"encryptionContextSubset": {"purpose": "example"}}}""")
record GrantView(
        @Nullable String keyId,
        @Nullable String grantId,

        @Schema(description = "Empty where the grant has none") @Nullable
        String name,

        @Nullable Instant creationDate,
        @Nullable String granteePrincipal,
        @Nullable String granteeServicePrincipal,
        @Nullable String retiringPrincipal,
        @Nullable String retiringServicePrincipal,
        @Nullable String issuingAccount,
        @Nullable List<String> operations,
        @Nullable KeyGrantConstraints constraints) {

    /** Stands in the API description for the id of a grant on the example key, see {@link ExampleKey}. */
    static final String EXAMPLE_ID = "abcde1237f76e4ba7987489ac329fbfba6ad343d6f7075dbd1ef191f0120514a";

    static GrantView of(GrantListEntry entry) {
        return new GrantView(
                entry.keyId(),
                entry.grantId(),
                entry.name(),
                entry.creationDate(),
                entry.granteePrincipal(),
                entry.granteeServicePrincipal(),
                entry.retiringPrincipal(),
                entry.retiringServicePrincipal(),
                entry.issuingAccount(),
                entry.operationsAsStrings(),
                KeyGrantConstraints.of(entry.constraints()));
    }
}
