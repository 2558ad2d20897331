// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.home;

/**
 * The service will not start as it is configured or as it finds its files, and says why and what to do. Start-up shows the
 * message alone, without a stack trace.
 */
public class StartRefusedException extends IllegalStateException {

    public StartRefusedException(String message) {
        super(message);
    }

    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
