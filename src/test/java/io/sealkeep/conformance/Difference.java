// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import software.amazon.awssdk.services.kms.model.KmsException;

/** Says in one line how a test failed. */
final class Difference {

    private static final int MOST = 200;

    private Difference() {}

    /** Returns an assertion's whole message, or an exception's name and message, on one line of at most 200 characters. */
    static String of(Throwable failure) {
        return oneLine(failure instanceof AssertionError ? String.valueOf(failure.getMessage()) : name(failure));
    }

    private static String name(Throwable failure) {
        if (failure instanceof KmsException refusal
                && refusal.awsErrorDetails() != null
                && refusal.awsErrorDetails().errorCode() != null) {
            return refusal.awsErrorDetails().errorCode() + " (" + refusal.statusCode() + "): "
                    + refusal.awsErrorDetails().errorMessage();
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST ? line : line.substring(0, MOST - 1) + "…";
    }
}
