// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import io.sealkeep.call.Caller;
import io.sealkeep.durability.CrashImage.Fate;
import io.sealkeep.durability.DiskHistory.Action;
import io.sealkeep.durability.DiskHistory.Step;
import io.sealkeep.kms.CrashableKms;
import io.sealkeep.kms.CrashableKms.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Makes disks for every place of a {@link DiskHistory} at which the power could have failed, starts the service on each, and
 * collects what is wrong. Two threads; used once.
 */
final class CrashCampaign {

    /** A dozen records. */
    static final long SEGMENT_BYTES = 16 * 1024;

    private static final int LANES = 2;
    private static final int ENOUGH = 20;

    private final DiskHistory history;
    private final long seed;
    private final int imagesPerCut;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger images = new AtomicInteger();
    private int cuts;
    private long millis;

    CrashCampaign(DiskHistory history, long seed, int imagesPerCut) {
        this.history = history;
        this.seed = seed;
        this.imagesPerCut = imagesPerCut;
    }

    /** @param first whether one problem is enough */
    void run(boolean first) throws Exception {
        long start = System.nanoTime();
        // From the last to the first: of equal disks that one is looked at of which most is asked.
        List<Long> places = new ArrayList<>(cuts().descendingSet());
        cuts = places.size();
        AtomicInteger next = new AtomicInteger();
        Path disks = Files.createTempDirectory(fastDirectory(), "crash");
        try {
            List<Thread> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                lanes.add(Thread.ofPlatform().start(() -> {
                    for (int i = next.getAndIncrement(); i < places.size(); i = next.getAndIncrement()) {
                        if (problems.size() >= (first ? 1 : ENOUGH)) {
                            return;
                        }
                        look(places.get(i) + 1, disks);
                    }
                }));
            }
            for (Thread lane : lanes) {
                lane.join();
            }
        } finally {
            delete(disks);
        }
        millis = (System.nanoTime() - start) / 1_000_000;
    }

    /**
     * Where it makes a difference: behind the start of a change or an answer, and behind the end of a force. Changes to the index of
     * the trail make none: it is not forced anyway, and so takes any form in all of the disks.
     */
    private TreeSet<Long> cuts() {
        TreeSet<Long> cuts = new TreeSet<>();
        for (Step step : history.steps()) {
            switch (step.action()) {
                case Action.Write write -> addUnlessIndex(cuts, write.file(), step.started());
                case Action.Resize resize -> addUnlessIndex(cuts, resize.file(), step.started());
                case Action.Force force -> addUnlessIndex(cuts, force.file(), step.ended());
                case Action.ForceDirectory force -> cuts.add(step.ended());
                default -> cuts.add(step.started());
            }
        }
        cuts.remove(Long.MAX_VALUE);
        return cuts;
    }

    private void addUnlessIndex(TreeSet<Long> cuts, int file, long place) {
        if (!history.name(file).startsWith("index.db")) {
            cuts.add(place);
        }
    }

    private void look(long cut, Path disks) {
        Promises promises = promises(cut);
        Random random = new Random(seed * 1_000_003 + cut);
        look(cut, Fate.LOST, random, promises, disks);
        for (int i = 0; i < imagesPerCut; i++) {
            look(
                    cut,
                    List.of(Fate.SHUFFLED, Fate.TORN, Fate.SHUFFLED, Fate.KEPT).get((int) ((cut + i) % 4)),
                    random,
                    promises,
                    disks);
        }
    }

    private Promises promises(long cut) {
        StringBuilder said = new StringBuilder();
        for (Step step : history.steps()) {
            if (step.started() < cut && step.action() instanceof Action.Say say) {
                said.append(say.text());
            }
        }
        return Promises.of(said.toString().lines().toList());
    }

    private void look(long cut, Fate fate, Random random, Promises promises, Path disks) {
        CrashImage image = CrashImage.at(history, cut, fate, random);
        if (!seen.add(image.fingerprint())) {
            return;
        }
        images.incrementAndGet();
        try {
            Path disk = Files.createTempDirectory(disks, "disk");
            image.writeTo(history.root(), disk);
            String where = fate + " at " + cut + ": ";
            boolean good = false;
            try {
                List<String> found = start(disk.resolve("home"), promises);
                found.forEach(problem -> problems.add(where + problem));
                good = found.isEmpty();
            } catch (RuntimeException | IOException e) {
                problems.add(where + "no start: " + e);
            }
            if (good || System.getProperty("sealkeep.keep-disks") == null) {
                delete(disk);
            }
        } catch (IOException e) {
            problems.add("cannot make a disk: " + e);
        }
    }

    private static List<String> start(Path home, Promises promises) throws IOException {
        anotherBoot(home.resolve("trail").resolve("index.db"));
        try (CrashableKms kms = CrashableKms.open(home, Fault.NONE, SEGMENT_BYTES)) {
            return ScopedValue.where(Caller.CURRENT, Requests.caller("after the crash"))
                    .call(() -> Findings.of(List.of(promises), kms.engine(), TrailRecords.read(home.resolve("trail"))));
        }
    }

    /**
     * The trail believes an index that the same boot of the machine left behind. No power failure comes without another boot, so the
     * index must not show this one.
     */
    private static void anotherBoot(Path index) {
        if (Files.exists(index)) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + index);
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE state SET boot = 'another' WHERE boot <> ''");
            } catch (SQLException e) {
                // Torn: it will not be believed anyway.
            }
        }
    }

    private static Path fastDirectory() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    int images() {
        return images.get();
    }

    @Override
    public String toString() {
        return images + " disks for " + cuts + " places at which the power failed, " + problems.size() + " problems, "
                + millis + " ms";
    }
}
