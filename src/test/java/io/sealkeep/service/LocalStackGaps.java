// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import io.sealkeep.contract.Needs;
import java.util.Map;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The contracts that LocalStack is known not to keep, each with the reason it is skipped for. From LocalStack's coverage page of KMS
 * and its sources; whoever finds one of them kept takes it off the list.
 */
final class LocalStackGaps implements ExecutionCondition {

    private static final Map<String, String> CONTRACTS = Map.of(
            "CustomKeyStores", "LocalStack has no custom key stores",
            "CustomKeyStoreUpdates", "LocalStack has no custom key stores",
            "CustomKeyStoreKeys", "LocalStack has no custom key stores",
            "Encapsulation", "LocalStack has no ML-KEM keys",
            "LastUsage", "LocalStack has no GetKeyLastUsage",
            "DryRun", "LocalStack passes DryRun over",
            "Recipient", "LocalStack passes Recipient over",
            "ImportRotation", "LocalStack imports one material a key",
            "GrantToken", "LocalStack looks at no grant token",
            "Identifiers", "LocalStack refuses identifiers in words of its own");

    private static final Map<String, String> TAGS = Map.of(
            Needs.SM2, "LocalStack's SM2 keys cannot be used",
            Needs.CLOCK, "LocalStack gives nobody its clock to set");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String gap = context.getTestClass()
                .map(Class::getSimpleName)
                .map(CONTRACTS::get)
                .orElseGet(() -> context.getTags().stream()
                        .map(TAGS::get)
                        .filter(reason -> reason != null)
                        .findFirst()
                        .orElse(""));
        return gap.isEmpty()
                ? ConditionEvaluationResult.enabled("no known gap")
                : ConditionEvaluationResult.disabled(gap);
    }
}
