// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealkeep.kms.CrashableKms.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threat 11: the power fails. A run is traced call by call; then for every place at which it could have been cut off, disks are made
 * that hold what had been forced, and of the rest nothing, all, a torn or a random part. On each of them the service starts, and
 * everything it had answered is there.
 *
 * <p>{@code -Dsealkeep.images=10} makes ten times as many disks, {@code -Dsealkeep.random-seed=…} others.
 */
class CrashImageIT {

    private static final int IMAGES = Integer.getInteger("sealkeep.images", 1);
    private static final long SEED = Long.getLong("sealkeep.random-seed", 1);
    private static final int THREADS = 2;
    private static final int CALLS = 30;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void requireTrace() {
        String unavailable = SystemTrace.unavailable();
        assumeTrue(unavailable == null, () -> "Crash images are skipped: " + unavailable);
    }

    @Test
    void powerFailure_atEveryCall_losesNothingAnswered() throws Exception {
        DiskHistory history = run(Fault.NONE);
        CrashCampaign campaign = new CrashCampaign(history, SEED, IMAGES);
        campaign.run(false);
        System.out.println(campaign);
        assertThat(campaign.problems()).isEmpty();
        assertThat(campaign.images()).isGreaterThan(500);
    }

    /** What the test above would say of a service that does not force, or answers first. */
    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void powerFailure_underAFault_isNoticed(Fault fault) throws Exception {
        CrashCampaign campaign = new CrashCampaign(run(fault), SEED, IMAGES);
        campaign.run(true);
        System.out.println(fault + " is noticed: " + campaign.problems().getFirst());
        assertThat(campaign.problems()).isNotEmpty();
    }

    private static DiskHistory run(Fault fault) throws IOException {
        Path root = Files.createDirectory(directory.resolve(fault.name())).toRealPath();
        Path trace = directory.resolve(fault + ".trace");
        Path errors = directory.resolve(fault + ".err");
        List<String> arguments = CrashWorker.arguments(
                List.of(), root.resolve("home"), THREADS, CALLS, SEED, fault, CrashCampaign.SEGMENT_BYTES);
        try (JavaProcess worker =
                JavaProcess.start(SystemTrace.command(trace, DiskHistory.CALLS, 1 << 20), arguments, errors)) {
            assertThat(worker.join()).as(Files.readString(errors)).isZero();
        }
        return DiskHistory.read(trace, root);
    }
}
