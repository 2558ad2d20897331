// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import io.sealkeep.home.StartRefusedException;

/** The root key cannot be used, so the engine does not start; the message says why and what to do. Holds no key bytes. */
public final class RootKeyException extends StartRefusedException {
    public RootKeyException(String message) {
        super(message);
    }

    RootKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
