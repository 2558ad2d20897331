// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.audit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that promises no more than a real one. What was not forced may be lost, sector by sector and in any order, or
 * torn within a sector; names that were not forced may be missing, or still there. Each operation that changes something counts:
 * the power can go at one, or some can fail.
 */
final class UnreliableDisk implements TrailFiles {

    private static final int SECTOR = 512;

    /** Decides whether the operation with this number fails. */
    interface Fault {
        boolean hits(int operation, String kind);
    }

    /** What is done to a file's content: bytes at a place, or a new length where bytes is null. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Change(long at, byte @Nullable [] bytes) {}

    /** What is done to a name: it comes to stand for a content, or for nothing. */
    private record Naming(String name, @Nullable Content content) {}

    private static final class Content {
        byte[] visible = new byte[0];
        byte[] durable = new byte[0];
        List<Change> pending = new ArrayList<>();
    }

    private final RandomGenerator random;
    private final Map<String, Content> visible = new TreeMap<>();
    private final Map<String, Content> durable = new TreeMap<>();
    private final List<Naming> namings = new ArrayList<>();
    private int operations;
    private int powerFailsAt = Integer.MAX_VALUE;
    private Fault fault = (operation, kind) -> false;
    private boolean forgetsToForce;
    private boolean forgetsToForceDirectory;

    UnreliableDisk(RandomGenerator random) {
        this.random = random;
    }

    /** From this operation on nothing is carried out any more. */
    UnreliableDisk powerFailsAt(int operation) {
        powerFailsAt = operation;
        return this;
    }

    UnreliableDisk fault(Fault which) {
        synchronized (this) {
            fault = which;
        }
        return this;
    }

    /** Makes this the disk of a program that does not force its files: the mutant that the tests must catch. */
    UnreliableDisk forgetsToForce() {
        forgetsToForce = true;
        return this;
    }

    UnreliableDisk forgetsToForceDirectory() {
        forgetsToForceDirectory = true;
        return this;
    }

    synchronized int operations() {
        return operations;
    }

    /** Returns a file's visible content, to be changed behind the journal's back. */
    synchronized byte[] bytes(String name) {
        return content(name).visible.clone();
    }

    synchronized void put(String name, byte[] bytes) {
        Content content = new Content();
        content.visible = bytes.clone();
        content.durable = bytes.clone();
        visible.put(name, content);
        durable.put(name, content);
    }

    /** Returns the disk as the machine finds it after the power went. */
    synchronized UnreliableDisk afterPowerFailure() {
        UnreliableDisk after = new UnreliableDisk(random);
        Map<String, @Nullable Content> names = new HashMap<>(durable);
        Map<String, Boolean> stopped = new HashMap<>();
        for (Naming naming : namings) {
            // Changes of one name happen in their order; where one is lost so are those after it.
            if (!stopped.getOrDefault(naming.name, false)) {
                boolean kept = random.nextBoolean();
                stopped.put(naming.name, !kept);
                if (kept) {
                    names.put(naming.name, naming.content);
                }
            }
        }
        Map<Content, byte[]> kept = new LinkedHashMap<>();
        names.forEach((name, content) -> {
            if (content != null) {
                after.put(name, kept.computeIfAbsent(content, this::survivors));
            }
        });
        return after;
    }

    /** Returns what of a content survives: everything forced, and of the rest what chance keeps. */
    private byte[] survivors(Content content) {
        byte[] bytes = content.durable.clone();
        int mood = random.nextInt(5);
        for (Change change : content.pending) {
            if (change.bytes == null) {
                if (random.nextBoolean()) {
                    bytes = Arrays.copyOf(bytes, (int) change.at);
                }
                continue;
            }
            int end = (int) change.at + change.bytes.length;
            for (int at = (int) change.at; at < end; at = sectorEnd(at, end)) {
                int to = sectorEnd(at, end);
                boolean last = to == end;
                boolean keep = switch (mood) {
                    case 0 -> true;
                    case 1 -> false;
                    case 2 -> last; // the commit line arrives, what it commits does not
                    default -> random.nextBoolean();
                };
                if (keep) {
                    int torn = random.nextInt(8) == 0 ? at + random.nextInt(to - at + 1) : to;
                    bytes = write(
                            bytes, at, Arrays.copyOfRange(change.bytes, at - (int) change.at, torn - (int) change.at));
                } else if (random.nextInt(4) == 0 && bytes.length < to) {
                    bytes = Arrays.copyOf(bytes, to); // the new length arrived, the data did not
                }
            }
        }
        return bytes;
    }

