// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealkeep.engine.store.Faults;
import io.sealkeep.engine.store.StoreIdentity;
import io.sealkeep.engine.store.TestStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.Tag;

/** Threats 12 and 16, the store's part: what cannot be written is refused whole, and all is well again when the fault is over. */
class StoreFailureTest {

    @TempDir
    Path home;

    private final Faults faults = new Faults();
    private Path file;
    private EmbeddedKms engine;
    private KmsClient kms;
    private String keyId;

    @BeforeEach
    void open() {
        open(Duration.ofSeconds(30));
        keyId = kms.createKey(r -> {}).keyMetadata().keyId();
    }

    private void open(Duration deadline) {
        EngineSettings settings = TestEngines.settings(home, Clock.systemUTC());
        file = settings.store();
        byte[] storeId = new byte[16];
        StoreIdentity identity = new StoreIdentity(
                storeId, TestCallers.ACCOUNT, settings.rootKey().checkValue(storeId));
        engine = new EmbeddedKms(settings, TestStores.open(file, identity, deadline, faults));
        kms = TestCallers.calling(engine, TestCallers.REGION);
    }

    @AfterEach
    void close() {
        faults.mend();
        engine.close();
    }

    private static void assertUnavailable(ThrowingCallable call, String message) {
        KmsException refusal = catchThrowableOfType(KmsException.class, call);
        assertThat(refusal).as("the call was not refused").isInstanceOf(DependencyTimeoutException.class);
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("DependencyTimeoutException");
        assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
    }

    private void assertAllIsWell() {
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled()).isTrue();
        String another = kms.createKey(r -> {}).keyMetadata().keyId();
        kms.disableKey(r -> r.keyId(another));
        SdkBytes ciphertext = kms.encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("well")))
                .ciphertextBlob();
        assertThat(kms.decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext().asUtf8String())
                .isEqualTo("well");
    }

    private List<String> keyIds() {
        return kms.listKeysPaginator(r -> {}).keys().stream()
                .map(KeyListEntry::keyId)
                .toList();
    }

    @Test
    void fullDisk_always_refusesWholeAndRecovers() {
        faults.fillDisk();
        List<String> made = new ArrayList<>(List.of(keyId));
        int refused = 0;
        // Free space in the last page takes a few keys yet.
        while (refused < 20) {
            try {
                made.add(kms.createKey(r -> r.tags(Tag.builder()
                                .tagKey("k")
                                .tagValue("v".repeat(256))
                                .build()))
                        .keyMetadata()
                        .keyId());
            } catch (KmsException e) {
                refused++;
                assertUnavailable(
                        () -> {
                            throw e;
                        },
                        "The key store's disk is full. Nothing was changed.");
            }
        }
        assertThat(keyIds()).containsExactlyInAnyOrderElementsOf(made);
        for (String id : made) {
            kms.encrypt(r -> r.keyId(id).plaintext(SdkBytes.fromUtf8String("x")));
        }

        faults.mend();
        assertAllIsWell();
        assertThat(keyIds()).containsAll(made).hasSize(made.size() + 1);
    }

    @Test
    void commit_thatCannotBeSynced_isNotConfirmedAndNotSeen() {
        faults.failCommits(SQLiteErrorCode.SQLITE_IOERR_FSYNC);

        for (int i = 0; i < 3; i++) {
            assertUnavailable(
                    () -> kms.disableKey(r -> r.keyId(keyId)),
                    "The key store's files cannot be read or written. The change was not confirmed: look before repeating it.");
            assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled())
                    .isTrue();
        }
        faults.mend();
        assertAllIsWell();
        assertThat(engine.outbox().pending()).isEmpty();
    }

    @Test
    void commit_onAFullDisk_changesNothing() {
        faults.failCommits(SQLiteErrorCode.SQLITE_FULL);

        assertUnavailable(() -> kms.createKey(r -> {}), "The key store's disk is full. Nothing was changed.");
        assertThat(keyIds()).containsExactly(keyId);
        faults.mend();
        assertAllIsWell();
    }

    @Test
    void readOnlyFiles_always_refuseChangesAndRecover() throws Exception {
        // The connection that is open stays as it is until it fails.
        faults.failCommits(SQLiteErrorCode.SQLITE_READONLY);
        assertUnavailable(
                () -> kms.disableKey(r -> r.keyId(keyId)), "The key store's files are read-only. Nothing was changed.");
        faults.mend();
        faults.makeReadOnly();
        assertUnavailable(
                () -> kms.disableKey(r -> r.keyId(keyId)), "The key store's files are read-only. Nothing was changed.");
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled()).isTrue();

        faults.mend();
        assertAllIsWell();
    }

    @Test
    void lockOfAnotherProcess_always_refusesChangesAndRecovers() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertUnavailable(
                    () -> kms.disableKey(r -> r.keyId(keyId)),
                    "The key store is locked by another process. Nothing was changed.");
            assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled())
                    .isTrue();

            statement.execute("ROLLBACK");
        }
        assertAllIsWell();
    }

    @Test
    void slowCommit_beyondTheDeadline_isSaidToBeUnknownAndHoldsNobody() throws Exception {
        close();
        open(Duration.ofMillis(500));
        CountDownLatch latch = new CountDownLatch(1);
        faults.holdCommits(latch);

        assertUnavailable(
                () -> kms.disableKey(r -> r.keyId(keyId)),
                "The key store did not confirm the change in time. It may have been made: look before repeating it.");
        // Behind it: never begun, so surely not made.
        assertUnavailable(
                () -> kms.scheduleKeyDeletion(r -> r.keyId(keyId)),
                "The key store did not answer in time. Nothing was changed.");
        // Reading waits for no writer.
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled()).isTrue();

        faults.mend();
        latch.countDown();
        long end = System.nanoTime() + 20_000_000_000L;
        while (kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled()) {
            assertThat(System.nanoTime()).as("the change was lost").isLessThan(end);
            Thread.onSpinWait();
        }
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().keyState())
                .as("what was given up is not made later")
                .isEqualTo(KeyState.DISABLED);
    }

    @Test
    void interrupt_duringAChange_neitherBreaksItNorIsLost() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        faults.holdCommits(latch);
        FutureTask<Boolean> change = new FutureTask<>(() -> {
            kms.disableKey(r -> r.keyId(keyId));
            return Thread.currentThread().isInterrupted();
        });
        Thread caller = Thread.ofVirtual().start(change);
        caller.interrupt();
        latch.countDown();

        assertThat(result(change)).as("the interrupt is still there").isTrue();
        faults.mend();
        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled()).isFalse();
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Test
    void closedEngine_always_refuses() {
        engine.close();

        assertUnavailable(() -> kms.createKey(r -> {}), "The key store is closed. Nothing was changed.");
        assertUnavailable(() -> kms.listKeys(r -> {}), "The key store is closed. Nothing was changed.");
    }
}
