// SPDX-License-Identifier: Apache-2.0
/**
 * Leaf: the home directory, the identity settings and the clock, which in the profile {@code dev} can be moved. Anyone
 * may import it; it imports nothing of ours.
 *
 * <p>Files: {@code lock} (held while the process lives), {@code root.key} and {@code sealkeep.db} (the engine's),
 * {@code trail/} (the journal's). Nothing here reads or writes them but the lock.
 */
@NullMarked
package io.sealkeep.home;

import org.jspecify.annotations.NullMarked;
