// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import io.sealkeep.web.BatchItem;
import io.sealkeep.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Many calls in one request, one after the other, each recorded for itself; whatever becomes of one, the others are made. One
 * request, one thread.
 */
final class Batch {

    /** As many as fit into a body of the default size with their plaintexts as long as may be: a request is to end soon. */
    static final int MOST_ITEMS = 100;

    private final HttpServletRequest request;

    Batch(HttpServletRequest request) {
        this.request = request;
    }

    /**
     * Makes the call for each item.
     *
     * @throws ResponseStatusException with status 400 if there are no items, or more than {@value #MOST_ITEMS}
     */
    <T, R> BatchOutput<R> each(@Nullable List<BatchItem<T>> items, Function<T, R> call) {
        if (items == null || items.isEmpty() || items.size() > MOST_ITEMS) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "A batch has 1 to " + MOST_ITEMS + " items, in the member 'items'.");
        }
        return new BatchOutput<>(items.stream().map(item -> one(item, call)).toList());
    }

    private <T, R> BatchResult<R> one(BatchItem<T> item, Function<T, R> call) {
        T value = item.value();
        if (value == null) {
            // Read only where no other item came to KMS: then the request's own record says how it ended.
            request.setAttribute("io.sealkeep.errorCode", "SerializationException");
            return new BatchResult<>(null, item.problem());
        }
        try {
            return new BatchResult<>(call.apply(value), null);
        } catch (KmsException e) {
            // Should the item's record have failed: the answer says so, and the audit's filter is not to replace it.
            request.setAttribute("io.sealkeep.failureTold", true);
            return new BatchResult<>(null, Problem.of(e));
        }
    }
}
