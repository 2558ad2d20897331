// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sealkeep.engine.Seed;
import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are refused, each at its key and its member, and none with what stands there. */
class SeedFileTest {

    private static final String KEY = "0a0b0c0d-1111-4222-8333-444455556666";

    /** Stands in most of the files, and in no message; the letters make it also an unlikely name of a member. */
    private static final String SECRET = "c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7c0ffee5ec2e7beef";

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("seed.yaml");
    }

    static Stream<Arguments> malformed() {
        String key = "keyId: " + KEY;
        return Stream.of(
                Arguments.of("", "it must be a mapping of members"),
                Arguments.of("- keys", "it must be a mapping of members"),
                Arguments.of("key: []", "it must have the member keys, or Keys in the format of local-kms"),
                Arguments.of("keys: {}", "keys: it must be a list"),
                Arguments.of("keys: [" + SECRET + "]", "keys[0]: it must be a mapping"),
                Arguments.of("keys: []\nother: 1", "there is no member other; the members are keys"),
                Arguments.of("keys: [{material: " + SECRET + "}]", "keys[0]: keyId: it must be there"),
                Arguments.of("keys: [{keyId: " + SECRET + "}]", "keys[0]: keyId: it must be a UUID"),
                Arguments.of("keys: [{keyId: 0A0B0C0D-1111-4222-8333-444455556666}]", "keyId: it must be a UUID"),
                Arguments.of("keys: [{" + key + ", KeySpec: RSA_2048}]", "key " + KEY + ": there is no member KeySpec"),
                Arguments.of("keys: [{" + key + ", " + SECRET + ": 1}]", "there is no such member as one of these"),
                Arguments.of("keys: [{" + key + ", enabled: yes}]", "enabled: it must be true or false"),
                Arguments.of("keys: [{" + key + ", region: Europe}]", "region: it must be a region name"),
                Arguments.of("keys: [{" + key + ", description: [a]}]", "description: it must be text"),
                Arguments.of("keys: [{" + key + ", aliases: alias/a}]", "aliases: it must be a list"),
                Arguments.of("keys: [{" + key + ", aliases: [{a: b}]}]", "aliases: it must be a list of texts"),
                Arguments.of(
                        "keys: [{" + key + ", tags: [{tagKey: a, value: b}]}]", "tags[0]: there is no member value"),
                Arguments.of("keys: [{" + key + ", tags: [{tagValue: b}]}]", "tags[0]: tagKey: it must be there"),
                Arguments.of("keys: [{" + key + ", policy: [a]}]", "policy: it must be text"),
                Arguments.of(
                        "keys: [{" + key + ", keySpec: AES_256, material: " + SECRET + "}]", "keySpec: KMS has no"),
                Arguments.of("keys: [{" + key + ", material: }]", "material: it must be there"),
                Arguments.of(
                        "keys: [{" + key + ", material: " + SECRET + "-}]", "material: it must be 32 bytes in base64"),
                Arguments.of(
                        "keys: [{" + key + ", keySpec: RSA_2048, material: " + SECRET + "}]", "material: The key mat"),
                Arguments.of("keys: [{" + key + ", " + key + "}]", "a member stands there twice in line 1"),
                Arguments.of("keys:\n  - material: \"" + SECRET + "\n", "it is not YAML that can be read in line 3"),
                Arguments.of("keys: [{" + key + ", material: &a " + SECRET + ", description: *a}]", "alias in line 1"),
                Arguments.of("keys: []\n---\nkeys: []", "it is not YAML that can be read"),
                Arguments.of("keys: " + "[".repeat(60) + "]".repeat(60), "nested more than 20 deep"),
                Arguments.of("keys: !!java.net.URL [http://localhost]", "it is not YAML that can be read"),
                Arguments.of("keys: [{" + key + ", description: !!int 5}]", "description: it must be text"),
                Arguments.of("Keys: {Asymetric: {}}", "Keys: there is no member Asymetric"),
                Arguments.of("Version: 2\nKeys: []", "there is no member Version"),
                Arguments.of(localAes("Metadata: {KeyId: " + KEY + "}"), "BackingKeys: there must be one at least"),
                Arguments.of(localAes("BackingKeys: [" + SECRET + "]"), "KeyId: it must be there"),
                Arguments.of(local("BackingKeys: [" + SECRET + "x]"), "BackingKeys: it must be written in hex"),
                Arguments.of(local("BackingKeys: [" + SECRET + "], Name: a"), "there is no member Name"),
                Arguments.of(
                        local("BackingKeys: [" + SECRET + "], NextKeyRotation: soon"), "NextKeyRotation: it must be"),
                Arguments.of(
                        "Keys: {Symmetric: {Hmac: [{Metadata: {KeyId: " + KEY + "}, BackingKeys: [" + SECRET + "]}]}}",
                        "KeySpec: it must be there"),
                Arguments.of(
                        "Keys: {Asymmetric: {Rsa: [{Metadata: {KeyId: " + KEY + "}, PrivateKeyPem: " + SECRET + "}]}}",
                        "key " + KEY + ": PrivateKeyPem: The key material is not an unencrypted private key in PEM"),
                Arguments.of(
                        "Keys: {}\nAliases: [{AliasName: alias/a, TargetKeyId: " + KEY + "}]",
                        "Aliases: an alias leads to a key that the file does not have"));
    }

    private static String localAes(String members) {
        return "Keys: {Symmetric: {Aes: [{" + members + "}]}}";
    }

    private static String local(String members) {
        return localAes("Metadata: {KeyId: " + KEY + "}, " + members);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void file_malformed_isRefusedByPlaceWithoutWhatStandsThere(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertRefused(message);
    }

    private void assertRefused(String message) {
        Throwable refusal =
                catchThrowable(() -> SeedFile.read(file, "us-east-1", true).close());
        assertThat(refusal)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageStartingWith("The seed file " + file)
                .hasMessageContaining(message);
        assertThat(refusal).hasMessageNotContaining(SECRET.substring(0, 12));
    }

    @Test
    void file_thatIsNotThere_isRefused() {
        assertRefused("cannot be read (NoSuchFileException)");
    }

    @Test
    void file_thatIsTooLong_isRefused() throws IOException {
        Files.writeString(file, "keys: []\n#" + "x".repeat(SeedFile.MAX_BYTES));
        assertRefused("has more than 1048576 bytes");
    }

    @Test
    void file_thatIsNotUtf8_isRefused() throws IOException {
        Files.write(file, "keys: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("it is not UTF-8");
    }

    @Test
    void file_ofHexThatLooksLikeANumber_isTakenAsItStands() throws IOException {
        String digits = "1234567890".repeat(6) + "1e12";
        Files.writeString(file, "keys: [{keyId: " + KEY + ", material: " + digits + "}]");
        try (Seed seed = SeedFile.read(file, "us-east-1", true)) {
            assertThat(seed.keys().getFirst().material().getFirst()).isEqualTo(SeedMaterial.hex(digits));
        }
    }

    @Test
    void file_withMaterialWhereItMayNotBe_isRefused() throws IOException {
        Files.writeString(file, "keys: [{keyId: " + KEY + ", material: " + SECRET + "}]");
        Throwable refusal = catchThrowable(() -> SeedFile.read(file, "us-east-1", false));
        assertThat(refusal)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("holds key material, of key " + KEY)
                .hasMessageContaining("--spring.profiles.active=dev")
                .hasMessageNotContaining(SECRET.substring(0, 12));
    }
}
