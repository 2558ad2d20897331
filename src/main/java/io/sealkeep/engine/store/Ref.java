// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

/** A key or an alias: what a cache holds under one name, and what a change makes stale. */
public sealed interface Ref permits KeyRef, AliasRef {
    String region();
}
