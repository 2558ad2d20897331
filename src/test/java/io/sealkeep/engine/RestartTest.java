// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.engine.primitive.RootKey;
import io.sealkeep.engine.primitive.RootKeyException;
import io.sealkeep.engine.store.TestStores;
import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.Tag;

/** What is there after the engine was closed, killed, or started with what is not its own. */
class RestartTest {

    private static final Map<String, String> CONTEXT = Map.of("a", "b");

    @TempDir
    Path directory;

    private Path home;
    private Path store;

    @BeforeEach
    void names() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        store = home.resolve("sealkeep.db");
    }

    /** A key with all that belongs to it, and a ciphertext. */
    private record Made(KeyMetadata key, String policy, SdkBytes ciphertext) {}

    private static Made make(KmsClient kms) {
        String keyId = kms.createKey(r -> r.description("one")
                        .tags(Tag.builder().tagKey("t").tagValue("v").build()))
                .keyMetadata()
                .keyId();
        kms.createAlias(r -> r.aliasName("alias/one").targetKeyId(keyId));
        SdkBytes ciphertext = kms.encrypt(r -> r.keyId("alias/one")
                        .plaintext(SdkBytes.fromUtf8String("hello"))
                        .encryptionContext(CONTEXT))
                .ciphertextBlob();
        kms.rotateKeyOnDemand(r -> r.keyId(keyId));
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(123));
        String policy = kms.getKeyPolicy(r -> r.keyId(keyId)).policy() + " ";
        kms.putKeyPolicy(r -> r.keyId(keyId).policy(policy));
        return new Made(kms.describeKey(r -> r.keyId(keyId)).keyMetadata(), policy, ciphertext);
    }

    private static void assertThere(KmsClient kms, Made made) {
        String keyId = made.key().keyId();
        assertThat(kms.describeKey(r -> r.keyId("alias/one")).keyMetadata()).isEqualTo(made.key());
        assertThat(kms.getKeyPolicy(r -> r.keyId(keyId)).policy()).isEqualTo(made.policy());
        assertThat(kms.listResourceTags(r -> r.keyId(keyId)).tags())
                .containsExactly(Tag.builder().tagKey("t").tagValue("v").build());
        assertThat(kms.getKeyRotationStatus(r -> r.keyId(keyId)).rotationPeriodInDays())
                .isEqualTo(123);
        assertThat(kms.listKeyRotations(r -> r.keyId(keyId)).rotations()).hasSize(1);
        assertThat(kms.decrypt(r -> r.ciphertextBlob(made.ciphertext()).encryptionContext(CONTEXT))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("hello");
    }

    private static KmsClient calling(EmbeddedKms engine) {
        return TestCallers.calling(engine, TestCallers.REGION);
    }

    /** Copies what a kill would leave on the disk. */
    private Path killedCopy() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("killed"));
        for (String name : List.of("sealkeep.db", "sealkeep.db-wal", "root.key")) {
            Files.copy(home.resolve(name), copy.resolve(name), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return copy;
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        // Shared memory between connections, and an empty log: not the store's bytes.
        contents.remove("sealkeep.db-shm");
        contents.values().removeIf(String::isEmpty);
        return contents;
    }

    private EngineSettings settings(String account, RootKey rootKey) {
        return new EngineSettings(account, store, rootKey, Clock.systemUTC());
    }

    private static RootKey otherRootKey() {
        return RootKey.fromEnvironment("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    }

    @Test
    void open_afterClose_findsEverything() {
        Made made;
        try (EmbeddedKms engine = TestEngines.open(home)) {
            made = make(calling(engine));
        }
        try (EmbeddedKms engine = TestEngines.open(home)) {
            assertThere(calling(engine), made);
        }
    }

    @Test
    void open_afterAKill_findsEverythingThatWasAnswered() throws IOException {
        Made made;
        Path killed;
        try (EmbeddedKms engine = TestEngines.open(home)) {
            made = make(calling(engine));
            killed = killedCopy();
        }
        try (EmbeddedKms engine = TestEngines.open(killed)) {
            assertThere(calling(engine), made);
        }
    }

    @Test
    void open_withAnotherRootKey_isRefusedAndChangesNoByte() throws IOException {
        try (EmbeddedKms engine = TestEngines.open(home)) {
            make(calling(engine));
        }
        Map<String, String> before = contents(home);

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> EmbeddedKms.open(settings(TestCallers.ACCOUNT, otherRootKey())))
                .withMessageContaining("is not the one that the store " + store + " was made with");

        assertThat(contents(home)).isEqualTo(before);
        try (EmbeddedKms engine = TestEngines.open(home)) {
            assertThat(calling(engine).listKeys(r -> {}).keys()).hasSize(1);
        }
    }

    @Test
    void open_ofAKilledStoreWithAnotherRootKey_isRefusedAndChangesNoByte() throws IOException {
        Made made;
        Path killed;
        try (EmbeddedKms engine = TestEngines.open(home)) {
            made = make(calling(engine));
            killed = killedCopy();
        }
        store = killed.resolve("sealkeep.db");
        Map<String, String> before = contents(killed);
        assertThat(before).containsKey("sealkeep.db-wal");

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> EmbeddedKms.open(settings(TestCallers.ACCOUNT, otherRootKey())));

        assertThat(contents(killed)).isEqualTo(before);
        try (EmbeddedKms engine = TestEngines.open(killed)) {
            assertThere(calling(engine), made);
        }
    }

    @Test
    void open_asAnotherAccount_isRefusedAndChangesNoByte() throws IOException {
        TestEngines.open(home).close();
        Map<String, String> before = contents(home);
        RootKey rootKey = RootKey.fromFile(home.resolve("root.key"), true);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> EmbeddedKms.open(settings("999999999999", rootKey)))
                .withMessageContaining("holds the keys of account " + TestCallers.ACCOUNT)
                .withMessageContaining("sealkeep.account-id");

        assertThat(contents(home)).isEqualTo(before);
    }

    @Test
    void open_withoutTheRootKeyFile_isRefused() throws IOException {
        TestEngines.open(home).close();
        Files.delete(home.resolve("root.key"));

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> TestEngines.open(home))
                .withMessageContaining("There is a store but no root key");
        assertThat(home.resolve("root.key")).doesNotExist();
    }

    @Test
    void open_afterAMakingThatWasBrokenOff_makesTheStore() throws Exception {
        TestEngines.open(home).close();
        TestStores.run(store, "DELETE FROM store_identity");
        try (EmbeddedKms engine = TestEngines.open(home)) {
            make(calling(engine));
        }
        Path second = Files.createDirectory(directory.resolve("second"));
        Files.createFile(second.resolve("sealkeep.db"));
        Files.copy(home.resolve("root.key"), second.resolve("root.key"));
        Files.setPosixFilePermissions(second.resolve("root.key"), PosixFilePermissions.fromString("rw-------"));
        try (EmbeddedKms engine = TestEngines.open(second)) {
            make(calling(engine));
        }
    }

    @Test
    void open_ofAStoreWithKeysAndNoIdentity_isRefused() throws Exception {
        try (EmbeddedKms engine = TestEngines.open(home)) {
            make(calling(engine));
        }
        TestStores.run(store, "DELETE FROM store_identity");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> TestEngines.open(home))
                .withMessageContaining("has keys but no identity");
    }

    @Test
    void open_inADirectoryThatIsMissing_isRefused() {
        store = home.resolve("missing").resolve("sealkeep.db");

        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> EmbeddedKms.open(settings(TestCallers.ACCOUNT, otherRootKey())))
                .withMessageContaining("The key store " + store + " cannot be made")
                .withMessageContaining("Its directory must exist and be writable.");
    }

    @Test
    void open_ofAStoreOfALaterVersion_isRefused() throws Exception {
        TestEngines.open(home).close();
        TestStores.run(
                store,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1, '', 0, 1)");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> TestEngines.open(home))
                .withMessageContaining("The key store " + store + " was written by another version of Sealkeep");
    }

    @Test
    void open_ofWhatIsNoStore_isRefused() throws IOException {
        Files.writeString(store, "This is no database, and long enough not to be taken for an empty one. ".repeat(20));
        RootKey rootKey = RootKey.fromEnvironment("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        Map<String, String> before = contents(home);

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> EmbeddedKms.open(settings(TestCallers.ACCOUNT, rootKey)))
                .withMessageContaining("damaged");
        assertThat(contents(home)).isEqualTo(before);
    }

    @Test
    void storeFiles_always_areTheirOwnersAlone() throws IOException {
        try (EmbeddedKms engine = TestEngines.open(home)) {
            make(calling(engine));
            for (String name : List.of("sealkeep.db", "sealkeep.db-wal", "root.key")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    /** Threat 22, the store's part. */
    @Test
    void storeFiles_always_holdNeitherPlaintextNorDataKeys() throws IOException {
        byte[] canary = "a canary that must not be written".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] dataKey;
        try (EmbeddedKms engine = TestEngines.open(home)) {
            KmsClient kms = calling(engine);
            String keyId = make(kms).key().keyId();
            SdkBytes ciphertext = kms.encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromByteArray(canary)))
                    .ciphertextBlob();
            kms.decrypt(r -> r.ciphertextBlob(ciphertext));
            kms.reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(keyId));
            dataKey = kms.generateDataKey(r -> r.keyId(keyId).numberOfBytes(32))
                    .plaintext()
                    .asByteArray();
            kms.updateKeyDescription(r -> r.keyId(keyId).description("what is written"));
            assertThat(contents(home).values())
                    .anyMatch(content -> content.contains(HexFormat.of()
                            .formatHex("what is written".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                    .noneMatch(content -> content.contains(HexFormat.of().formatHex(canary)))
                    .noneMatch(content -> content.contains(HexFormat.of().formatHex(dataKey)));
        }
    }
}
