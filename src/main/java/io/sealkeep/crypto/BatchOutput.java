// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import java.util.List;

/** What became of each item of a batch, in the order in which they were given. */
record BatchOutput<R>(List<BatchResult<R>> items) {}
