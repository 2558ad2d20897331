// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What PutKeyPolicy takes. */
@Schema(name = "PutPolicy", example = """
                {"policy": "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Sid\\":\\"Enable IAM User Permissions\\",\
                \\"Effect\\":\\"Allow\\",\\"Principal\\":{\\"AWS\\":\\"arn:aws:iam::000000000000:root\\"},\
                \\"Action\\":\\"kms:*\\",\\"Resource\\":\\"*\\"}]}"}""")
record PolicyInput(
        @Schema(description = "The policy, a JSON document as a string") @Nullable
        String policy,

        @Nullable Boolean bypassPolicyLockoutSafetyCheck) {}
