// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a process did to the files under one directory and what it said meanwhile, read from a trace of its system calls. It must
 * begin with the directory empty. A call that would change files in a way that is not understood here ends the reading with an
 * exception: nothing is passed over.
 *
 * <p>SQLite's {@code -shm} files are left out: they are memory that processes share, and mean nothing after a crash.
 */
final class DiskHistory {

    /** What a trace must hold. */
    static final Set<String> CALLS = Set.of(
            "openat",
            "open",
            "creat",
            "write",
            "writev",
            "pwrite64",
            "pwritev",
            "pwritev2",
            "ftruncate",
            "truncate",
            "fallocate",
            "fsync",
            "fdatasync",
            "sync_file_range",
            "rename",
            "renameat",
            "renameat2",
            "unlink",
            "unlinkat",
            "rmdir",
            "mkdir",
            "mkdirat",
            "link",
            "linkat",
            "symlink",
            "symlinkat",
            "copy_file_range",
            "sendfile",
            "splice",
            "mmap",
            "dup",
            "dup2",
            "dup3",
            "lseek");

    /** One thing done, with the places in the trace between which it was under way. */
    record Step(long started, long ended, Action action) {}

    /** What can be done. Files are numbered, for they live on under another name or none. */
    sealed interface Action {
        record MakeDirectory(Path path) implements Action {}

        record Create(Path path, int file) implements Action {}

        record Rename(Path from, Path to) implements Action {}

        record Remove(Path path) implements Action {}

        @SuppressWarnings("ArrayRecordComponent")
        record Write(int file, long offset, byte[] bytes) implements Action {}

        record Resize(int file, long size) implements Action {}

        record Force(int file) implements Action {}

        record ForceDirectory(Path path) implements Action {}

        record Say(String text) implements Action {}
    }

    private static final String SHARED_MEMORY = "-shm";
    private static final int STANDARD_OUTPUT = 1;

    private final Path root;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Path, Integer> names = new HashMap<>();
    private final Set<Path> directories = new java.util.HashSet<>();
    /** Where a descriptor that is written without offsets stands. */
    private final Map<Integer, Long> positions = new HashMap<>();

    /** The names that files were created under; a file's number is its place here. */
    private final List<String> created = new ArrayList<>();

    private DiskHistory(Path root) {
        this.root = root;
        this.directories.add(root);
    }

    /**
     * Reads a trace.
     *
     * @param root the real path of the directory, in which there was nothing
     */
    static DiskHistory read(Path trace, Path root) throws IOException {
        DiskHistory history = new DiskHistory(root);
        List<SystemCall> calls = SystemTrace.read(trace);
        // A name changes its meaning when a call on it ends; a descriptor is used when a call on it starts.
        calls.sort(Comparator.comparingLong(call -> changesNames(call) ? call.ended() : call.started()));
        calls.forEach(history::add);
        history.steps.sort(Comparator.comparingLong(Step::started));
        return history;
    }

    private static boolean changesNames(SystemCall call) {
        return switch (call.name()) {
            case "openat",
                    "open",
                    "creat",
                    "rename",
                    "renameat",
                    "renameat2",
                    "unlink",
                    "unlinkat",
                    "mkdir",
                    "mkdirat" -> true;
            default -> false;
        };
    }

    /** Returns the steps in the order in which they started. */
    List<Step> steps() {
        return steps;
    }

    Path root() {
        return root;
    }

    /** Returns the name that a file was created under. */
    String name(int file) {
        return created.get(file);
    }

    private void add(SystemCall call) {
        List<String> arguments = call.split();
        switch (call.name()) {
            case "openat" -> open(call, arguments.get(2));
            case "write" -> write(call, arguments);
            case "pwrite64" -> pwrite(call, arguments);
            case "ftruncate" -> resize(call, arguments);
            case "fsync", "fdatasync" -> force(call, arguments.getFirst());
            case "rename" -> rename(call, arguments.get(0), arguments.get(1));
            case "unlink" -> remove(call, arguments.getFirst());
            case "mkdir" -> makeDirectory(call, arguments.getFirst());
            case "lseek" -> seek(call, arguments.getFirst());
            case "dup" ->
                requireUnused(call, !directories.contains(Path.of("/", SystemCall.file(arguments.getFirst()))));
            case "mmap" ->
                requireUnused(
                        call,
                        arguments.get(2).contains("PROT_WRITE")
                                && arguments.get(3).contains("MAP_SHARED"));
            default -> requireUnused(call, call.succeeded());
        }
    }

