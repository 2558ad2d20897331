// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.durability.CrashImage.Fate;
import io.sealkeep.durability.DiskHistory.Action;
import io.sealkeep.durability.DiskHistory.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The content of one file after the power failed. One thread. */
final class CrashedFile {

    /** What a disk writes whole or not at all; a tear within it is made too, now and then. */
    static final int SECTOR = 512;

    private byte[] bytes = new byte[0];
    private int size;

    private CrashedFile() {}

    /**
     * Makes a content that may be there.
     *
     * @param changes writes and changes of size, in the order in which they started
     * @param forced the place in the trace at which the last completed force started
     */
    static byte[] content(List<Step> changes, long forced, Fate fate, Random random) {
        CrashedFile file = new CrashedFile();
        List<Action> durable =
                actions(changes.stream().filter(step -> step.ended() < forced).toList());
        List<Action> open =
                actions(changes.stream().filter(step -> step.ended() >= forced).toList());
        durable.forEach(file::apply);
        switch (fate) {
            case LOST -> {}
            case KEPT -> open.forEach(file::apply);
            case TORN -> {
                for (int i = 0; i + 1 < open.size(); i++) {
                    file.apply(open.get(i));
                }
                if (!open.isEmpty()) {
                    file.tear(open.getLast(), random);
                }
            }
            case SHUFFLED -> file.shuffle(open, random);
        }
        return Arrays.copyOf(file.bytes, file.size);
    }

    private static List<Action> actions(List<Step> steps) {
        return steps.stream().map(Step::action).toList();
    }

    private void apply(Action action) {
        switch (action) {
            case Action.Write write -> put(write, 0, write.bytes().length);
            case Action.Resize resize -> resize(Math.toIntExact(resize.size()));
            default -> throw new IllegalArgumentException(action.toString());
        }
    }

    private void put(Action.Write write, int from, int to) {
        int end = Math.toIntExact(write.offset() + to);
        resize(Math.max(size, end));
        System.arraycopy(write.bytes(), from, bytes, Math.toIntExact(write.offset() + from), to - from);
    }

    private void resize(int newSize) {
        if (newSize > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(newSize, 2 * bytes.length));
        }
        if (newSize < size) {
            Arrays.fill(bytes, newSize, size, (byte) 0);
        }
        size = newSize;
    }

    /** A beginning to the byte, or any of its sectors. */
    private void tear(Action last, Random random) {
        if (!(last instanceof Action.Write write)) {
            if (random.nextBoolean()) {
                apply(last);
            }
        } else if (random.nextBoolean()) {
            put(write, 0, random.nextInt(write.bytes().length + 1));
        } else {
            for (int from = 0; from < write.bytes().length; ) {
                int to = endOfSector(write, from);
                if (random.nextBoolean()) {
                    put(write, from, to);
                }
                from = to;
            }
        }
    }

    private static int endOfSector(Action.Write write, int from) {
        long place = write.offset() + from;
        return (int) Math.min(write.bytes().length, from + SECTOR - place % SECTOR);
    }

    private void shuffle(List<Action> open, Random random) {
        int durableSize = size;
        int someSize = someSize(open, random);
        Map<Long, Integer> touches = new HashMap<>();
        open.forEach(action -> sectors(action, sector -> touches.merge(sector, 1, Integer::sum)));
        Map<Long, Integer> states = new HashMap<>();
        touches.forEach((sector, count) -> states.put(sector, random.nextInt(count + 1)));
        if (random.nextInt(4) == 0) {
            rubbish(durableSize, Math.max(durableSize, someSize), random);
        }
        Map<Long, Integer> seen = new HashMap<>();
        for (Action action : open) {
            if (action instanceof Action.Write write) {
                for (int from = 0; from < write.bytes().length; ) {
                    int to = endOfSector(write, from);
                    long sector = (write.offset() + from) / SECTOR;
                    int nth = seen.merge(sector, 1, Integer::sum);
                    int kept = states.getOrDefault(sector, 0);
                    if (nth < kept) {
                        put(write, from, to);
                    } else if (nth == kept) {
                        put(write, from, random.nextInt(8) == 0 ? from + random.nextInt(to - from + 1) : to);
                    }
                    from = to;
                }
            }
        }
        resize(someSize);
    }

    private interface SectorVisitor {
        void visit(long sector);
    }

    private static void sectors(Action action, SectorVisitor visitor) {
        if (action instanceof Action.Write write) {
            for (int from = 0; from < write.bytes().length; from = endOfSector(write, from)) {
                visitor.visit((write.offset() + from) / SECTOR);
            }
        }
    }

    /** Returns the size after any number of the open changes. */
    private int someSize(List<Action> open, Random random) {
        int some = size;
        int count = random.nextInt(open.size() + 1);
        for (Action action : open.subList(0, count)) {
            some = switch (action) {
                case Action.Write write -> Math.max(some, Math.toIntExact(write.offset() + write.bytes().length));
                case Action.Resize resize -> Math.toIntExact(resize.size());
                default -> some;
            };
        }
        return some;
    }

    private void rubbish(int from, int to, Random random) {
        byte[] noise = new byte[to - from];
        random.nextBytes(noise);
        put(new Action.Write(0, from, noise), 0, noise.length);
    }
}
