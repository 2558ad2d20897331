// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

/**
 * The trail could not make a record durable, or refuses to try: disk full, a failed write, a file that was changed under it, or
 * a wait longer than two seconds. The call it belongs to must answer 503 and give no result.
 */
public final class TrailUnavailableException extends RuntimeException {

    public TrailUnavailableException(String message) {
        super(message);
    }

    public TrailUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
