// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** A seed file in the format of local-kms, of every kind of key. */
class LocalKmsSeedTest {

    private static final String PREFIX = "7a3c1b52-90de-4f61-8b0e-2d4f6a8c0e";
    private static final String ROTATED = PREFIX + "11";

    @TempDir
    static Path directory;

    private static Path file;
    private static AssembledKms kms;
    private static KmsClient client;

    @BeforeAll
    static void seed() throws URISyntaxException {
        file = Path.of(Objects.requireNonNull(LocalKmsSeedTest.class.getResource("/seed/local-kms.yaml"))
                .toURI());
        kms = AssembledKms.open(directory.resolve("home"));
        kms.seed(file);
        client = kms.client();
    }

    @AfterAll
    static void close() {
        kms.close();
    }

    private static KeyMetadata describe(String keyId) {
        return client.describeKey(r -> r.keyId(keyId)).keyMetadata();
    }

    @Test
    void aes_ofSeveralBackingKeys_isAKeyThatWasRotated() {
        assertThat(describe("alias/rotated").keyId()).isEqualTo(ROTATED);
        assertThat(describe(ROTATED).description()).isEqualTo("Rotated once");
        assertThat(client.listKeyRotations(r -> r.keyId(ROTATED)).rotations())
                .singleElement()
                .satisfies(rotation -> assertThat(rotation.keyMaterialId())
                        .isEqualTo(describe(ROTATED).currentKeyMaterialId()));
    }

    @Test
    void aes_rotated_opensWhatItsOldBackingKeyEncrypted() throws IOException {
        String newKey = Files.readString(file)
                .lines()
                .filter(line -> line.matches(" +- [0-9a-f]{64}"))
                .findFirst()
                .orElseThrow();
        Path before = Files.writeString(
                directory.resolve("before.yaml"), Files.readString(file).replace(newKey + "\n", ""));
        try (AssembledKms old = AssembledKms.open(directory.resolve("old"))) {
            old.seed(before);
            SdkBytes ciphertext = old.client()
                    .encrypt(r -> r.keyId(ROTATED).plaintext(SdkBytes.fromUtf8String("before")))
                    .ciphertextBlob();
            assertThat(client.decrypt(r -> r.ciphertextBlob(ciphertext))
                            .plaintext()
                            .asUtf8String())
                    .isEqualTo("before");
        }
    }

    @Test
    void aes_withNextKeyRotation_rotatesFromThenOn() {
        GetKeyRotationStatusResponse status = client.getKeyRotationStatus(r -> r.keyId(PREFIX + "12"));
        assertThat(status.keyRotationEnabled()).isTrue();
        assertThat(status.nextRotationDate()).isEqualTo(Instant.parse("2041-03-05T06:07:08Z"));
    }

    @Test
    void aes_external_isImportedOrWaits() {
        assertThat(describe(PREFIX + "13").keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(describe(PREFIX + "14").keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void hmac_isOfItsSpec() {
        assertThat(describe(PREFIX + "15").keySpec()).isEqualTo(KeySpec.HMAC_384);
        assertThat(describe(PREFIX + "15").keyUsage()).isEqualTo(KeyUsageType.GENERATE_VERIFY_MAC);
    }

    @Test
    void rsa_isOfThePemsSpecAndTheFilesUsage() {
        assertThat(describe(PREFIX + "16").keySpec()).isEqualTo(KeySpec.RSA_2048);
        assertThat(describe(PREFIX + "16").keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
    }

    @Test
    void ecc_inTheOlderPem_isOfItsCurve() {
        assertThat(describe("alias/curve").keySpec()).isEqualTo(KeySpec.ECC_NIST_P256);
    }

    @Test
    void file_again_isLeftAlone() {
        kms.seed(file);
        assertThat(client.listKeys().keys()).hasSize(7);
    }

    @Test
    void keys_inTheOlderForm_areAesKeys() throws IOException {
        Path older = Files.writeString(directory.resolve("older.yaml"), """
                Keys:
                  - Metadata: {KeyId: %s}
                    BackingKeys: [%s]
                """.formatted(ROTATED, "0f".repeat(32)));
        try (AssembledKms other = AssembledKms.open(directory.resolve("older"))) {
            other.seed(older);
            assertThat(other.client()
                            .describeKey(r -> r.keyId(ROTATED))
                            .keyMetadata()
                            .keySpec())
                    .isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
        }
    }
}
