// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.util.List;
import java.util.regex.Pattern;

/** How the files of the trail are called. */
final class Segments {

    private static final Pattern NAME = Pattern.compile("[0-9]{20}\\.jsonl");
    private static final int DIGITS = 20;

    private Segments() {}

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
