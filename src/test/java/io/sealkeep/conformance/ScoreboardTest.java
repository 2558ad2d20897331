// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.conformance.Outcome.Verdict;
import io.sealkeep.conformance.Scoreboard.Row;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;

class ScoreboardTest {

    private final Scoreboard scoreboard = new Scoreboard();

    private void add(String operation, String test, Verdict verdict, String detail) {
        scoreboard.add(new Outcome(operation, test, verdict, detail));
    }

    private Row row(String operation) {
        return scoreboard.rows().stream()
                .filter(row -> row.operation().equals(operation))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rows_ofAnEmptyBoard_areThoseOfTheWholeApi() {
        assertThat(scoreboard.rows())
                .hasSize(56)
                .extracting(Row::operation)
                .isSorted()
                .contains("CreateKey", "Encapsulate", "GetKeyLastUsage", "ReEncrypt", "UpdatePrimaryRegion")
                .doesNotContain("ServiceName", "Waiter");
        assertThat(scoreboard.rows()).extracting(Row::verdict).containsOnly("no test");
    }

    @Test
    void rows_ofAnEmptyBoard_nameMethodsOfTheClient() throws NoSuchMethodException {
        for (Row row : scoreboard.rows()) {
            String method = row.operation().substring(0, 1).toLowerCase(Locale.ROOT)
                    + row.operation().substring(1);
            Class<?> request = classOf(row.operation() + "Request");
            assertThat(KmsClient.class.getMethod(method, request)).isNotNull();
        }
    }

    private static Class<?> classOf(String model) {
        try {
            return Class.forName(KmsClient.class.getPackageName() + ".model." + model);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void verdict_whereAllPassed_countsThem() {
        add("Encrypt", "encrypt_a_b", Verdict.PASSED, "");
        add("Encrypt", "encrypt_c_d", Verdict.PASSED, "");

        assertThat(row("Encrypt").verdict()).isEqualTo("passes 2");
        assertThat(row("Encrypt").firstDifference()).isEmpty();
    }

    @Test
    void verdict_whereSomeFailed_countsThemAndNamesTheFirst() {
        add("Encrypt", "encrypt_a_b", Verdict.PASSED, "");
        add("Encrypt", "encrypt_c_d", Verdict.FAILED, "expected: 1 but was: 2");
        add("Encrypt", "encrypt_e_f", Verdict.FAILED, "other");
        add("Decrypt", "decrypt_e_f", Verdict.FAILED, "another operation's");

        assertThat(row("Encrypt").verdict()).isEqualTo("fails 2 of 3");
        assertThat(row("Encrypt").firstDifference()).isEqualTo("`encrypt_c_d`: expected: 1 but was: 2");
    }

    @Test
    void verdict_whereNothingApplied_saysSo() {
        add("Sign", "sign_a_b", Verdict.NOT_APPLICABLE, "why");

        assertThat(row("Sign").verdict()).isEqualTo("not applicable");
    }

    @Test
    void verdict_whereSomeDidNotApply_countsOnlyWhatWasAsked() {
        add("Sign", "sign_a_b", Verdict.NOT_APPLICABLE, "why");
        add("Sign", "sign_c_d", Verdict.PASSED, "");

        assertThat(row("Sign").verdict()).isEqualTo("passes 1");
    }

    @Test
    void anyFailure_ofNoOperation_counts() {
        assertThat(scoreboard.anyFailure()).isFalse();

        add(null, "Signatures", Verdict.FAILED, "broke before its tests");

        assertThat(scoreboard.anyFailure()).isTrue();
    }

    @Test
    void markdown_always_hasARowForEachOperation() {
        add("Encrypt", "encrypt_a_b", Verdict.FAILED, "a | <b>");

        assertThat(scoreboard.markdown().lines())
                .contains("| Encrypt | fails 1 of 1 | `encrypt_a_b`: a \\| &lt;b> |", "| Decrypt | no test |  |")
                .filteredOn(line -> line.startsWith("| "))
                .hasSize(58);
    }

    @Test
    void markdown_always_hasTheTotals() {
        add("Encrypt", "encrypt_a_b", Verdict.PASSED, "");
        add("Decrypt", "decrypt_a_b", Verdict.FAILED, "x");
        add("Decrypt", "decrypt_c_d", Verdict.PASSED, "");
        add("Sign", "sign_a_b", Verdict.NOT_APPLICABLE, "why");

        assertThat(scoreboard.markdown())
                .contains(
                        "Total: 56 operations, of which 1 pass, 1 fail, 53 have no test and 1 are not applicable; 4 tests,"
                                + " of which 2 passed, 1 failed and 1 were not applicable.");
    }

    @Test
    void markdown_always_listsWhatTheTableDoesNotHold() {
        add("Sign", "sign_a_b", Verdict.NOT_APPLICABLE, "why");
        add(null, "Signatures", Verdict.FAILED, "broke before its tests");

        assertThat(scoreboard.markdown())
                .contains("Not applicable:\n\n- `sign_a_b`: why\n")
                .contains("Failed, and no operation's own:\n\n- `Signatures`: broke before its tests\n");
    }
}
