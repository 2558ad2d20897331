// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a workload was answered, and so what must still be true. Read from the lines of its ledger; one run of one workload.
 *
 * <p>A line is {@code begin CALL OPERATION REGISTER VALUE} before a call, {@code done CALL REQUEST-ID ERROR REGISTER VALUE} after
 * its answer, with {@code -} for none. A register is a thing that has one value at a time and is written by one thread:
 * {@code key/DESCRIPTION} (a key id), {@code state/KEY}, {@code tag/KEY}, {@code alias/NAME} (a key id), {@code rotations/KEY}.
 * {@code opens/KEY} takes ciphertexts instead, each of which must open for ever.
 */
final class Promises {

    /** The value of a register that holds nothing. */
    static final String ABSENT = "absent";

    /** The value that a call in progress may give a register, where only its answer tells. */
    static final String ANY = "*";

    /** The error after which it is not known what became of the call. */
    static final String UNKNOWN = "DependencyTimeoutException";

    static final String NONE = "-";

    /** A call that was answered. */
    record Answer(String operation, String requestId, String error) {}

    private record Begun(String operation, String register, String value) {}

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Begun> open = new LinkedHashMap<>();
    private final Map<String, Set<String>> doubtful = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Map<String, List<String>> ciphertexts = new LinkedHashMap<>();

    private Promises() {}

    /** Reads a ledger. A line that was cut off is not yet a line. */
    static Promises of(Collection<String> lines) {
        Promises promises = new Promises();
        for (String line : lines) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("begin") && words.length == 5) {
                promises.open.put(words[1], new Begun(words[2], words[3], words[4]));
            } else if (words[0].equals("done") && words.length == 6) {
                promises.answered(words);
            }
        }
        promises.open.values().forEach(begun -> promises.doubt(begun.register, begun.value));
        return promises;
    }

    private void answered(String[] words) {
        Begun begun = open.remove(words[1]);
        String operation = begun == null ? "?" : begun.operation;
        String error = words[3];
        String register = words[4];
        if (error.equals(UNKNOWN)) {
            doubt(register, words[5]);
            return;
        }
        answers.add(new Answer(operation, words[2], error));
        if (!error.equals(NONE)) {
            return;
        }
        if (register.startsWith("opens/")) {
            ciphertexts
                    .computeIfAbsent(register.substring("opens/".length()), key -> new ArrayList<>())
                    .add(words[5]);
        } else if (!register.equals(NONE)) {
            values.put(register, words[5]);
            doubtful.remove(register);
            if (operation.equals("CreateKey")) {
                values.put("state/" + words[5], "Enabled");
            }
        }
    }

    private void doubt(String register, String value) {
        if (!register.equals(NONE) && !register.startsWith("opens/")) {
            doubtful.computeIfAbsent(register, name -> new java.util.HashSet<>())
                    .add(value);
        }
    }

    /** Returns whether a register may hold a value. */
    boolean allows(String register, String value) {
        Set<String> others = doubtful.getOrDefault(register, Set.of());
        return values.getOrDefault(register, ABSENT).equals(value) || others.contains(value) || others.contains(ANY);
    }

    /** Returns the registers of which anything is known. */
    Set<String> registers() {
        return values.keySet();
    }

    /** Returns what a register was last answered to hold. */
    String value(String register) {
        return values.getOrDefault(register, ABSENT);
    }

    List<Answer> answers() {
        return answers;
    }

    /** Returns the ciphertexts by key id, base64. */
    Map<String, List<String>> ciphertexts() {
        return ciphertexts;
    }
}
