// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

/**
 * Which store this is. Immutable where its arrays are left alone.
 *
 * @param storeId 16 random bytes
 * @param accountId the account whose keys it holds
 * @param rootKeyCheck what its root key is recognised by
 */
@SuppressWarnings("ArrayRecordComponent")
public record StoreIdentity(byte[] storeId, String accountId, byte[] rootKeyCheck) {}
