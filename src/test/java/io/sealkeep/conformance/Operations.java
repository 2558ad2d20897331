// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;

/** The operations of the API, as the SDK's client has them. Names are the API's: {@code CreateKey}. */
final class Operations {

    private static final Set<String> ALL = new TreeSet<>(Arrays.stream(KmsClient.class.getMethods())
            .filter(method -> method.getParameterCount() == 1
                    && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                    && KmsResponse.class.isAssignableFrom(method.getReturnType()))
            .map(method -> capitalised(method.getName()))
            .toList());

    private Operations() {}

    /** Returns all of them, by name. */
    static List<String> all() {
        return List.copyOf(ALL);
    }

    /** Returns the operation that a test's method is about: what stands before the first underscore. */
    static Optional<String> ofMethod(String method) {
        return known(method.split("_", 2)[0]);
    }

    /** Returns the operation that a dynamic test is about: the first word of its display name. */
    static Optional<String> ofDisplayName(String name) {
        return known(name.strip().split("[^A-Za-z]", 2)[0]);
    }

    private static Optional<String> known(String word) {
        return Optional.of(capitalised(word)).filter(ALL::contains);
    }

    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
