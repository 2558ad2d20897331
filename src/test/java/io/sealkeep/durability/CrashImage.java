// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.durability.DiskHistory.Action;
import io.sealkeep.durability.DiskHistory.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be on the disk after the power failed at one place of a {@link DiskHistory}.
 *
 * <p>What a completed force covers is there: data for a file, names for a directory. Of everything else that had at least been
 * started, anything may be there: a {@link Fate} says what.
 */
final class CrashImage {

    /** What becomes of what was not forced. */
    enum Fate {
        /** Nothing of it reached the disk. */
        LOST,
        /** All of it did, as after a kill. */
        KEPT,
        /** All but the last write of each file, of which only a beginning did, or some sectors. */
        TORN,
        /** Of each sector any state it was in; of sizes and names any; what a file grew by may be rubbish. */
        SHUFFLED
    }

    private final Map<Path, byte[]> files = new TreeMap<>();
    private final List<Path> directories = new ArrayList<>();

    private CrashImage() {}

    /**
     * Makes one image.
     *
     * @param cut the place in the trace at which the power failed: what starts there or later did not happen
     * @param random decides what the fate leaves open
     */
    static CrashImage at(DiskHistory history, long cut, Fate fate, Random random) {
        List<Step> begun =
                history.steps().stream().filter(step -> step.started() < cut).toList();
        CrashImage image = new CrashImage();
        Map<Path, Integer> names = image.names(history, begun, cut, fate, random);
        Map<Integer, List<Step>> changes = new HashMap<>();
        Map<Integer, Long> forced = new HashMap<>();
        for (Step step : begun) {
            switch (step.action()) {
                case Action.Write write ->
                    changes.computeIfAbsent(write.file(), file -> new ArrayList<>())
                            .add(step);
                case Action.Resize resize ->
                    changes.computeIfAbsent(resize.file(), file -> new ArrayList<>())
                            .add(step);
                case Action.Force force -> {
                    if (step.ended() < cut) {
                        forced.merge(force.file(), step.started(), Math::max);
                    }
                }
                default -> {}
            }
        }
        names.forEach((path, file) -> image.files.put(
                path,
                CrashedFile.content(
                        changes.getOrDefault(file, List.of()), forced.getOrDefault(file, 0L), fate, random)));
        return image;
    }

    /** Returns the files there are, and notes the directories. */
    private Map<Path, Integer> names(DiskHistory history, List<Step> begun, long cut, Fate fate, Random random) {
        Map<Path, Long> forced = new HashMap<>();
        for (Step step : begun) {
            if (step.action() instanceof Action.ForceDirectory force && step.ended() < cut) {
                forced.merge(force.path(), step.started(), Math::max);
            }
        }
        Map<Path, Integer> names = new LinkedHashMap<>();
        for (Step step : begun) {
            Path named = named(step.action());
            if (named != null && isThere(step, named, forced, fate, random)) {
                switch (step.action()) {
                    case Action.MakeDirectory made -> directories.add(made.path());
                    case Action.Create created -> names.put(created.path(), created.file());
                    case Action.Remove removed -> names.remove(removed.path());
                    case Action.Rename renamed -> {
                        Integer file = names.remove(renamed.from());
                        if (file != null) {
                            names.put(renamed.to(), file);
                        }
                    }
                    default -> throw new IllegalStateException();
                }
            }
        }
        // What is in a directory that is not there is not there either.
        List<Path> there = new ArrayList<>(List.of(history.root()));
        for (Path path : directories) {
            if (there.contains(path.getParent())) {
                there.add(path);
            }
        }
        directories.retainAll(there);
        names.keySet().removeIf(path -> !there.contains(path.getParent()));
        return names;
    }

    /** Returns the name that an action makes or takes away, or null if it does neither. */
    private static @Nullable Path named(Action action) {
        return switch (action) {
            case Action.MakeDirectory made -> made.path();
            case Action.Create created -> created.path();
            case Action.Remove removed -> removed.path();
            case Action.Rename renamed -> renamed.to();
            default -> null;
        };
    }

    private static boolean isThere(Step step, Path path, Map<Path, Long> forced, Fate fate, Random random) {
        boolean durable = step.ended() < forced.getOrDefault(path.getParent(), -1L);
        return durable
                || switch (fate) {
                    case LOST -> false;
                    case KEPT, TORN -> true;
                    case SHUFFLED -> random.nextBoolean();
                };
    }

    /** Writes the files below another directory than the one they were in. */
    void writeTo(Path root, Path directory) throws IOException {
        for (Path path : directories) {
            Files.createDirectories(directory.resolve(root.relativize(path)));
        }
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Path target = directory.resolve(root.relativize(file.getKey()));
            Files.write(target, file.getValue());
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        }
    }

    /** Returns a name for the image by its content. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            directories.forEach(path -> digest.update(path.toString().getBytes(StandardCharsets.UTF_8)));
            files.forEach((path, content) -> {
                digest.update((path + " " + content.length).getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<Path, byte[]> files() {
        return files;
    }
}
