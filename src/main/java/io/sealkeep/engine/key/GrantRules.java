// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kms.model.GrantOperation;

/**
 * Which operations a grant on a key may allow. Stateless.
 *
 * <p>Source: AWS KMS Developer Guide, "Grants in AWS KMS", grant operations, and "Key type reference".
 */
public final class GrantRules {

    private GrantRules() {}

    /** Returns what a grant on such a key can allow, in the order of the API's enumeration. */
    public static List<GrantOperation> of(KeyTraits key) {
        return Stream.of(GrantOperation.values())
                .filter(operation -> operation != GrantOperation.UNKNOWN_TO_SDK_VERSION)
                .filter(operation -> isFor(operation, key))
                .toList();
    }

    /**
     * Refuses operations that the key does not have.
     *
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException that names them
     */
    public static void check(List<GrantOperation> asked, KeyTraits key) {
        List<GrantOperation> valid = of(key);
        List<GrantOperation> others =
                asked.stream().filter(operation -> !valid.contains(operation)).toList();
        if (!others.isEmpty()) {
            String kind = SpecRules.of(key.spec()).isAsymmetric() ? "an asymmetric" : "a symmetric";
            throw Refusal.validation("Operations " + others + " are not supported when creating a grant for " + kind
                    + " KMS key with key usage " + key.usage() + ". Valid operations are " + valid);
        }
    }

    private static boolean isFor(GrantOperation operation, KeyTraits key) {
        return switch (operation) {
            case CREATE_GRANT, RETIRE_GRANT, DESCRIBE_KEY -> true;
            case RE_ENCRYPT_FROM, RE_ENCRYPT_TO -> KeyOperation.RE_ENCRYPT.isFor(key);
            default -> KeyOperation.valueOf(operation.name()).isFor(key);
        };
    }
}
