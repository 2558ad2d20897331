// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

/**
 * What names an alias in the store. Immutable.
 *
 * @param name with its {@code alias/} prefix
 */
public record AliasRef(String region, String name) implements Ref {}
