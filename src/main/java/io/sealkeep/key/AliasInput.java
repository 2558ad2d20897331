// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Where an alias is to point. */
@Schema(name = "PutAlias", example = "{\"targetKeyId\": \"1234abcd-12ab-34cd-56ef-1234567890ab\"}")
record AliasInput(
        @Schema(description = "A key id or key ARN; AWS takes no alias here") @Nullable
        String targetKeyId) {}
