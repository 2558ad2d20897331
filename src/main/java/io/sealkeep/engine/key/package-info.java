// SPDX-License-Identifier: Apache-2.0
/**
 * Pure: the rules of keys, without a store and without ciphers. What a key identifier may look like, which operation a key
 * allows in which state, when a key rotates, how an alias may be named, and with which exception each refusal is said.
 *
 * <p>Who may enter: {@code engine} and {@code engine.store}. May touch: the AWS SDK's model classes. Never: Spring, SQL,
 * {@code javax.crypto}, a clock of its own.
 */
@NullMarked
package io.sealkeep.engine.key;

import org.jspecify.annotations.NullMarked;
