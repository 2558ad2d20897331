// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the files of the trail are called. */
final class Segments {

    private static final Pattern NAME = Pattern.compile("[0-9]{20}\\.jsonl");
    private static final Pattern TORN = Pattern.compile("([0-9]{20}\\.jsonl)\\.([0-9]{1,18})(?:-[0-9]+)?\\.torn");
    private static final int DIGITS = 20;

    private Segments() {}

    /**
     * What stood behind the end of a segment and was set aside.
     *
     * @param file where it is now
     * @param segment the segment's file name
     * @param offset where in the segment it began
     */
    record Torn(String file, String segment, long offset) {}

    /** Returns the name of the file for what stood behind an offset in a segment; the first such file's number is 1. */
    static String tornName(String segment, long offset, int number) {
        return segment + "." + offset + (number == 1 ? "" : "-" + number) + ".torn";
    }

    /** Returns those of these files that hold what was set aside. */
    static List<Torn> tornAmong(List<String> names) {
        return names.stream()
                .sorted()
                .map(TORN::matcher)
                .filter(Matcher::matches)
                .map(name -> new Torn(name.group(), name.group(1), Long.parseLong(name.group(2))))
                .toList();
    }

    /** Returns the name of the segment whose first line has this sequence number. */
    static String name(long firstSeq) {
        String digits = Long.toString(firstSeq);
        return "0".repeat(DIGITS - digits.length()) + digits + ".jsonl";
    }

    /** Returns the first sequence numbers of the segments among these files, in order. */
    static List<Long> among(List<String> names) {
        return names.stream()
                .filter(name -> NAME.matcher(name).matches())
                .map(name -> Long.parseLong(name.substring(0, DIGITS)))
                .sorted()
                .toList();
    }
}
