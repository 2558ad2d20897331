// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.ConnectionErrorCodeType;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** Custom key stores and their keys as rows. */
class CustomKeyStoreRowsTest {

    private static final String REGION = "eu-central-1";
    private static final Instant NOW = Instant.parse("2026-11-24T09:00:00.123Z");
    private static final String WRAPPED = "the wrapped secret of one proxy, long enough to be found";

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

    private static CustomKeyStoreRow external() {
        String id = "cks-" + UUID.randomUUID();
        return new CustomKeyStoreRow(
                REGION,
                id,
                "ключ 🔑 " + id,
                NOW,
                CustomKeyStoreRow.Connection.DISCONNECTED,
                null,
                new CustomKeyStoreRow.Proxy(
                        new CustomKeyStoreRow.Address(
                                "https://x.invalid",
                                "/kms/xks/v1",
                                new CustomKeyStoreRow.Service("service", "444455556666")),
                        new CustomKeyStoreRow.Credential("ACCESS", WRAPPED.getBytes(StandardCharsets.US_ASCII))));
    }

    private static KeyRow key(CustomKeyStoreRow store, @Nullable String xksKeyId) {
        return new KeyRow(
                new KeyRef(REGION, UUID.randomUUID().toString()),
                new KeyRow.Kind(
                        KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT, OriginType.EXTERNAL_KEY_STORE, NOW),
                "",
                KeyState.ENABLED,
                null,
                null,
                null,
                0,
                null,
                new KeyRow.Custody(store.storeId(), store.isConnected(), null, xksKeyId));
    }

    private void write(Consumer<StoreWriter> change) {
        store.write(
                rows -> {
                    change.accept(rows);
                    return true;
                },
                done -> List.of());
    }

    private CustomKeyStoreRow find(String storeId) {
        return store.read(rows -> rows.customKeyStores().find(REGION, storeId)).orElseThrow();
    }

    private KeyRow find(KeyRef key) {
        return store.read(rows -> rows.findKey(key)).orElseThrow();
    }

    @Test
    void store_asItWasWritten_isRead() {
        CustomKeyStoreRow failed = external()
                .withConnection(CustomKeyStoreRow.Connection.failed(ConnectionErrorCodeType.XKS_PROXY_NOT_REACHABLE));

        write(rows -> rows.customKeyStores().insert(failed));

        assertThat(find(failed.storeId())).usingRecursiveComparison().isEqualTo(failed);
        CustomKeyStoreRow changed = failed.withName("other")
                .withConnection(CustomKeyStoreRow.Connection.DISCONNECTED)
                .withProxy(new CustomKeyStoreRow.Proxy(
                        new CustomKeyStoreRow.Address("https://y.invalid", "/y/kms/xks/v1", null),
                        new CustomKeyStoreRow.Credential("OTHER", new byte[] {1})));
        write(rows -> rows.customKeyStores().update(changed));
        assertThat(find(failed.storeId())).usingRecursiveComparison().isEqualTo(changed);
    }

    @Test
    void secret_thatWasReplacedOrDeleted_leavesTheFiles() throws IOException {
        CustomKeyStoreRow made = external();
        CustomKeyStoreRow other = external();
        write(rows -> {
            rows.customKeyStores().insert(made);
            rows.customKeyStores().insert(other);
        });
        assertThat(filesContainSecret()).isTrue();

        CustomKeyStoreRow.Proxy proxy = new CustomKeyStoreRow.Proxy(
                new CustomKeyStoreRow.Address("https://y.invalid", "/kms/xks/v1", null),
                new CustomKeyStoreRow.Credential("OTHER", new byte[] {1}));
        write(rows -> rows.customKeyStores().update(made.withProxy(proxy)));
        assertThat(filesContainSecret()).as("the other store has it yet").isTrue();
        write(rows -> rows.customKeyStores().delete(other));

        assertThat(filesContainSecret()).isFalse();
    }

