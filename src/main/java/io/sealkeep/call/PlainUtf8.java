// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.call;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The one encoding that a JSON body may have, at whichever door. A JSON parser alone would guess UTF-16 and UTF-32, and take
 * bytes that are no UTF-8 for characters: two readers of one body could see two requests. Stateless.
 */
public final class PlainUtf8 {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private PlainUtf8() {}

    /** Returns whether a strict reader would take the first {@code length} bytes for UTF-8 text without NUL or byte order mark. */
    public static boolean is(byte[] body, int length) {
        int signs = 0;
        for (int i = 0; i < length; i++) {
            signs |= body[i] | (body[i] - 1); // negative for NUL and for everything outside ASCII
        }
        return signs >= 0 || isUtf8WithoutNul(body, length);
    }

    private static boolean isUtf8WithoutNul(byte[] body, int length) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, 0, length));
            return text.charAt(0) != BYTE_ORDER_MARK && text.chars().noneMatch(unit -> unit == 0);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
