// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.util.Objects;

/**
 * What a caller imports is not material of the key's spec. The message says what is wrong in general words and holds
 * nothing of the material; there is never a cause, whose message might.
 */
public final class IncorrectMaterialException extends RuntimeException {

    IncorrectMaterialException(String message) {
        super(message);
    }

    /** Returns the message, which there always is. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
