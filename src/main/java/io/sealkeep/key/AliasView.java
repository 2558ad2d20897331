// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.AliasListEntry;

/** An alias; the answer to a PUT has its name and target alone. */
@Schema(name = "Alias", example = """
                {"aliasName": "alias/example", "aliasArn": "arn:aws:kms:us-east-1:000000000000:alias/example",
                 "targetKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab",
                 "creationDate": "2026-11-24T09:00:00Z", "lastUpdatedDate": "2026-11-24T09:00:00Z"}""")
record AliasView(
        String aliasName,
        @Nullable String aliasArn,
        @Nullable String targetKeyId,
        @Nullable Instant creationDate,
        @Nullable Instant lastUpdatedDate) {

    static AliasView of(AliasListEntry entry) {
        return new AliasView(
                entry.aliasName(),
                entry.aliasArn(),
                entry.targetKeyId(),
                entry.creationDate(),
                entry.lastUpdatedDate());
    }
}
