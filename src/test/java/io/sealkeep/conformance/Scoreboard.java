// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import io.sealkeep.conformance.Outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Counts outcomes by operation and draws them as Markdown. Every operation of the API has a row. One thread. */
final class Scoreboard {

    private static final String NO_TEST = "no test";

    private final List<Outcome> outcomes = new ArrayList<>();

    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    /**
     * What is known of one operation.
     *
     * @param operation the API's name
     * @param outcomes its tests, in the order in which they ran
     */
    record Row(String operation, List<Outcome> outcomes) {

        long count(Verdict verdict) {
            return outcomes.stream()
                    .filter(outcome -> outcome.verdict() == verdict)
                    .count();
        }

        boolean passes() {
            return count(Verdict.FAILED) == 0 && count(Verdict.PASSED) > 0;
        }

        boolean fails() {
            return count(Verdict.FAILED) > 0;
        }

        /** Returns the verdict on the operation: what failed of what was asked, or what passed, or why neither. */
        String verdict() {
            long asked = count(Verdict.PASSED) + count(Verdict.FAILED);
            if (fails()) {
                return "fails " + count(Verdict.FAILED) + " of " + asked;
            } else if (asked > 0) {
                return "passes " + asked;
            }
            return outcomes.isEmpty() ? NO_TEST : "not applicable";
        }

        /** Returns the first test that failed and what it said, or an empty text. */
        String firstDifference() {
            return outcomes.stream()
                    .filter(outcome -> outcome.verdict() == Verdict.FAILED)
                    .findFirst()
                    .map(outcome -> "`" + outcome.test() + "`: " + outcome.detail())
                    .orElse("");
        }
    }

    /** Returns a row for each operation of the API, by name. */
    List<Row> rows() {
        return Operations.all().stream()
                .map(operation -> new Row(
                        operation,
                        outcomes.stream()
                                .filter(outcome -> Objects.equals(outcome.operation(), operation))
                                .toList()))
                .toList();
    }

    /** Returns whether any test failed, also one that names no operation. */
    boolean anyFailure() {
        return outcomes.stream().anyMatch(outcome -> outcome.verdict() == Verdict.FAILED);
    }

    /** Returns the table, the totals, and what the table does not hold. */
    String markdown() {
        StringBuilder text = new StringBuilder("| Operation | Verdict | First difference |\n| --- | --- | --- |\n");
        for (Row row : rows()) {
            text.append("| ")
                    .append(row.operation())
                    .append(" | ")
                    .append(row.verdict())
                    .append(" | ")
                    .append(cell(row.firstDifference()))
                    .append(" |\n");
        }
        text.append('\n').append(totals()).append('\n');
        append(text, "Failed, and no operation's own:", with(Verdict.FAILED).filter(o -> o.operation() == null));
        append(text, "Not applicable:", with(Verdict.NOT_APPLICABLE));
        return text.toString();
    }

    private Stream<Outcome> with(Verdict verdict) {
        return outcomes.stream().filter(outcome -> outcome.verdict() == verdict);
    }

    private static void append(StringBuilder text, String title, Stream<Outcome> some) {
        List<String> lines = some.map(outcome -> "- `" + outcome.test() + "`: " + outcome.detail())
                .distinct()
                .toList();
        if (!lines.isEmpty()) {
            text.append('\n').append(title).append("\n\n");
            lines.forEach(line -> text.append(line).append('\n'));
        }
    }

    private String totals() {
        List<Row> rows = rows();
        long passing = rows.stream().filter(Row::passes).count();
        long failing = rows.stream().filter(Row::fails).count();
        long untested = rows.stream().filter(row -> row.outcomes().isEmpty()).count();
        return "Total: " + rows.size() + " operations, of which " + passing + " pass, " + failing + " fail, " + untested
                + " have no test and " + (rows.size() - passing - failing - untested) + " are not applicable; "
                + outcomes.size() + " tests, of which " + with(Verdict.PASSED).count() + " passed, "
                + with(Verdict.FAILED).count() + " failed and "
                + with(Verdict.NOT_APPLICABLE).count() + " were not applicable.";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
