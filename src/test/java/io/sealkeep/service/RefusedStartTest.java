// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

/** Each start that is refused, as the operator sees it: what and why, no stack trace, and nothing in the home changed. */
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTest {

    private static final byte[] OTHER_KEY = new byte[32];

    @TempDir
    static Path directory;

    private static Path sound;
    private Path home;

    /** A home that was used and closed in order. */
    @BeforeAll
    static void use() {
        sound = directory.resolve("sound");
        try (RunningService service = RunningService.start(sound)) {
            for (int i = 0; i < 3; i++) {
                service.stockClient("us-east-1").createKey();
            }
        }
    }

    @BeforeEach
    void copy() throws IOException {
        home = Files.createTempDirectory(directory, "home");
        FileSystemUtils.copyRecursively(sound, home);
        Files.setPosixFilePermissions(rootKey(), PosixFilePermissions.fromString("rw-------"));
    }

    private Path rootKey() {
        return home.resolve("root.key");
    }

    private Path store() {
        return home.resolve("sealkeep.db");
    }

    private Path segment() {
        return home.resolve("trail/00000000000000000001.jsonl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.address=0.0.0.0 | server.address is 0.0.0.0, and nobody is authenticated",
                "management.server.address=0.0.0.0 | management.server.address must be a loopback address",
                "sealkeep.account-id=111111111111 | holds the keys of account 000000000000, not of 111111111111",
                "sealkeep.account-id=12 | must be twelve digits",
                "sealkeep.region=Europe | must be a region name, such as us-east-1",
                "sealkeep.kms.backend=vault | sealkeep.kms.backend",
                "sealkeep.kms.endpoint=http://localhost:4566 | sealkeep.kms.backend=aws",
                "sealkeep.kms.throttling.Encrpyt=5 | sealkeep.kms.throttling.Encrpyt is set, but KMS has no operation",
                "sealkeep.kms.throttling.Encrypt=0 | sealkeep.kms.throttling.Encrypt is 0, but must be a number",
                "sealkeep.root-key.provider=environment | SEALKEEP_ROOT_KEY is not set",
                "sealkeep.security.mode=enforced | sealkeep.security.mode",
                "sealkeep.security.allowed-hosts=http://x | must be a host name",
                "sealkeep.audit.segment-size=0 | segmentSize",
                "sealkeep.envelope.frame-size=17B | sealkeep.envelope.frame-size must be",
            })
    void setting_thatCannotBe_isNamed(String setting, String message, CapturedOutput output) throws IOException {
        assertRefused(output, message, setting);
    }

    @Test
    void home_thatIsAFile_isNamed(CapturedOutput output) throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        home = file;
        assertRefused(output, "The home directory " + file + " cannot be used");
    }

    @Test
    void home_ofAnotherProcess_isNamed(CapturedOutput output) throws IOException {
        try (RunningService first = RunningService.start(home)) {
            assertThat(first.uri()).isNotNull();
            assertRefused(output, "The home directory " + home + " is in use by another process");
        }
    }

    @Test
    void rootKey_thatIsMissing_isNotMadeAnew(CapturedOutput output) throws IOException {
        Files.delete(rootKey());
        assertRefused(output, "There is a store but no root key at " + rootKey());
    }

    @Test
    void rootKey_ofAnotherStore_isRefused(CapturedOutput output) throws IOException {
        Files.write(rootKey(), OTHER_KEY);
        assertRefused(output, "The root key is not the one that the store");
    }

    @Test
    void rootKey_thatOthersMayRead_isRefused(CapturedOutput output) throws IOException {
        Files.setPosixFilePermissions(rootKey(), PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(output, "is open to others");
    }

    @Test
    void rootKey_ofAnotherLength_isRefused(CapturedOutput output) throws IOException {
        Files.write(rootKey(), new byte[31]);
        assertRefused(output, "holds 31 bytes");
    }

    @Test
    void rootKey_thatIsALinkToNothing_isRefused(CapturedOutput output) throws IOException {
        Files.delete(rootKey());
        Files.createSymbolicLink(rootKey(), home.resolve("nothing"));
        assertRefused(output, "is a link to a file that does not exist");
    }

    @Test
    void store_thatIsDamaged_isRefused(CapturedOutput output) throws IOException {
        overwrite(store(), 0);
        assertRefused(output, "file is damaged");
    }

    @Test
    void store_ofALaterVersion_isRefused(CapturedOutput output) throws Exception {
        change("INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum,"
                + " installed_by, installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        assertRefused(output, "was written by another version of Sealkeep");
    }

    @Test
    void store_thatIsALinkToNothing_isRefused(CapturedOutput output) throws IOException {
        makeStoreALinkToNothing();
        assertRefused(output, "The key store " + store() + " is a link to a file that does not exist");
        assertThat(home.resolve("nothing")).doesNotExist();
    }

    @Test
    void store_thatIsALinkToNothing_getsNoNewRootKey(CapturedOutput output) throws IOException {
        makeStoreALinkToNothing();
        Files.delete(rootKey());
        assertRefused(output, "There is a store but no root key at " + rootKey());
        assertThat(rootKey()).doesNotExist();
    }

    private void makeStoreALinkToNothing() throws IOException {
        Files.delete(store());
        Files.createSymbolicLink(store(), home.resolve("nothing"));
    }

    @Test
    void store_thatLostItsIdentity_isRefused(CapturedOutput output) throws Exception {
        change("DELETE FROM store_identity");
        assertRefused(output, "has keys but no identity: it was damaged or changed. Restore it from a backup.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE store_identity DROP COLUMN root_key_check",
                "ALTER TABLE flyway_schema_history RENAME COLUMN success TO other",
            })
    void store_ofAnotherForm_isRefused(String statement, CapturedOutput output) throws Exception {
        change(statement);
        assertRefused(output, "is not as Sealkeep made it: it was damaged or changed. Restore it from a backup.");
    }

    private void change(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    @Test
    void trail_thatWasAltered_isRefused(CapturedOutput output) throws IOException {
        overwrite(segment(), 300);
        assertRefused(output, "The trail was altered");
    }

    @Test
    void trail_thatWasCut_isRefused(CapturedOutput output) throws IOException {
        List<String> lines = Files.readAllLines(segment());
        Files.write(segment(), lines.subList(0, 4));
        assertRefused(output, "The trail was cut or replaced");
    }

    @Test
    void trail_whoseBeginningIsMissing_isRefused(CapturedOutput output) throws IOException {
        Files.move(segment(), home.resolve("trail/00000000000000000007.jsonl"));
        assertRefused(output, "The trail begins with 00000000000000000007.jsonl");
    }

    @Test
    void trail_thatIsAFile_isRefused(CapturedOutput output) throws IOException {
        FileSystemUtils.deleteRecursively(home.resolve("trail"));
        Files.createFile(home.resolve("trail"));
        assertRefused(output, "The trail in");
    }

    private static void overwrite(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("XXXXXXXXXXXXXXXX".getBytes(StandardCharsets.US_ASCII)), position);
        }
    }

    private void assertRefused(CapturedOutput output, String message, String... settings) throws IOException {
        Map<String, String> before = files();
        int printed = output.length();
        assertThatThrownBy(() -> RunningService.start(home, settings).close()).isInstanceOf(RuntimeException.class);
        String said = output.toString().substring(printed);
        assertThat(said)
                .contains("APPLICATION FAILED TO START")
                .contains(message)
                .doesNotContain("\tat ");
        assertThat(files()).isEqualTo(before);
    }

    /** Returns what each file holds that is not derived from others. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = home.relativize(file).toString();
                if (!name.equals("lock") && !name.startsWith("trail/index.db") && !name.matches(".*-(wal|shm)")) {
                    files.put(name, HexFormat.of().formatHex(Files.readAllBytes(file)));
                }
            }
        }
        return files;
    }
}
