// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One system call as strace prints it with {@code -f -y}. Immutable.
 *
 * @param thread the thread that made it
 * @param name for example {@code pwrite64}
 * @param arguments what stands between the parentheses
 * @param result what stands behind the equals sign; {@code ?} if it never returned
 * @param started its place in the trace: before the kernel did anything
 * @param ended its place in the trace: before the program learned the result; {@link Long#MAX_VALUE} if it never returned
 */
record SystemCall(int thread, String name, String arguments, String result, long started, long ended) {

    /** Returns whether the call did what it was asked to do, and really did it. */
    boolean succeeded() {
        return !result.startsWith("-") && !result.startsWith("?") && !result.contains("INJECTED");
    }

    /** Returns the arguments one by one, strings with their quotes. */
    List<String> split() {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < arguments.length(); i++) {
            switch (arguments.charAt(i)) {
                case '"' -> i = endOfString(arguments, i);
                case '<', '[', '{', '(' -> depth++;
                case '>', ']', '}', ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(arguments.substring(from, i).trim());
                        from = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(arguments.substring(from).trim());
        return parts;
    }

    private static int endOfString(String text, int quote) {
        int i = quote + 1;
        while (text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Returns the file of a descriptor as {@code -y} shows it: {@code 12</a/b>} gives {@code /a/b}; empty if it shows none. */
    static String file(String descriptor) {
        int from = descriptor.indexOf('<');
        return from < 0
                ? ""
                : new String(decode(descriptor, from + 1, descriptor.lastIndexOf('>')), StandardCharsets.UTF_8);
    }

    /** Returns the number of a descriptor. */
    static int descriptor(String descriptor) {
        int end = descriptor.indexOf('<');
        return Integer.parseInt(end < 0 ? descriptor : descriptor.substring(0, end));
    }

    /**
     * Returns the bytes of a printed string.
     *
     * @throws IllegalArgumentException if strace cut it off
     */
    static byte[] bytes(String printed) {
        if (printed.length() < 2 || !printed.startsWith("\"") || !printed.endsWith("\"")) {
            throw new IllegalArgumentException("strace printed only a part: " + printed.length() + " characters");
        }
        return decode(printed, 1, printed.length() - 1);
    }

    static String text(String printed) {
        return new String(bytes(printed), StandardCharsets.UTF_8);
    }

    private static byte[] decode(String text, int from, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(end - from);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.write(c);
                continue;
            }
            char escape = text.charAt(++i);
            switch (escape) {
                case 'n' -> out.write('\n');
                case 't' -> out.write('\t');
                case 'r' -> out.write('\r');
                case 'f' -> out.write('\f');
                case 'v' -> out.write(0x0b);
                case 'x' -> {
                    out.write(Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                default -> {
                    if (escape < '0' || escape > '7') {
                        out.write(escape);
                        continue;
                    }
                    int digits = i;
                    while (digits < end && digits < i + 3 && text.charAt(digits) >= '0' && text.charAt(digits) <= '7') {
                        digits++;
                    }
                    out.write(Integer.parseInt(text, i, digits, 8));
                    i = digits - 1;
                }
            }
        }
        return out.toByteArray();
    }
}
