// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What a call is given: from the query and body of a stream, or from the members of a JSON form. Immutable but for the body.
 *
 * <p>What is not known is refused, not passed over: a misspelt {@code context.} parameter would otherwise drop the very check it
 * asks for.
 *
 * @param key the key, or null where none is named
 * @param encryptionContext context pairs, never empty names or values, which the Encryption SDK does not take
 * @param body the data
 */
record EnvelopeInput(@Nullable KeyName key, Map<String, String> encryptionContext, CountedBody body) {

    private static final String CONTEXT = "context.";

    /** Read by an outer filter. */
    private static final String REGION = "region";

    /** Names that the Encryption SDK keeps for itself. */
    private static final String RESERVED = "aws-crypto-";

    EnvelopeInput {
        encryptionContext.forEach(EnvelopeInput::check);
        encryptionContext = Map.copyOf(encryptionContext);
    }

    /** Returns what a stream's request holds. Reads nothing of the body. */
    static EnvelopeInput ofStream(HttpServletRequest request) throws IOException {
        requireAnEnd(request);
        KeyName key = null;
        Map<String, String> context = new LinkedHashMap<>();
        for (Map.Entry<String, String[]> parameter : query(request).entrySet()) {
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
        return new EnvelopeInput(
                key, context, new CountedBody(request.getInputStream(), request.getContentLengthLong()));
    }

    /**
     * Returns what a JSON form holds.
     *
     * @param member the name of the member that holds the data
     * @param limit the most bytes to take
     */
    static EnvelopeInput ofJson(
            @Nullable String keyId,
            @Nullable Map<String, String> encryptionContext,
            String member,
            @Nullable SdkBytes data,
            DataSize limit) {
        if (data == null) {
            throw EnvelopeErrors.validation(member + " is required.");
        }
        byte[] bytes = data.asByteArrayUnsafe();
        if (bytes.length > limit.toBytes()) {
            throw EnvelopeErrors.validation(member + " is larger than the " + limit.toBytes()
                    + " bytes that the JSON form takes. Send it as application/octet-stream.");
        }
        return new EnvelopeInput(
                keyId == null ? null : new KeyName(keyId),
                encryptionContext == null ? Map.of() : encryptionContext,
                new CountedBody(new ByteArrayInputStream(bytes), bytes.length));
    }

    /** Refuses parameters in the query of a JSON form, whose place is in the body. */
    static void requireNoQuery(HttpServletRequest request) {
        Set<String> names = query(request).keySet();
        if (!names.isEmpty() && !names.equals(Set.of(REGION))) {
            throw EnvelopeErrors.validation(
                    "With a JSON body keyId and encryptionContext are members of the body, not query parameters.");
        }
    }

    /**
     * Refuses a stream without a length from a client of HTTP/1.0: its answer would have no length either, and so be delimited by
     * the end of the connection alone, which is also how an answer breaks off that cannot be finished.
     */
    private static void requireAnEnd(HttpServletRequest request) {
        if (request.getContentLengthLong() < 0 && !request.getProtocol().equals("HTTP/1.1")) {
            throw EnvelopeErrors.validation("A stream without Content-Length is taken over HTTP/1.1 alone: in "
                    + request.getProtocol() + " an answer that breaks off could not be told from a whole one.");
        }
    }

    /** Returns the query's parameters, or refuses a malformed query: the server throws then, as the servlet API has it. */
    private static Map<String, String[]> query(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (IllegalStateException e) {
            throw EnvelopeErrors.validation("The query is not valid.");
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

    /** Refuses a key or context where they mean nothing. */
    void requireBodyAlone() {
        if (key != null || !encryptionContext.isEmpty()) {
            throw EnvelopeErrors.validation("A message is described without a key or an encryption context.");
        }
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
