// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of a page's cursor: opaque to those who hold it, in truth the sequence number that the next page stays below. */
final class TrailCursor {

    private static final Pattern FORM = Pattern.compile("seq<([0-9]{1,18})");

    private TrailCursor() {}

    static String of(long before) {
        byte[] text = ("seq<" + before).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    static boolean isOne(String cursor) {
        try {
            return parse(cursor) > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Returns the sequence number in a cursor.
     *
     * @throws IllegalArgumentException if no page gave this cursor
     */
    static long parse(String cursor) {
        byte[] text = Base64.getUrlDecoder().decode(cursor);
        Matcher form = FORM.matcher(new String(text, StandardCharsets.ISO_8859_1));
        if (!form.matches()) {
            throw new IllegalArgumentException("not a cursor");
        }
        return Long.parseLong(form.group(1));
    }
}
