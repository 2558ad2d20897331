// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.PrincipalName;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.GrantPrincipal;
import io.sealkeep.engine.store.GrantTerms;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.GrantConstraints;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * What requests about grants must look like where the API's model does not say so.
 *
 * <p>Source: AWS KMS API Reference, CreateGrant, and AWS KMS Developer Guide, "Creating grants".
 */
final class GrantRequests {

    private static final int MAX_CONTEXT_PAIRS = 8;
    private static final int MAX_CONTEXT_VALUE_CHARACTERS = 384;
    private static final Pattern GRANT_ID = Pattern.compile("[0-9a-f]{64}");

    private GrantRequests() {}

    /** Returns what the grant that is asked for says; whether it suits its key is checked apart. */
    static GrantTerms terms(CreateGrantRequest request, Names names) {
        GrantPrincipal grantee =
                principal("Grantee", request.granteePrincipal(), request.granteeServicePrincipal(), names);
        GrantPrincipal retiring =
                principal("Retiring", request.retiringPrincipal(), request.retiringServicePrincipal(), names);
        if (grantee == null) {
            throw Refusal.validation("You must specify either GranteePrincipal or GranteeServicePrincipal.");
        }
        GrantConstraints constraints = constraints(request.constraints());
        if (grantee.isService()) {
            checkServiceGrant(retiring, constraints);
        }
        return new GrantTerms(request.name(), grantee, retiring, operations(request.operations()), constraints);
    }

    /**
     * Returns the principal that one of two members names, or null where neither does.
     *
     * @param role what the members' names begin with
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException if both do
     * @throws software.amazon.awssdk.services.kms.model.InvalidArnException if no principal can have that name
     */
    static @Nullable GrantPrincipal principal(
            String role, @Nullable String principal, @Nullable String service, Names names) {
        if (principal != null && service != null) {
            throw Refusal.validation(
                    "You can specify either " + role + "Principal or " + role + "ServicePrincipal, but not both.");
        }
        if (principal != null) {
            PrincipalName.check(principal, names);
            return new GrantPrincipal(principal, false);
        }
        return service == null ? null : new GrantPrincipal(service, true);
    }

    /**
     * Checks that a grant's id has the form of one.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidGrantIdException if no grant can have it
     */
    static String grantId(String given) {
        if (!GRANT_ID.matcher(given).matches()) {
            throw Refusal.invalidGrantId(given);
        }
        return given;
    }

    /** Only symmetric encryption takes an encryption context that a grant could ask for. */
    static void checkContext(GrantTerms terms, KeyRow key) {
        GrantConstraints constraints = terms.constraints();
        if (constraints != null
                && (constraints.hasEncryptionContextEquals() || constraints.hasEncryptionContextSubset())
                && key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
            throw Refusal.validation(
                    "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.");
        }
    }

    private static void checkServiceGrant(@Nullable GrantPrincipal retiring, @Nullable GrantConstraints constraints) {
        if (constraints == null || constraints.sourceArn() == null) {
            throw Refusal.validation(
                    "When you specify a GranteeServicePrincipal, you must also specify a SourceArn grant"
                            + " constraint.");
        }
        if (retiring == null) {
            throw Refusal.validation("When you specify a GranteeServicePrincipal, you must also specify either a"
                    + " RetiringPrincipal or a RetiringServicePrincipal.");
        }
    }

    /** Each once and in the API's order: so the same set is told to be the same. */
    private static List<GrantOperation> operations(List<GrantOperation> asked) {
        List<GrantOperation> operations = asked.stream().distinct().sorted().toList();
        if (operations.isEmpty()) {
            throw Refusal.validation("Grants must contain at least one operation.");
        }
        if (operations.equals(List.of(GrantOperation.CREATE_GRANT))) {
            throw Refusal.validation("Grants must not contain only the CreateGrant operation.");
        }
        return operations;
    }

    private static @Nullable GrantConstraints constraints(@Nullable GrantConstraints asked) {
        if (asked == null) {
            return null;
        }
        if (asked.hasEncryptionContextEquals() && asked.hasEncryptionContextSubset()) {
            throw Refusal.validation(
                    "You can specify either EncryptionContextEquals or EncryptionContextSubset, but not both.");
        }
        if (asked.hasEncryptionContextEquals()) {
            checkContext("EncryptionContextEquals", asked.encryptionContextEquals());
        } else if (asked.hasEncryptionContextSubset()) {
            checkContext("EncryptionContextSubset", asked.encryptionContextSubset());
        } else if (asked.sourceArn() == null) {
            return null;
        }
        return asked;
    }

    /** An empty context could mean none as well as any, so it is refused; so is one that no request could have. */
    private static void checkContext(String name, Map<String, String> context) {
        if (context.isEmpty() || context.size() > MAX_CONTEXT_PAIRS) {
            throw Refusal.validation(name + " must have 1 to " + MAX_CONTEXT_PAIRS + " encryption context pairs.");
        }
        for (String value : context.values()) {
            if (value.codePointCount(0, value.length()) > MAX_CONTEXT_VALUE_CHARACTERS) {
                throw Refusal.validation("An encryption context value in " + name + " cannot exceed "
                        + MAX_CONTEXT_VALUE_CHARACTERS + " characters.");
            }
        }
        EncryptionContext.encode(context);
    }
}
