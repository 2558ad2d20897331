// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/**
 * What a grant says: all by which a repeated CreateGrant is recognised as one. Immutable.
 *
 * @param name null for a grant without one, which is never recognised again
 * @param retiring null where only the key's administrators and the grantee may end the grant
 * @param operations each once, in the order of the API's enumeration
 * @param constraints null for none; at most one of the two encryption contexts, which is never empty
 */
public record GrantTerms(
        @Nullable String name,
        GrantPrincipal grantee,
        @Nullable GrantPrincipal retiring,
        List<GrantOperation> operations,
        @Nullable GrantConstraints constraints) {}