    private static int sectorEnd(int at, int end) {
        return Math.min(end, (at / SECTOR + 1) * SECTOR);
    }

    private static byte[] write(byte[] bytes, int at, byte[] part) {
        byte[] result = bytes.length < at + part.length ? Arrays.copyOf(bytes, at + part.length) : bytes;
        System.arraycopy(part, 0, result, at, part.length);
        return result;
    }

    private void operation(String kind) throws IOException {
        int number = operations++;
        if (number >= powerFailsAt) {
            throw new IOException("the power is off");
        }
        if (fault.hits(number, kind)) {
            throw new IOException("No space left on device (" + kind + ")");
        }
    }

    /** What changes nothing on the disk can fail, but the power does not go there. */
    private void uncounted(String kind) throws IOException {
        if (fault.hits(operations, kind)) {
            throw new IOException("Input/output error (" + kind + ")");
        }
    }

    private Content content(String name) {
        Content content = visible.get(name);
        if (content == null) {
            throw new IllegalStateException(name);
        }
        return content;
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(visible.keySet());
    }

    @Override
    public synchronized TrailFile create(String name) throws IOException {
        operation("create");
        if (visible.containsKey(name)) {
            throw new IOException(name + " exists");
        }
        Content content = new Content();
        visible.put(name, content);
        namings.add(new Naming(name, content));
        return new File(name, content);
    }

    @Override
    public synchronized TrailFile open(String name) throws IOException {
        Content content = visible.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return new File(name, content);
    }

    @Override
    public TrailFile openForReading(String name) throws IOException {
        return open(name);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operation("delete");
        if (visible.remove(name) != null) {
            namings.add(new Naming(name, null));
        }
    }

    @Override
    public synchronized void forceDirectory() throws IOException {
        operation("forceDirectory");
        if (!forgetsToForceDirectory) {
            namings.clear();
            durable.clear();
            durable.putAll(visible);
        }
    }

    private final class File implements TrailFile {
        private final String name;
        private final Content content;
        private boolean closed;

        File(String name, Content content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (UnreliableDisk.this) {
                return content.visible.length;
            }
        }

        private void requireOpen() throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (UnreliableDisk.this) {
                requireOpen();
                uncounted("read");
                int count = Math.min(into.remaining(), content.visible.length - (int) position);
                if (count <= 0) {
                    return -1;
                }
                into.put(content.visible, (int) position, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (UnreliableDisk.this) {
                requireOpen();
                byte[] bytes = new byte[from.remaining()];
                from.get(bytes);
                try {
                    operation("write");
                } catch (IOException e) {
                    // A full disk takes a part of it.
                    change(position, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                    throw e;
                }
                change(position, bytes);
            }
        }

        private void change(long position, byte[] bytes) {
            content.visible = UnreliableDisk.write(content.visible.clone(), (int) position, bytes);
            content.pending.add(new Change(position, bytes));
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (UnreliableDisk.this) {
                requireOpen();
                operation("truncate");
                if (size < content.visible.length) {
                    content.visible = Arrays.copyOf(content.visible, (int) size);
                    content.pending.add(new Change(size, null));
                }
            }
        }

        /** A failed force leaves what it leaves, and the kernel takes the rest for written: the next one will not try again. */
        @Override
        public void force() throws IOException {
            synchronized (UnreliableDisk.this) {
                requireOpen();
                try {
                    operation("force");
                } catch (IOException e) {
                    if (operations <= powerFailsAt) {
                        content.durable = survivors(content);
                        content.pending.clear();
                    }
                    throw e;
                }
                if (forgetsToForce) {
                    return;
                }
                byte[] bytes = content.durable;
                for (Change change : content.pending) {
                    bytes = change.bytes == null
                            ? Arrays.copyOf(bytes, (int) change.at)
                            : UnreliableDisk.write(bytes.clone(), (int) change.at, change.bytes);
                }
                content.durable = bytes;
                content.pending.clear();
            }
        }

        @Override
        public @Nullable String alteration(long expectedSize) {
            synchronized (UnreliableDisk.this) {
                if (visible.get(name) != content) {
                    return "is gone";
                }
                return content.visible.length == expectedSize ? null : "has another size";
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (UnreliableDisk.this) {
                closed = true;
                uncounted("close");
            }
        }
    }
}
