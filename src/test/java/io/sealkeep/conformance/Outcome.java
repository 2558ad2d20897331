// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import org.jspecify.annotations.Nullable;

/**
 * How one test ended.
 *
 * @param operation the operation that it is about, or null if its name says none
 * @param test its name
 * @param verdict how it ended
 * @param detail the difference, or why it does not apply; empty where it passed
 */
record Outcome(@Nullable String operation, String test, Verdict verdict, String detail) {

    enum Verdict {
        PASSED,
        FAILED,
        NOT_APPLICABLE
    }
}
