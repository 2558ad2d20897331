// SPDX-License-Identifier: Apache-2.0
/**
 * Assembly: makes the one {@code KmsClient} bean. Chooses the backend, wraps it once with the audit decorator and, inside that, a
 * throttle that is off by default, runs the engine's sweeper and empties its outbox into the trail. Reads
 * the seed file of a test set-up.
 *
 * <p>Public: {@link io.sealkeep.kms.BackendDescription} and {@link io.sealkeep.kms.EngineTime}; Spring finds the configuration.
 * May touch: {@code engine}, {@code audit}, {@code call}, {@code home}. Only this room knows which engine is behind the contract,
 * and only here is the client that is not audited.
 */
@NullMarked
package io.sealkeep.kms;

import org.jspecify.annotations.NullMarked;
