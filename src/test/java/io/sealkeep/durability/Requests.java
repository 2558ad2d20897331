// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** How a call becomes a request with an id. Safe for concurrent use. */
interface Requests {

    /**
     * What came of a call.
     *
     * @param error the error code, or {@code -}
     * @param response null if there was an error
     */
    record Answered<R>(
            String requestId, String error, @Nullable R response) {}

    <R extends KmsResponse> Answered<R> make(Supplier<R> call);

    /** Calls on the audited client in this process. */
    Requests LOCAL = new Requests() {
        @Override
        public <R extends KmsResponse> Answered<R> make(Supplier<R> call) {
            String id = UUID.randomUUID().toString();
            try {
                return new Answered<>(
                        id,
                        Promises.NONE,
                        ScopedValue.where(Caller.CURRENT, caller(id)).call(call::get));
            } catch (KmsException e) {
                return new Answered<>(id, e.awsErrorDetails().errorCode(), null);
            }
        }
    };

    /** Calls by the SDK's own client over the wire. */
    Requests WIRE = new Requests() {
        @Override
        public <R extends KmsResponse> Answered<R> make(Supplier<R> call) {
            try {
                R response = call.get();
                return new Answered<>(response.responseMetadata().requestId(), Promises.NONE, response);
            } catch (KmsException e) {
                return new Answered<>(e.requestId(), e.awsErrorDetails().errorCode(), null);
            }
        }
    };

    static Caller caller(String requestId) {
        return new Caller(
                Principal.unauthenticated("000000000000", "AKIADURABILITY"),
                requestId,
                "us-east-1",
                "127.0.0.1",
                "durability-tests",
                null);
    }
}
