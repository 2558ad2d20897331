// SPDX-License-Identifier: Apache-2.0
/**
 * Room: who calls and who may reach the service. Filters that every request passes before any door, and the check of the
 * addresses at start.
 *
 * <p>Public: the settings record; Spring finds the rest. May touch: {@code call}, {@code home}, the servlet API. Never: knows a
 * key, reads a body, or decides per key (that is authorisation's).
 */
@NullMarked
package io.sealkeep.security;

import org.jspecify.annotations.NullMarked;
