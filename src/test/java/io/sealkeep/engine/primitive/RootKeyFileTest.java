// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threat 7: every way in which a root key can be no root key. */
class RootKeyFileTest {

    private static final byte[] STORE_ID = new byte[16];

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve("root.key");
    }

    private Path write(int length, String permissions) throws IOException {
        return write(file, length, permissions);
    }

    private static Path write(Path file, int length, String permissions) throws IOException {
        Files.write(file, new byte[length]);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String refusal(Callable<RootKey> opening) {
        RootKeyException refusal = catchThrowableOfType(RootKeyException.class, opening::call);
        assertThat(refusal).as("the root key was taken").isNotNull();
        return refusal.getMessage();
    }

    private String refusal(boolean storeExists) {
        return refusal(() -> RootKey.fromFile(file, storeExists));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void fromFile_whereThereIsNeitherFileNorStore_makesItForItsOwnerAlone() throws IOException {
        RootKey made = RootKey.fromFile(file, false);

        assertThat(Files.readAllBytes(file)).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("root.key");
        assertThat(RootKey.fromFile(file, true).checkValue(STORE_ID)).isEqualTo(made.checkValue(STORE_ID));
    }

    @Test
    void fromFile_afterAMakingThatWasBrokenOff_makesItAnew() throws IOException {
        write(home.resolve("root.key.new"), 5, "rw-------");

        RootKey.fromFile(file, false);

        assertThat(Files.readAllBytes(file)).hasSize(32);
        assertThat(names()).containsExactly("root.key");
    }

    @Test
    void fromFile_ofOwnersFile_isTakenWhereverALinkLeadsToIt() throws IOException {
        Path real = write(home.resolve("elsewhere"), 32, "r--------");
        Files.createSymbolicLink(file, real);

        assertThat(RootKey.fromFile(file, true).checkValue(STORE_ID))
                .isEqualTo(RootKey.fromFile(real, true).checkValue(STORE_ID));
    }

    /** The matrix: each refused, each with words of its own, and nothing written. */
    @Test
    void rootKey_thatIsNone_isRefusedWithItsReason() throws IOException {
        String missing = refusal(true);
        assertThat(missing).contains("no root key at " + file).contains("backup");

        write(0, "rw-------");
        assertThat(refusal(true)).contains("empty");
        write(31, "rw-------");
        assertThat(refusal(true)).contains("31 bytes").contains("exactly 32");
        write(33, "rw-------");
        assertThat(refusal(false)).contains("33 bytes");
        write(45, "rw-------");
        assertThat(refusal(true)).contains("45 bytes").contains("not text");

        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwxrwxrwx")) {
            write(32, permissions);
            assertThat(refusal(true))
                    .contains("open to others (" + permissions + ")")
                    .contains("chmod 600");
        }

        Path real = write(home.resolve("elsewhere"), 32, "rw-r--r--");
        Files.delete(file);
        Files.createSymbolicLink(file, real);
        assertThat(refusal(true)).contains("leads to " + real).contains("open to others");

        Files.delete(real);
        assertThat(refusal(false)).contains("link to a file that does not exist");

        Files.delete(file);
        Files.createDirectory(file);
        assertThat(refusal(false)).contains("not a regular file");
        Files.delete(file);
        assertThat(names()).isEmpty();

        String unset = refusal(() -> RootKey.fromEnvironment(null));
        assertThat(unset).contains("SEALKEEP_ROOT_KEY is not set");
        assertThat(refusal(() -> RootKey.fromEnvironment("  "))).isEqualTo(unset);
        assertThat(refusal(() -> RootKey.fromEnvironment("not*base64"))).contains("not valid base64");
        assertThat(refusal(() -> RootKey.fromEnvironment(base64(16)))).contains("16 bytes");
    }

    @Test
    void fromFile_inADirectoryThatIsNot_isRefused() {
        file = home.resolve("nowhere").resolve("root.key");

        assertThat(refusal(false)).contains("cannot be used");
    }

    @Test
    void fromEnvironment_of32Bytes_isTheFilesKey() throws IOException {
        write(32, "rw-------");

        assertThat(RootKey.fromEnvironment(" " + base64(32) + "\n").checkValue(STORE_ID))
                .isEqualTo(RootKey.fromFile(file, true).checkValue(STORE_ID));
    }

    private static String base64(int length) {
        return Base64.getEncoder().encodeToString(new byte[length]);
    }
}
