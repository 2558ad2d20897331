// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.time.Instant;

/**
 * A grant. Immutable.
 *
 * @param grantId 64 hex digits, unlike that of any other grant
 */
public record GrantRow(KeyRef key, String grantId, GrantTerms terms, Instant createdAt) {}
