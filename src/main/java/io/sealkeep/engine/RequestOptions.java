// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DryRunModifierType;

/** The options that cryptographic requests share, and which of them this engine takes. */
final class RequestOptions {

    private RequestOptions() {}

    /**
     * Refuses a request without a ciphertext, unless it is to be ignored. The model calls it optional for that one case; its
     * absence in any other is refused in the words of the model's own checks.
     */
    static void requireCiphertext(@Nullable SdkBytes ciphertext, List<String> modifiers) {
        if (ciphertext == null && !modifiers.contains(DryRunModifierType.IGNORE_CIPHERTEXT.toString())) {
            throw Refusal.validation(
                    "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint:"
                            + " Member must not be null");
        }
    }

    /** Returns whether a dry run is to look at the keys alone; then the key must be named. */
    static boolean ignoresCiphertext(@Nullable Boolean dryRun, List<String> modifiers, @Nullable String keyId) {
        if (modifiers.isEmpty()) {
            return false;
        }
        if (!Boolean.TRUE.equals(dryRun)) {
            throw Refusal.validation("DryRunModifiers can be given only with DryRun.");
        }
        if (keyId == null) {
            throw Refusal.validation("A key must be named where the ciphertext is ignored.");
        }
        return modifiers.contains(DryRunModifierType.IGNORE_CIPHERTEXT.toString());
    }

    /** Refuses to answer to an enclave. */
    static void refuseRecipient(@Nullable Object recipient) {
        if (recipient != null) {
            throw Refusal.unsupported(
                    "Recipient is not supported: the embedded KMS does not verify attestation documents.");
        }
    }

    /** Ends a dry run that has passed all checks. */
    static void refuseDryRun(@Nullable Boolean dryRun) {
        if (Boolean.TRUE.equals(dryRun)) {
            throw Refusal.dryRun();
        }
    }
}
