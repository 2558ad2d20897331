// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.sealkeep.conformance.Outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class OutcomeListenerTest {

    private static final List<Outcome> OUTCOMES = new ArrayList<>();

    @BeforeAll
    static void runSample() {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(Sample.class))
                                .build(),
                        new OutcomeListener(OUTCOMES::add));
    }

    private static List<Outcome> of(String operation) {
        return OUTCOMES.stream()
                .filter(outcome -> operation.equals(outcome.operation()))
                .toList();
    }

    @Test
    void test_thatPassed_isOfItsOperation() {
        assertThat(of("Encrypt")).containsExactly(new Outcome("Encrypt", "encrypt_always_passes", Verdict.PASSED, ""));
    }

    @Test
    void test_thatFailed_saysHowOnOneLine() {
        assertThat(of("Decrypt"))
                .containsExactly(new Outcome(
                        "Decrypt", "decrypt_always_fails", Verdict.FAILED, "expected: \"a\" but was: \"b\""));
    }

    @Test
    void test_thatThrew_saysWhat() {
        assertThat(of("Verify"))
                .containsExactly(new Outcome(
                        "Verify", "verify_always_throws", Verdict.FAILED, "IllegalStateException: no luck"));
    }

    @Test
    void test_thatWasAborted_isNotApplicableWithItsReason() {
        assertThat(of("ReplicateKey"))
                .containsExactly(new Outcome(
                        "ReplicateKey", "replicateKey_always_aborts", Verdict.NOT_APPLICABLE, "needs a second region"));
    }

    @Test
    void test_thatIsDisabled_isNotApplicableWithItsReason() {
        assertThat(of("ImportKeyMaterial"))
                .containsExactly(new Outcome(
                        "ImportKeyMaterial", "importKeyMaterial_ofNothing_isOff", Verdict.NOT_APPLICABLE, "not here"));
    }

    @Test
    void parametrisedTest_ofTwoValues_isTwo() {
        assertThat(of("Sign")).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.test()).startsWith("sign_ofEach_passes [");
            assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        });
    }

    @Test
    void dynamicTest_ofNoOperationsFactory_isOfItsDisplayNames() {
        assertThat(of("ReEncrypt"))
                .containsExactly(new Outcome("ReEncrypt", "ReEncrypt from, Disabled: disabled", Verdict.PASSED, ""));
        assertThat(of("GenerateMac"))
                .containsExactly(new Outcome("GenerateMac", "GenerateMac, Enabled: ok", Verdict.FAILED, "no"));
    }

    @Test
    void dynamicTest_ofAnOperationsFactory_isThatOperations() {
        assertThat(of("GetKeyLastUsage"))
                .extracting(Outcome::test)
                .containsExactly("getKeyLastUsage_afterEach_namesIt GetKeyLastUsage, after Encrypt: names it");
    }

    @Test
    void test_thatNamesNoOperation_isOfNone() {
        assertThat(OUTCOMES).contains(new Outcome(null, "context_inAnyOrder_opens()", Verdict.PASSED, ""));
    }

    @Test
    void class_thatBreaksBeforeItsTests_isAFailureOfNoOperation() {
        assertThat(OUTCOMES).contains(new Outcome(null, "Broken", Verdict.FAILED, "IllegalStateException: too soon"));
    }

    /** What the launcher is pointed at; Surefire does not find it. */
    static class Sample {

        @Test
        void encrypt_always_passes() {}

        @Test
        void decrypt_always_fails() {
            assertThat("b").isEqualTo("a");
        }

        @Test
        void verify_always_throws() {
            throw new IllegalStateException("no luck");
        }

        @Test
        void replicateKey_always_aborts() {
            Assumptions.abort("needs a second region");
        }

        @Test
        @Disabled("not here")
        void importKeyMaterial_ofNothing_isOff() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void sign_ofEach_passes(int value) {
            assertThat(value).isPositive();
        }

        @TestFactory
        Stream<DynamicTest> eachOperation_inEachState_doesIt() {
            return Stream.of(
                    DynamicTest.dynamicTest("ReEncrypt from, Disabled: disabled", () -> {}),
                    DynamicTest.dynamicTest("GenerateMac, Enabled: ok", () -> {
                        throw new AssertionError("no");
                    }));
        }

        @TestFactory
        Stream<DynamicTest> getKeyLastUsage_afterEach_namesIt() {
            return Stream.of(DynamicTest.dynamicTest("GetKeyLastUsage, after Encrypt: names it", () -> {}));
        }

        @Test
        void context_inAnyOrder_opens() {}

        @Nested
        class Broken {

            @BeforeAll
            static void breakDown() {
                throw new IllegalStateException("too soon");
            }

            @Test
            void listKeys_never_runs() {}
        }
    }
}