    private boolean filesContainSecret() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path path : files.toList()) {
                if (new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1).contains(WRAPPED)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void key_inAStore_showsTheStoresConnectionAndKeepsItsOwnState() {
        CustomKeyStoreRow made = external();
        KeyRow key = key(made, "k1");
        write(rows -> {
            rows.customKeyStores().insert(made);
            rows.insertKey(key, "policy");
        });
        assertThat(find(key.ref())).isEqualTo(key);
        assertThat(find(key.ref()).state()).isEqualTo(KeyState.UNAVAILABLE);

        write(rows -> rows.updateKey(find(rows, key).withState(KeyState.DISABLED)));
        assertThat(find(key.ref()).state()).isEqualTo(KeyState.UNAVAILABLE);
        write(rows -> rows.customKeyStores().update(made.withConnection(CustomKeyStoreRow.Connection.CONNECTED)));

        assertThat(find(key.ref()).state()).isEqualTo(KeyState.DISABLED);
        assertThat(find(key.ref()).storedState()).isEqualTo(KeyState.DISABLED);
    }

    private static KeyRow find(StoreReader rows, KeyRow key) {
        return rows.findKey(key.ref()).orElseThrow();
    }

    @Test
    void change_ofAStore_touchesAllItsKeysAndNoOther() {
        CustomKeyStoreRow made = external();
        CustomKeyStoreRow other = external();
        KeyRow inside = key(made, "k1");
        KeyRow outside = key(other, "k1");
        write(rows -> {
            rows.customKeyStores().insert(made);
            rows.customKeyStores().insert(other);
            rows.insertKey(inside, "policy");
            rows.insertKey(outside, "policy");
        });
        long insideEpoch = store.epochs().current(inside.ref());
        long outsideEpoch = store.epochs().current(outside.ref());

        write(rows -> rows.customKeyStores().update(made.withConnection(CustomKeyStoreRow.Connection.CONNECTED)));

        assertThat(store.epochs().isCurrent(inside.ref(), insideEpoch)).isFalse();
        assertThat(store.epochs().isCurrent(outside.ref(), outsideEpoch)).isTrue();
    }

    @Test
    void schema_always_keepsApartWhatMustBeUnique() {
        CustomKeyStoreRow made = external();
        write(rows -> {
            rows.customKeyStores().insert(made);
            rows.insertKey(key(made, "k1"), "policy");
        });

        assertThatThrownBy(() ->
                write(rows -> rows.customKeyStores().insert(external().withName(made.name()))));
        assertThatThrownBy(() -> write(rows -> rows.insertKey(key(made, "k1"), "policy")));
        assertThatThrownBy(() -> write(rows -> rows.customKeyStores().delete(made)));
        assertThat(find(made.storeId()).name()).isEqualTo(made.name());
    }

    @Test
    void keys_ofAStoreFromBefore_areInNoCustomKeyStore() throws Exception {
        Path old = directory.resolve("old.db");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + old, null, null)
                .locations("classpath:db/migration/sqlite")
                .target("2")
                .load()
                .migrate();
        TestStores.run(
                old,
                "INSERT INTO store_identity (one, store_id, account_id, root_key_check)"
                        + " VALUES (1, zeroblob(16), '111122223333', zeroblob(32))");
        TestStores.run(
                old,
                "INSERT INTO kms_key (region, key_id, description, key_spec, key_usage, origin, key_state, policy,"
                        + " created_at) VALUES ('eu-central-1', 'k', '', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT',"
                        + " 'AWS_KMS', 'Disabled', '', 1)");

        try (JdbcKeyStore migrated = TestStores.open(old, TestStores.identity("111122223333"))) {
            KeyRow key =
                    migrated.read(rows -> rows.findKey(new KeyRef(REGION, "k"))).orElseThrow();
            assertThat(key.custody()).isNull();
            assertThat(key.state()).isEqualTo(KeyState.DISABLED);
        }
    }
}
