// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

/** The root key cannot be used, so the engine does not start; the message says why and what to do. Holds no key bytes. */
public final class RootKeyException extends IllegalStateException {
    public RootKeyException(String message) {
        super(message);
    }

    RootKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
