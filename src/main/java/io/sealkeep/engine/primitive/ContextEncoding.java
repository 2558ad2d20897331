// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one canonical form of an encryption context, as it is authenticated with every ciphertext: the number of pairs, then for
 * each pair, in the order of the keys' UTF-8 bytes, key and value, each behind its length in bytes. All numbers are four bytes,
 * big-endian. Stateless.
 *
 * <p>The lengths are what keeps {@code {"a":"bc"}} and {@code {"ab":"c"}} apart (the AWS KMS External Key Store specification
 * warns of encodings without them). Nothing is normalised: two strings are equal if their code points are.
 */
public final class ContextEncoding {

    private static final byte[] EMPTY = new byte[4];

    private ContextEncoding() {}

    /**
     * Returns the canonical form; no context and an empty one are the same.
     *
     * @throws IllegalArgumentException if a string holds half a surrogate pair: it has no UTF-8 form, and a replacement
     *     character would make different contexts equal
     */
    public static byte[] encode(@Nullable Map<String, String> context) {
        if (context == null || context.isEmpty()) {
            return EMPTY.clone();
        }
        byte[][][] pairs = new byte[context.size()][][];
        int size = Integer.BYTES;
        int n = 0;
        for (Map.Entry<String, String> pair : context.entrySet()) {
            byte[] key = utf8(pair.getKey());
            byte[] value = utf8(pair.getValue());
            pairs[n++] = new byte[][] {key, value};
            size += 2 * Integer.BYTES + key.length + value.length;
        }
        Arrays.sort(pairs, (a, b) -> Arrays.compareUnsigned(a[0], b[0]));
        ByteBuffer encoded = ByteBuffer.allocate(size).putInt(pairs.length);
        for (byte[][] pair : pairs) {
            encoded.putInt(pair[0].length).put(pair[0]).putInt(pair[1].length).put(pair[1]);
        }
        return encoded.array();
    }

    private static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int codePoint = text.codePointAt(i);
                if (!Character.isSupplementaryCodePoint(codePoint)) {
                    throw new IllegalArgumentException("Half a surrogate pair");
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
