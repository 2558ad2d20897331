// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

/**
 * Who gets a grant's permissions, or may retire it. Immutable.
 *
 * @param name an ARN of IAM or STS, or the name of an AWS service such as {@code dynamodb.us-west-1.amazonaws.com}
 * @param isService whether it was given as a service principal; {@code GranteePrincipal} takes the name of a service too, and is
 *     then another principal
 */
public record GrantPrincipal(String name, boolean isService) {}
