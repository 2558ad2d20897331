// SPDX-License-Identifier: Apache-2.0
/**
 * Door: what tests of a client need and production must not have, so far the clock. All of it exists in the Spring profile
 * {@code dev} alone; outside it these paths answer 404 like any that is none.
 *
 * <p>Public: nothing; Spring finds the controller. May touch: {@code kms}, for {@link io.sealkeep.kms.EngineTime}; {@code audit},
 * for its own record. Never: knows keys, or what becomes due when time moves.
 */
@NullMarked
package io.sealkeep.dev;

import org.jspecify.annotations.NullMarked;
