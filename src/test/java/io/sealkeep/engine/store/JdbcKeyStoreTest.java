// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.call.OutboxRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.Tag;

class JdbcKeyStoreTest {

    private static final String REGION = "eu-central-1";
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00.123Z");
    private static final String WRAPPED = "the wrapped material of one key, long enough to be found";

    @TempDir
    Path directory;

    private Path file;
    private JdbcKeyStore store;

    @BeforeEach
    void open() {
        file = directory.resolve("sealkeep.db");
        store = TestStores.open(file, TestStores.identity("111122223333"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static KeyRow key(KeyRef ref) {
        return new KeyRow(
                ref,
                new KeyRow.Kind(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT, OriginType.AWS_KMS, NOW),
                "description",
                KeyState.ENABLED,
                null,
                "m".repeat(64),
                null,
                0,
                null);
    }

    private static KeyRef ref() {
        return new KeyRef(REGION, UUID.randomUUID().toString());
    }

    private KeyRef insert() {
        KeyRef ref = ref();
        write(rows -> {
            rows.insertKey(key(ref), "policy");
            rows.insertBackingKey(new BackingKeyRow(
                    ref, "m".repeat(64), 0, NOW, null, WRAPPED.getBytes(StandardCharsets.US_ASCII), null));
            rows.insertAlias(new AliasRow(new AliasRef(REGION, "alias/" + ref.keyId()), ref.keyId(), NOW, NOW));
            rows.putTags(ref, List.of(Tag.builder().tagKey("a").tagValue("b").build()));
        });
        return ref;
    }

    private void write(java.util.function.Consumer<StoreWriter> change) {
        store.write(
                rows -> {
                    change.accept(rows);
                    return true;
                },
                done -> List.of());
    }

    private Optional<KeyRow> find(KeyRef ref) {
        return store.read(rows -> rows.findKey(ref));
    }

    private List<BackingKeyRow> materials(KeyRef ref) {
        return store.read(rows -> rows.backingKeys(ref));
    }

    private String pragma(StoreReader rows, String name) {
        return rows.sql.sql("PRAGMA " + name).query(String.class).single();
    }

    @Test
    void migrations_always_areAsManyAsTheCodeThinks() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/db/migration/sqlite"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .hasSize(StoreSchema.MIGRATIONS)
                    .anyMatch(name -> name.startsWith("V" + StoreSchema.MIGRATIONS + "__"));
        }
    }

    @Test
    void connections_always_areSetForDurabilityAndErasure() {
        write(rows -> {
            assertThat(pragma(rows, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(rows, "synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma(rows, "secure_delete")).isEqualTo("1");
            assertThat(pragma(rows, "foreign_keys")).isEqualTo("1");
        });
        assertThat(store.<String>read(rows -> pragma(rows, "journal_mode"))).isEqualTo("wal");
    }

    @Test
    void readers_always_cannotWrite() {
        assertThatThrownBy(() ->
                        store.read(rows -> rows.sql.sql("DELETE FROM kms_key").update()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void key_asItWasWritten_isRead() {
        KeyRef ref = insert();
        KeyRow pending = key(ref).withDeletion(new KeyRow.Deletion(7, NOW.plusSeconds(7)))
                .withDescription("ключ 🔑")
                .withRotation(new KeyRow.Rotation(90, NOW))
                .withMaterial("n".repeat(64), 3);
        write(rows -> rows.updateKey(pending));

        assertThat(find(ref)).contains(pending);
        assertThat(materials(ref)).singleElement().satisfies(row -> {
            assertThat(row.wrapped()).isEqualTo(WRAPPED.getBytes(StandardCharsets.US_ASCII));
            assertThat(row.rotated()).isNull();
            assertThat(row.createdAt()).isEqualTo(NOW);
        });
        assertThat(find(ref())).isEmpty();
    }

    @Test
    void change_thatThrows_undoesEverything() {
        KeyRef ref = ref();

        assertThatThrownBy(() -> write(rows -> {
                    rows.insertKey(key(ref), "policy");
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(find(ref)).isEmpty();
        insert();
    }

    @Test
    void change_againstTheSchemasRules_undoesEverything() {
        KeyRef ref = insert();

        assertThatThrownBy(() -> write(rows -> {
                    rows.updateKey(key(ref).withDescription("half"));
                    rows.insertKey(key(ref), "twice");
                }))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(StoreUnavailableException.class);

        assertThat(find(ref)).contains(key(ref));
        insert();
    }

    @Test
    void records_always_commitWithTheChangeInItsOrder() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            KeyRef ref = ref();
            OutboxRow row = new OutboxRow(UUID.randomUUID().toString(), "{\"n\":" + i + "}");
            ids.add(row.eventId());
            store.write(
                    rows -> {
                        rows.insertKey(key(ref), "policy");
                        return ref;
                    },
                    done -> List.of(row));
        }
        assertThat(store.pending()).extracting(OutboxRow::eventId).isEqualTo(ids);
        close();
        open();
        assertThat(store.pending()).extracting(OutboxRow::eventId).isEqualTo(ids);
    }

    @Test
    void settledRows_whenTheStoreIsIdle_leaveItByThemselves() throws Exception {
        store.write(rows -> true, done -> List.of(new OutboxRow("id", "{}")));
        store.settle(List.of("id"));

        long end = System.nanoTime() + 20_000_000_000L;
        while (count("outbox") > 0) {
            assertThat(System.nanoTime()).as("the row is still there").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void writer_thatRanOutOfMemoryWhileIdle_goesOn() throws Exception {
        close();
        Faults faults = new Faults();
        store = TestStores.open(file, TestStores.identity("111122223333"), TestStores.DEADLINE, faults);
        write(rows -> {});
        CountDownLatch exhausted = new CountDownLatch(1);
        faults.exhaustMemory(exhausted);
        store.settle(List.of("id"));
        assertThat(exhausted.await(20, TimeUnit.SECONDS)).isTrue();
        faults.mend();

        assertThat(find(insert())).isPresent();
    }

    private int count(String table) {
        return store.read(rows -> rows.sql
                .sql("SELECT count(*) FROM " + table)
                .query(Integer.class)
                .single());
    }

    @Test
    void deletedKey_always_takesEverythingOfItsOwnAlong() throws IOException {
        KeyRef ref = insert();
        assertThat(filesContain(WRAPPED)).isTrue();

        write(rows -> rows.deleteKey(ref));

        for (String table : List.of("kms_key", "backing_key", "alias", "tag")) {
            assertThat(count(table)).as(table).isZero();
        }
        assertThat(filesContain(WRAPPED))
                .as("the material's bytes are still in a file")
                .isFalse();
    }

    /** Another process that reads, a backup perhaps: the log cannot be emptied, and SQLite calls that no error. */
    @Test
    void deletedKey_whileAnotherProcessReads_leavesTheFilesWhenItHasEnded() throws Exception {
        KeyRef ref = insert();
        try (Connection reader = StoreConnection.open(file, false)) {
            readSomething(reader);
            write(rows -> rows.deleteKey(ref));
            assertThat(filesContain(WRAPPED)).as("the reader keeps it").isTrue();
        }

        long end = System.nanoTime() + 20_000_000_000L;
        while (filesContain(WRAPPED)) {
            assertThat(System.nanoTime()).as("the bytes are still there").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void deletedKey_whoseBytesWereLeftInTheLog_leavesTheFilesWithTheNextOpening() throws Exception {
        KeyRef ref = insert();
        // Stays connected, or SQLite would empty the log when the last connection closes.
        try (Connection reader = StoreConnection.open(file, false)) {
            readSomething(reader);
            write(rows -> rows.deleteKey(ref));
            close();
            assertThat(filesContain(WRAPPED)).as("the reader kept it").isTrue();
            reader.rollback();

            open();
            write(rows -> {});

            assertThat(filesContain(WRAPPED)).isFalse();
        }
    }

    /** Begins a read transaction and stays in it. */
    private static void readSomething(Connection reader) throws SQLException {
        try (Statement statement = reader.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM kms_key").close();
        }
    }

    private boolean filesContain(String text) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path path : files.toList()) {
                if (new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void epochs_always_saysWhatAChangeTouched() {
        KeyRef touched = insert();
        AliasRef alias = new AliasRef(REGION, "alias/" + touched.keyId());
        KeyRef other = insert();
        long key = store.epochs().current(touched);
        long aliased = store.epochs().current(alias);
        long untouched = store.epochs().current(other);

        write(rows -> rows.updateKey(key(touched)));
        assertThat(store.epochs().isCurrent(touched, key)).isFalse();
        assertThat(store.epochs().isCurrent(alias, aliased)).isTrue();
        write(rows -> rows.moveAlias(alias, other.keyId(), NOW));
        assertThat(store.epochs().isCurrent(alias, aliased)).isFalse();
        assertThat(store.epochs().isCurrent(other, untouched)).isTrue();
        long moved = store.epochs().current(alias);
        write(rows -> rows.deleteKey(other));
        assertThat(store.epochs().isCurrent(other, untouched)).isFalse();
        assertThat(store.epochs().isCurrent(alias, moved))
                .as("it went with its key")
                .isFalse();
    }

    @Test
    void changes_ofManyThreads_areAllMade() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<KeyRef>> made = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                made.add(threads.submit(this::insert));
            }
            for (Future<KeyRef> key : made) {
                KeyRef ref = key.get();
                assertThat(find(ref)).isPresent();
            }
        }
        assertThat(count("kms_key")).isEqualTo(100);
    }

    @Test
    void lists_always_goOnBehindTheNameGiven() {
        for (int i = 0; i < 5; i++) {
            insert();
        }
        List<String> all = store.read(rows -> rows.keyIds(REGION, "", 10));

        assertThat(all).hasSize(5).isSorted();
        assertThat(store.<List<String>>read(rows -> rows.keyIds(REGION, all.get(1), 2)))
                .isEqualTo(all.subList(2, 4));
        assertThat(store.<List<String>>read(rows -> rows.keyIds("us-east-1", "", 10)))
                .isEmpty();
    }
}
