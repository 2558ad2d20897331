// SPDX-License-Identifier: Apache-2.0
/**
 * Door: keys, aliases and custom key stores over REST, the keys' tags, policies, grants and rotation. Turns a request into calls on {@code
 * KmsClient}, and nothing else: what is allowed, in which state, and in whose words it is refused, the contract says.
 *
 * <p>Public: nothing; Spring finds the controllers. May touch: {@code KmsClient} and its model, {@code web}, {@code call}. Never:
 * reads the store, checks a key's state, or knows which backend answers.
 */
@NullMarked
package io.sealkeep.key;

import org.jspecify.annotations.NullMarked;