    private void requireUnused(SystemCall call, boolean changes) {
        boolean ours =
                call.arguments().contains(root + "/") && !call.arguments().contains(SHARED_MEMORY + ">");
        if (changes && ours) {
            throw new IllegalStateException("not understood: " + call.name() + "(" + call.arguments() + ")");
        }
    }

    private void open(SystemCall call, String flags) {
        if (!call.succeeded()) {
            return;
        }
        Path path = ours(SystemCall.file(call.result()));
        if (path == null) {
            return;
        }
        positions.put(SystemCall.descriptor(call.result()), 0L);
        if (flags.contains("O_CREAT") && !names.containsKey(path)) {
            names.put(path, created.size());
            step(call, new Action.Create(path, created.size()));
            created.add(path.getFileName().toString());
        } else if (flags.contains("O_TRUNC")) {
            step(call, new Action.Resize(file(path), 0));
        }
        if (flags.contains("O_APPEND")) {
            throw new IllegalStateException("not understood: a file opened for appending: " + path);
        }
    }

    private void write(SystemCall call, List<String> arguments) {
        int descriptor = SystemCall.descriptor(arguments.getFirst());
        if (descriptor == STANDARD_OUTPUT) {
            step(call, new Action.Say(new String(SystemCall.bytes(arguments.get(1)), StandardCharsets.UTF_8)));
            return;
        }
        Path path = ours(SystemCall.file(arguments.getFirst()));
        if (path != null) {
            byte[] bytes = SystemCall.bytes(arguments.get(1));
            long position = positions.getOrDefault(descriptor, 0L);
            positions.put(descriptor, position + bytes.length);
            step(call, new Action.Write(file(path), position, bytes));
        }
    }

    private void pwrite(SystemCall call, List<String> arguments) {
        Path path = ours(SystemCall.file(arguments.getFirst()));
        if (path != null) {
            byte[] bytes = SystemCall.bytes(arguments.get(1));
            step(call, new Action.Write(file(path), Long.parseLong(arguments.get(3)), bytes));
        }
    }

    private void resize(SystemCall call, List<String> arguments) {
        Path path = ours(SystemCall.file(arguments.getFirst()));
        if (path != null) {
            step(call, new Action.Resize(file(path), Long.parseLong(arguments.get(1))));
        }
    }

    private void force(SystemCall call, String descriptor) {
        Path path = ours(SystemCall.file(descriptor));
        if (path != null && call.succeeded()) {
            step(call, directories.contains(path) ? new Action.ForceDirectory(path) : new Action.Force(file(path)));
        }
    }

    private void rename(SystemCall call, String from, String to) {
        Path source = ours(SystemCall.text(from));
        Path target = ours(SystemCall.text(to));
        if (call.succeeded() && source != null && target != null) {
            names.put(target, file(source));
            names.remove(source);
            step(call, new Action.Rename(source, target));
        }
    }

    private void remove(SystemCall call, String name) {
        Path path = ours(SystemCall.text(name));
        if (call.succeeded() && path != null) {
            names.remove(path);
            step(call, new Action.Remove(path));
        }
    }

    private void makeDirectory(SystemCall call, String name) {
        Path path = ours(SystemCall.text(name));
        if (call.succeeded() && path != null) {
            directories.add(path);
            step(call, new Action.MakeDirectory(path));
        }
    }

    private void seek(SystemCall call, String descriptor) {
        if (call.succeeded()) {
            positions.put(SystemCall.descriptor(descriptor), Long.parseLong(call.result()));
        }
    }

    private void step(SystemCall call, Action action) {
        steps.add(new Step(call.started(), call.ended(), action));
    }

    private int file(Path path) {
        Integer file = names.get(path);
        if (file == null) {
            throw new IllegalStateException("a file that was never created: " + path);
        }
        return file;
    }

    /** Returns the path if it is of interest, else null. */
    private @Nullable Path ours(String name) {
        boolean inside = name.equals(root.toString()) || name.startsWith(root + "/");
        return inside && !name.endsWith(SHARED_MEMORY) && !name.endsWith("(deleted)") ? Path.of(name) : null;
    }
}
