// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.validation;

import java.util.StringJoiner;

/** The faults found in one request, and the sentence AWS makes of them. One thread. */
final class Violations {

    /** AWS names every fault; a request of a megabyte could hold 300,000, and its answer would be fifty times its size. */
    private static final int LIMIT = 100;

    private final StringJoiner faults = new StringJoiner("; ");
    private int count;

    /**
     * Adds a fault.
     *
     * @param value how the offending value is shown: {@code "Value 'x'"}, {@code "Value null"}, or {@code "Value"} alone where
     *     it must not be repeated
     * @param path the member, for example {@code tags.1.member.tagKey}
     */
    void add(String value, String path, String constraint) {
        if (count < LIMIT) {
            faults.add(value + " at '" + path + "' failed to satisfy constraint: " + constraint);
            count++;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == LIMIT;
    }

    String message() {
        return count + (count == 1 ? " validation error" : " validation errors") + " detected: " + faults;
    }
}
