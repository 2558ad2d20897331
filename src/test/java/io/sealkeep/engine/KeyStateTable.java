// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.kms.model.KeyState;

/** The table {@code key-states.txt}: what each operation does on each type of key in each state. Immutable. */
final class KeyStateTable {

    /** The order of the columns. */
    static final List<KeyState> STATES = List.of(
            KeyState.ENABLED,
            KeyState.DISABLED,
            KeyState.PENDING_DELETION,
            KeyState.PENDING_REPLICA_DELETION,
            KeyState.PENDING_IMPORT,
            KeyState.UNAVAILABLE,
            KeyState.CREATING,
            KeyState.UPDATING);

    private static final String OK = "ok";
    private static final String NO_CASE = "-";

    private final Map<String, Map<String, List<String>>> sections;

    private KeyStateTable(Map<String, Map<String, List<String>>> sections) {
        this.sections = sections;
    }

    /** One case, and what is to come of it. */
    record Cell(KeyType type, KeyState state, String operation, String verdict) {}

    static KeyStateTable read() {
        Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
        Map<String, List<String>> section = new LinkedHashMap<>();
        for (String line : lines()) {
            if (line.startsWith("[")) {
                section = new LinkedHashMap<>();
                sections.put(line.substring(1, line.length() - 1), section);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                List<String> cells = Arrays.asList(line.split(" +", -1));
                if (section.put(cells.getFirst(), cells.subList(1, cells.size())) != null) {
                    throw new IllegalStateException("Two rows for " + cells.getFirst());
                }
            }
        }
        return new KeyStateTable(sections);
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Path.of(Objects.requireNonNull(KeyStateTable.class.getResource("key-states.txt"))
                    .toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the rows, each an operation or one of its sides: {@code ReEncrypt/source}. */
    List<String> rows() {
        return List.copyOf(section("states").keySet());
    }

    /** Returns the operations that have a row. */
    List<String> operations() {
        return rows().stream()
                .map(row -> row.replaceFirst("/.*", ""))
                .distinct()
                .toList();
    }

    /** Returns the states that a type is tried in. */
    List<KeyState> states(KeyType type) {
        return cells("types", type.name()).stream().map(KeyState::fromValue).toList();
    }

    /** Returns every case that there is, type by type and state by state. */
    List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (KeyType type : KeyType.values()) {
            for (KeyState state : states(type)) {
                for (String row : rows()) {
                    String verdict = verdict(type, state, row);
                    if (!verdict.equals(NO_CASE)) {
                        cells.add(new Cell(type, state, row, verdict));
                    }
                }
            }
        }
        return cells;
    }

    private String verdict(KeyType type, KeyState state, String row) {
        String ofState = cells("states", row).get(STATES.indexOf(state));
        String ofKind = cells("kinds", row).get(type.ordinal());
        if (ofKind.equals(OK) || (ofKind.startsWith(".") && !ofState.equals(OK))) {
            return ofState;
        }
        return ofKind.startsWith(".") ? ofKind.substring(1) : ofKind;
    }

    private List<String> cells(String section, String row) {
        return Objects.requireNonNull(section(section).get(row), () -> "No row " + row + " in " + section);
    }

    private Map<String, List<String>> section(String name) {
        return Objects.requireNonNull(sections.get(name));
    }
}
