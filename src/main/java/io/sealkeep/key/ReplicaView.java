// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;

/** A new replica, with the policy and tags it was given. */
@Schema(name = "CreatedReplica")
record ReplicaView(
        @JsonUnwrapped KeyView key,

        @Schema(description = "The replica's policy, a JSON document as a string") @Nullable
        String replicaPolicy,

        List<KeyTag> replicaTags) {

    static ReplicaView of(ReplicateKeyResponse response) {
        return new ReplicaView(
                KeyView.of(response.replicaKeyMetadata()),
                response.replicaPolicy(),
                response.replicaTags().stream().map(KeyTag::of).toList());
    }
}
