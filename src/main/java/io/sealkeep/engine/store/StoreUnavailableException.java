// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import java.util.Objects;

/**
 * The store did not answer in time, or could not read or write its files. The message is fit for a caller: it says what is wrong
 * and whether the change may nevertheless have been made.
 */
public final class StoreUnavailableException extends RuntimeException {
    public StoreUnavailableException(String message) {
        super(message);
    }

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns the message, which there always is. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
