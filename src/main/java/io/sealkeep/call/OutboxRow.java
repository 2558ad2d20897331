// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

/**
 * The audit record of a state change, stored in the transaction that makes the change and kept until the trail has it.
 * Immutable.
 *
 * @param eventId the record's {@code eventID}, by which the trail knows whether it already has it
 * @param json the whole CloudTrail record, one line of JSON without a line end
 */
public record OutboxRow(String eventId, String json) {}
