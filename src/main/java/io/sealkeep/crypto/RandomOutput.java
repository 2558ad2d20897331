// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.Bytes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Random bytes. */
@Schema(name = "RandomResponse")
record RandomOutput(@Nullable Bytes plaintext) {}
