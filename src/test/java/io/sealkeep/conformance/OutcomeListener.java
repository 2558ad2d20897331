// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import io.sealkeep.conformance.Outcome.Verdict;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Turns JUnit's events into outcomes: one for each test, one for each class or factory that broke before its tests, and one for
 * each that was skipped whole. One thread; one run.
 */
final class OutcomeListener implements TestExecutionListener {

    private final Consumer<Outcome> outcomes;
    private @Nullable TestPlan plan;

    OutcomeListener(Consumer<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        report(test, Verdict.NOT_APPLICABLE, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String detail = result.getThrowable().map(Difference::of).orElse("");
        switch (result.getStatus()) {
            case FAILED -> report(test, Verdict.FAILED, detail);
            case ABORTED -> report(test, Verdict.NOT_APPLICABLE, detail.replaceFirst("^TestAbortedException: ", ""));
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    report(test, Verdict.PASSED, "");
                }
            }
        }
    }

    private void report(TestIdentifier test, Verdict verdict, String detail) {
        outcomes.accept(new Outcome(operation(test).orElse(null), name(test), verdict, Difference.oneLine(detail)));
    }

    /** A dynamic test has its factory's method, which need not say the operation; then its display name does. */
    private Optional<String> operation(TestIdentifier test) {
        return method(test)
                .flatMap(Operations::ofMethod)
                .or(() -> test.isTest() ? Operations.ofDisplayName(test.getDisplayName()) : Optional.empty());
    }

    /** The method's name, and what tells its runs apart if it has several; the display name where that says the operation. */
    private String name(TestIdentifier test) {
        String displayName = test.getDisplayName();
        return method(test)
                .filter(method -> !test.isTest() || Operations.ofMethod(method).isPresent())
                .map(method -> displayName.startsWith(method + "(") ? method : method + " " + displayName)
                .orElse(displayName);
    }

    private Optional<String> method(TestIdentifier test) {
        Optional<TestIdentifier> at = Optional.of(test);
        while (at.isPresent()) {
            Optional<String> method = at.get()
                    .getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getMethodName());
            if (method.isPresent()) {
                return method;
            }
            TestPlan current = plan;
            at = current == null ? Optional.empty() : current.getParent(at.get());
        }
        return Optional.empty();
    }
}
