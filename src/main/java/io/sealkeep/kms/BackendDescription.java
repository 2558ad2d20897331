// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

/**
 * What stands behind the doors, in words for the start-up banner. Immutable.
 *
 * @param backend {@code embedded} or {@code aws}, with what tells it from others
 * @param store where its keys are kept
 */
public record BackendDescription(String backend, String store) {}
