// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What CreateKey takes; every member may be left out. */
@Schema(name = "CreateKey", example = """
                {"description": "An example key", "aliasName": "alias/example",
                 "tags": [{"tagKey": "Project", "tagValue": "Example"}]}""")
record CreateKeyInput(
        @Nullable String description,

        @Schema(description = "SYMMETRIC_DEFAULT where absent") @Nullable
        String keySpec,

        @Schema(description = "ENCRYPT_DECRYPT where absent") @Nullable
        String keyUsage,

        @Schema(description = "Where the key material comes from: AWS_KMS where absent") @Nullable
        String origin,

        @Nullable Boolean multiRegion,

        @Schema(description = "The key policy, a JSON document as a string; a default one where absent") @Nullable
        String policy,

        @Nullable Boolean bypassPolicyLockoutSafetyCheck,
        @Nullable List<KeyTag> tags,

        @Schema(description = "An alias to create for the key, with its prefix alias/") @Nullable
        String aliasName) {}
