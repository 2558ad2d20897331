// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;

/** A key's policy. */
@Schema(name = "Policy")
record PolicyView(
        @Nullable String policyName,

        @Schema(description = "The policy, a JSON document as a string") @Nullable
        String policy) {

    static PolicyView of(GetKeyPolicyResponse response) {
        return new PolicyView(response.policyName(), response.policy());
    }
}
