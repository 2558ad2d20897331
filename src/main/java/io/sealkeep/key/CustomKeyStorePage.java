// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of custom key stores. */
record CustomKeyStorePage(
        List<CustomKeyStoreView> customKeyStores, @Nullable String nextCursor) {}
