// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sealkeep.audit.JournalTrail;
import io.sealkeep.audit.TrailSettings;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.engine.EmbeddedKms;
import io.sealkeep.engine.EngineSettings;
import io.sealkeep.engine.TestCallers;
import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.home.AdjustableClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.NotFoundException;

class EngineTimeTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Runnable NOTHING = () -> {};

    @TempDir
    Path home;

    private final PausableTime counted = new PausableTime();
    private final AdjustableClock clock = new AdjustableClock(Clock.systemUTC(), counted);
    private JournalTrail trail;
    private EmbeddedBackend backend;
    private EngineTime time;
    private KmsClient kms;

    /** Counted time; one reader of it can be held up. */
    private static final class PausableTime implements LongSupplier {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private volatile @Nullable Thread held;

        @Override
        public long getAsLong() {
            if (Thread.currentThread().equals(held)) {
                held = null;
                asked.countDown();
                try {
                    assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return System.nanoTime();
        }
    }

    @BeforeEach
    void open() {
        trail = JournalTrail.open(
                home.resolve("trail"), clock, TrailSettings.of(TestCallers.ACCOUNT, TestCallers.REGION));
        EmbeddedKms engine = EmbeddedKms.open(new EngineSettings(
                TestCallers.ACCOUNT,
                home.resolve("sealkeep.db"),
                RootKey.fromFile(home.resolve("root.key"), false),
                clock,
                clock::nanoTime));
        backend = new EmbeddedBackend(engine, trail, clock, new BackendDescription("embedded", ""));
        time = new EngineTime(clock, backend);
        kms = TestCallers.calling(engine, TestCallers.REGION);
    }

    @AfterEach
    void close() {
        backend.close();
        trail.close();
    }

    private String keyToBeDeletedInAWeek() {
        String keyId = kms.createKey(r -> {}).keyMetadata().keyId();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        return keyId;
    }

    private void assertDeleted(String keyId) {
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> kms.describeKey(r -> r.keyId(keyId)));
    }

    @Test
    void advance_always_doesWhatBecameDue() {
        String keyId = keyToBeDeletedInAWeek();

        time.advance(WEEK, NOTHING);

        assertDeleted(keyId);
        assertThat(time.ahead()).isEqualTo(WEEK);
    }

    @Test
    void advance_thatIsNotRecorded_movesNothing() {
        String keyId = keyToBeDeletedInAWeek();

        assertThatExceptionOfType(DependencyTimeoutException.class)
                .isThrownBy(() -> time.advance(WEEK, () -> {
                    throw new TrailUnavailableException("the disk is full");
                }))
                .satisfies(e ->
                        assertThat(e.awsErrorDetails().errorMessage()).contains("The audit trail could not record"));
        assertThat(time.ahead()).isZero();
        backend.sweep();
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().deletionDate())
                .isNotNull();
    }

    @Test
    void advance_thatCannotBe_recordsNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.advance(Duration.ZERO, () -> {
                    throw new IllegalStateException("recorded");
                }));
    }

    /**
     * A sweep that reads the clock before it is moved, and counted time after that, would take it for a jump: then nothing is deleted
     * for five minutes, nor by the next advance.
     */
    @Test
    void advance_inTheMiddleOfASweep_isNotTakenForAJump() throws InterruptedException {
        String first = keyToBeDeletedInAWeek();
        Thread sweep = Thread.ofPlatform().unstarted(backend::sweep);
        counted.held = sweep;
        sweep.start();
        counted.asked.await();
        Thread advance = Thread.ofPlatform().start(() -> time.advance(WEEK, NOTHING));
        // Either it waits for the sweep, or it is done in this time, which is then the fault.
        advance.join(Duration.ofSeconds(1));
        counted.goOn.countDown();
        sweep.join();
        advance.join();
        assertDeleted(first);
        String second = keyToBeDeletedInAWeek();

        time.advance(WEEK, NOTHING);

        assertDeleted(second);
    }
}
