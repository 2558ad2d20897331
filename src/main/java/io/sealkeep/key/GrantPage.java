// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of grants. */
record GrantPage(List<GrantView> grants, @Nullable String nextCursor) {}
