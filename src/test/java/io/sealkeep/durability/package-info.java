// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of what survives: killed processes, lost power, full and failing disks, lost answers, slow clients.
 *
 * <p>One workload ({@link io.sealkeep.durability.Workload}) is told of by a ledger of what was answered
 * ({@link io.sealkeep.durability.Promises}); afterwards the store, the trail and the ledger must tell the same story
 * ({@link io.sealkeep.durability.Findings}). System calls come from strace ({@link io.sealkeep.durability.SystemTrace}).
 */
@NullMarked
package io.sealkeep.durability;

import org.jspecify.annotations.NullMarked;
