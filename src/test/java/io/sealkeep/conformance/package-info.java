// SPDX-License-Identifier: Apache-2.0
/**
 * The conformance scoreboard: aims the contracts of {@code io.sealkeep.contract} at an endpoint that speaks the AWS KMS protocol,
 * whoever made it, and prints what each operation of the API does. {@code Conformance} is its {@code main}; {@code Scoreboard}
 * counts and draws; {@code OutcomeListener} turns JUnit's events into what it counts; {@code EndpointContracts} is all contracts
 * for one endpoint; {@code OwnKeys} and {@code Patience} stand between them and the endpoint.
 *
 * <p>May touch: the SDK's client, JUnit's launcher, the contracts. Never: Sealkeep's own code, which may be at the other end.
 */
@NullMarked
package io.sealkeep.conformance;

import org.jspecify.annotations.NullMarked;
