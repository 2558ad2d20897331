// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import io.sealkeep.contract.EveryContract;
import io.sealkeep.contract.Needs;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.kms.KmsClient;

/** Every contract, for the endpoint of the run. Surefire passes it by: its name does not end in Test. */
@ExtendWith(EndpointContracts.Applicability.class)
class EndpointContracts extends EveryContract {

    /** JUnit makes the instances, so what they are aimed at is told to the class. One run at a time. */
    private static final AtomicReference<@Nullable Target> TARGET = new AtomicReference<>();

    /**
     * What a run is aimed at.
     *
     * @param client calls it
     * @param otherRegion calls another region of it
     * @param offers the needs of tests that it can meet, by their tags
     */
    record Target(KmsClient client, KmsClient otherRegion, Set<String> offers) {}

    static void aim(Target target) {
        TARGET.set(target);
    }

    static Target target() {
        return Objects.requireNonNull(TARGET.get(), "no run is under way");
    }

    @Override
    protected KmsClient client() {
        return target().client();
    }

    @Override
    protected KmsClient otherRegion() {
        return target().otherRegion();
    }

    /** Says of a test that needs what the endpoint does not offer that it does not apply, and why. */
    static final class Applicability implements ExecutionCondition {

        private static final Map<String, String> REASONS = Map.of(
                Needs.SM2, "AWS has SM2 in its China Regions alone (run with: --with sm2)",
                Needs.CLOCK, "a server on the network gives nobody its clock to set");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Set<String> offers = target().offers();
            return context.getTags().stream()
                    .filter(tag -> REASONS.containsKey(tag) && !offers.contains(tag))
                    .findFirst()
                    .map(tag -> ConditionEvaluationResult.disabled(REASONS.get(tag)))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("nothing is missing"));
        }
    }
}
