// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import org.jspecify.annotations.Nullable;

/** A body that is not the JSON form of its operation's request. Its message never holds anything that the body held. */
final class SerializationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private SerializationException(@Nullable String message) {
        super(message, null, false, false);
    }

    /** The body is not JSON, or not JSON alone: AWS gives no message for it. */
    static SerializationException malformed() {
        return new SerializationException(null);
    }

    static SerializationException because(String message) {
        return new SerializationException(message);
    }
}
