// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What UpdateKeyDescription takes. */
@Schema(name = "KeyPatch", example = "{\"description\": \"An example key, described anew\"}")
record KeyPatch(@Nullable String description) {}
