// SPDX-License-Identifier: Apache-2.0
/**
 * Leaf: who calls, what the engine tells the record of the call, and how a call's text is encoded. Anyone may import it; it
 * imports nothing of ours.
 *
 * <p>{@link io.sealkeep.call.Caller} is bound per request by the outermost filter; {@link io.sealkeep.call.CallRecord} per
 * KMS call by the audit decorator. Both are scoped values: a thread that serves no request sees none. Never holds a secret.
 */
@NullMarked
package io.sealkeep.call;

import org.jspecify.annotations.NullMarked;
