// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of aliases. */
record AliasPage(List<AliasView> aliases, @Nullable String nextCursor) {}
