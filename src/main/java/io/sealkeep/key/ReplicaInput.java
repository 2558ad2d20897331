// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What ReplicateKey takes. */
@Schema(name = "ReplicateKey", example = """
                {"replicaRegion": "eu-central-1", "description": "An example key's replica"}""")
record ReplicaInput(
        @Schema(description = "The region of the replica, such as eu-central-1") @Nullable
        String replicaRegion,

        @Nullable String description,

        @Schema(description = "The replica's key policy, a JSON document as a string; a default one where absent")
        @Nullable
        String policy,

        @Nullable Boolean bypassPolicyLockoutSafetyCheck,
        @Nullable List<KeyTag> tags) {}
