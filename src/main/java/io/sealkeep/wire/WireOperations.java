// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/**
 * The table of operations: every method of {@code KmsClient} that takes one request and returns one response. What a backend
 * lacks is in the table too; the client refuses it. Immutable.
 */
final class WireOperations {

    /** The name AWS KMS has on the wire since its first day. */
    private static final String SERVICE = "TrentService.";

    private static final Map<String, WireOperation> BY_TARGET = Stream.of(KmsClient.class.getMethods())
            .filter(method -> method.getParameterCount() == 1
                    && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                    && KmsResponse.class.isAssignableFrom(method.getReturnType()))
            .map(WireOperation::of)
            .collect(Collectors.toUnmodifiableMap(operation -> SERVICE + operation.name(), operation -> operation));

    private WireOperations() {}

    /** Returns the operation that an {@code X-Amz-Target} header names, or null if it names none. */
    static @Nullable WireOperation find(@Nullable String target) {
        return target == null ? null : BY_TARGET.get(target);
    }

    /** Returns all operations. */
    static Stream<WireOperation> all() {
        return BY_TARGET.values().stream();
    }
}
