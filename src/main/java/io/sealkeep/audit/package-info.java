// SPDX-License-Identifier: Apache-2.0
/**
 * Room: the trail. Takes one CloudTrail record per call, makes it durable before the caller continues, and answers questions
 * about what it holds.
 *
 * <p>Who may enter: {@link io.sealkeep.audit.Trail} and {@link io.sealkeep.audit.AuditEvent}, and what they mention. May touch:
 * {@code call}, {@code home}, its own files in {@code <home>/trail}. Never: knows what KMS is, holds a secret, or answers
 * before the record is on disk.
 */
@NullMarked
package io.sealkeep.audit;

import org.jspecify.annotations.NullMarked;
