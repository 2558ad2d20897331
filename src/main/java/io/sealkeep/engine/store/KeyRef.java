// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

/** What names a key in the store. Immutable. */
public record KeyRef(String region, String keyId) implements Ref {}
