// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.time.Instant;

/**
 * An alias. Immutable.
 *
 * @param keyId the key it leads to, in its own region
 * @param updatedAt when it was last made to lead there
 */
public record AliasRow(AliasRef ref, String keyId, Instant createdAt, Instant updatedAt) {}
