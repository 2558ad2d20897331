// SPDX-License-Identifier: Apache-2.0
/**
 * Room: the embedded KMS, an implementation of the AWS SDK's {@code KmsClient} that needs no account and no network.
 *
 * <p>Who may enter: {@code kms}, by {@link io.sealkeep.engine.EmbeddedKms}, {@link io.sealkeep.engine.EngineSettings},
 * {@link io.sealkeep.engine.Outbox} and {@link io.sealkeep.engine.primitive.RootKey}. Inside: one {@code …Operations} per family
 * of operations; {@code Keys} reads keys and caches them with their material; {@code Changes} is the one way to change anything.
 * May touch: {@code call}, its own sub-packages. Never: knows a door or the trail, writes plaintext or material anywhere, answers
 * a change before it is durable.
 */
@NullMarked
package io.sealkeep.engine;

import org.jspecify.annotations.NullMarked;
