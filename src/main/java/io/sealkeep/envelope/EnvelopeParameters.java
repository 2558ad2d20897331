// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call is about, from the query of a stream or the body of a JSON form. Immutable.
 *
 * <p>What is not known is refused, not passed over: a misspelt {@code context.} parameter would otherwise drop the very check it
 * asks for.
 *
 * @param key the key, or null where none is named
 * @param encryptionContext context pairs, never empty names or values, which the Encryption SDK does not take
 */
record EnvelopeParameters(@Nullable KeyName key, Map<String, String> encryptionContext) {

    private static final String CONTEXT = "context.";

    /** Read by an outer filter. */
    private static final String REGION = "region";

    /** Names that the Encryption SDK keeps for itself. */
    private static final String RESERVED = "aws-crypto-";

    EnvelopeParameters {
        encryptionContext.forEach(EnvelopeParameters::check);
        encryptionContext = Map.copyOf(encryptionContext);
    }

    /** Returns the parameters in a query. */
    static EnvelopeParameters ofQuery(HttpServletRequest request) {
        KeyName key = null;
        Map<String, String> context = new LinkedHashMap<>();
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            String name = parameter.getKey();
            if (parameter.getValue().length > 1) {
                throw EnvelopeErrors.validation("The query parameter '" + name + "' is given more than once.");
            }
            String value = parameter.getValue()[0];
            if (name.equals("keyId")) {
                key = new KeyName(value);
            } else if (name.startsWith(CONTEXT)) {
                context.put(name.substring(CONTEXT.length()), value);
            } else if (!name.equals(REGION)) {
                throw EnvelopeErrors.validation("The query parameter '" + name
                        + "' is not known here. Known are keyId, region and context.NAME for each pair of the encryption"
                        + " context.");
            }
        }
        return new EnvelopeParameters(key, context);
    }

    /** Returns the parameters in a JSON body. */
    static EnvelopeParameters ofBody(
            HttpServletRequest request, @Nullable String keyId, @Nullable Map<String, String> encryptionContext) {
        requireNoQuery(request);
        return new EnvelopeParameters(
                keyId == null ? null : new KeyName(keyId), encryptionContext == null ? Map.of() : encryptionContext);
    }

    /** Refuses parameters in the query where they belong into the body, or mean nothing. */
    static void requireNoQuery(HttpServletRequest request) {
        Set<String> names = request.getParameterMap().keySet();
        if (!names.isEmpty() && !names.equals(Set.of(REGION))) {
            throw EnvelopeErrors.validation(
                    "With a JSON body keyId and encryptionContext are members of the body, not query parameters.");
        }
    }

    /** Returns the key that must be there. */
    KeyName requiredKey() {
        if (key == null) {
            throw EnvelopeErrors.validation(
                    "keyId is required: the key id, key ARN, alias name or alias ARN of the key to"
                            + " encrypt under.");
        }
        return key;
    }

    private static void check(String name, @Nullable String value) {
        if (name.isEmpty() || value == null || value.isEmpty()) {
            throw EnvelopeErrors.validation("A name or value of the encryption context is empty.");
        }
        if (name.startsWith(RESERVED)) {
            throw EnvelopeErrors.validation("Names of the encryption context must not begin with " + RESERVED + ".");
        }
        if (!isUnicode(name) || !isUnicode(value)) {
            throw EnvelopeErrors.validation("A name or value of the encryption context is not valid Unicode.");
        }
    }

    /** A lone surrogate would become a question mark in the message, and so another context. */
    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
