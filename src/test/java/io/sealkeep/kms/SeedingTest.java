// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailUnavailableException;
import io.sealkeep.home.StartRefusedException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** What a seed file does to a home: what it makes, what it leaves alone, what it refuses, and what the trail has of it. */
class SeedingTest {

    private static final String KEY = "0a0b0c0d-1111-4222-8333-444455556666";
    private static final String OTHER = "0a0b0c0d-1111-4222-8333-444455557777";
    private static final String MATERIAL = "00112233445566778899aabbccddeeff00112233445566778899aabbccddee0f";

    private static final String SEED = """
            keys:
              - keyId: %s
                description: a seeded key
                material: %s
                aliases: [alias/seeded]
                tags: [{tagKey: Team, tagValue: tests}]
                policy:
                  Version: 2012-10-17
                  Statement: [{Effect: Allow, Principal: "*", Action: "kms:*", Resource: "*"}]
            """.formatted(KEY, MATERIAL);

    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("seed.yaml"), text);
    }

    private AssembledKms open(String home) {
        return AssembledKms.open(directory.resolve(home));
    }

    private AssembledKms seeded(String home, String text) throws IOException {
        AssembledKms kms = open(home);
        try {
            kms.seed(file(text));
            return kms;
        } catch (RuntimeException e) {
            kms.close();
            throw e;
        }
    }

    private static KeyMetadata describe(AssembledKms kms, String keyId) {
        return kms.client().describeKey(r -> r.keyId(keyId)).keyMetadata();
    }

    private static SdkBytes encrypt(AssembledKms kms, String keyId) {
        return kms.client()
                .encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromUtf8String("text")))
                .ciphertextBlob();
    }

    private static String decrypt(AssembledKms kms, SdkBytes ciphertext) {
        return kms.client()
                .decrypt(r -> r.ciphertextBlob(ciphertext))
                .plaintext()
                .asUtf8String();
    }

    private static List<String> records(AssembledKms kms, String eventName) {
        return kms.records().stream()
                .filter(record -> record.contains("\"eventName\":\"" + eventName + "\""))
                .toList();
    }

    @Test
    void seed_ofNewKey_makesItAsTheFileSays() throws IOException {
        try (AssembledKms kms = seeded("a", SEED)) {
            KeyMetadata key = describe(kms, "alias/seeded");
            assertThat(key.keyId()).isEqualTo(KEY);
            assertThat(key.description()).isEqualTo("a seeded key");
            assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
            KmsClient client = kms.client();
            assertThat(client.listResourceTags(r -> r.keyId(KEY)).tags())
                    .singleElement()
                    .satisfies(tag -> {
                        assertThat(tag.tagKey()).isEqualTo("Team");
                        assertThat(tag.tagValue()).isEqualTo("tests");
                    });
            assertThat(client.getKeyPolicy(r -> r.keyId(KEY)).policy())
                    .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                            + "\"Action\":\"kms:*\",\"Resource\":\"*\"}]}");
        }
    }

    @Test
    void seed_withMaterial_opensWhatAnotherInstanceEncrypted() throws IOException {
        try (AssembledKms one = seeded("a", SEED);
                AssembledKms other = seeded("b", SEED)) {
            assertThat(decrypt(other, encrypt(one, KEY))).isEqualTo("text");
        }
    }

    @Test
    void seed_withoutMaterial_makesAnotherKeyInEachInstance() throws IOException {
        String bare = "keys: [{keyId: " + KEY + "}]";
        try (AssembledKms one = seeded("a", bare);
                AssembledKms other = seeded("b", bare)) {
            SdkBytes ciphertext = encrypt(one, KEY);
            assertThat(decrypt(one, ciphertext)).isEqualTo("text");
            assertThatThrownBy(() -> decrypt(other, ciphertext)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void seed_again_changesAndRecordsNothing() throws IOException {
        SdkBytes ciphertext;
        try (AssembledKms kms = seeded("a", SEED)) {
            ciphertext = encrypt(kms, KEY);
        }
        try (AssembledKms kms = seeded("a", SEED)) {
            assertThat(decrypt(kms, ciphertext)).isEqualTo("text");
            assertThat(kms.client().listKeys().keys())
                    .extracting(KeyListEntry::keyId)
                    .containsExactly(KEY);
            assertThat(records(kms, "SeedKey")).hasSize(1);
        }
    }

    @Test
    void seed_ofKeyThatWasChanged_leavesTheChanges() throws IOException {
        try (AssembledKms kms = seeded("a", SEED)) {
            kms.client().rotateKeyOnDemand(r -> r.keyId(KEY));
            kms.client().updateKeyDescription(r -> r.keyId(KEY).description("changed"));
            kms.client().disableKey(r -> r.keyId(KEY));
        }
        try (AssembledKms kms = seeded("a", SEED)) {
            assertThat(describe(kms, KEY).description()).isEqualTo("changed");
            assertThat(describe(kms, KEY).keyState()).isEqualTo(KeyState.DISABLED);
        }
    }

    @Test
    void seed_ofAliasThatIsNotThere_makesAndRecordsIt() throws IOException {
        seeded("a", SEED).close();
        try (AssembledKms kms = seeded("a", SEED.replace("[alias/seeded]", "[alias/seeded, alias/later]"))) {
            assertThat(describe(kms, "alias/later").keyId()).isEqualTo(KEY);
            assertThat(records(kms, "SeedAlias"))
                    .singleElement()
                    .asString()
                    .contains("\"aliases\":[\"alias/later\"]", ":key/" + KEY);
        }
    }

    @Test
    void seed_ofNewKey_isRecordedOnceWithoutMaterial() throws IOException {
        try (AssembledKms kms = seeded("a", SEED)) {
            assertThat(records(kms, "SeedKey"))
                    .singleElement()
                    .asString()
                    .contains(
                            "\"eventType\":\"AwsServiceEvent\"",
                            "\"keyId\":\"" + KEY + "\"",
                            "\"keySpec\":\"SYMMETRIC_DEFAULT\"",
                            "\"aliases\":[\"alias/seeded\"]")
                    .doesNotContainIgnoringCase(MATERIAL);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{keyId: %s, keySpec: HMAC_256, keyUsage: GENERATE_VERIFY_MAC} | keySpec SYMMETRIC_DEFAULT, not HMAC_256",
                "{keyId: %s, origin: EXTERNAL} | origin AWS_KMS, not EXTERNAL",
                "{keyId: %s, material: ffff2233445566778899aabbccddeeff00112233445566778899aabbccddee0f}"
                        + " | the key is there already with other key material",
                "{keyId: 0a0b0c0d-1111-4222-8333-444455557777, aliases: [alias/seeded]}"
                        + " | the alias alias/seeded is there already and leads to key " + KEY,
            })
    void seed_ofWhatIsThereOtherwise_refusesTheStart(String key, String message) throws IOException {
        seeded("a", SEED).close();
        assertThatThrownBy(() -> seeded("a", "keys: [" + key.formatted(KEY) + "]"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("Correct the file, or start with another store (sealkeep.home).");
    }

    @Test
    void seed_ofKeyOfOtherUsage_refusesTheStart() throws IOException {
        String rsa = "keys: [{keyId: " + KEY + ", keySpec: RSA_2048, keyUsage: %s}]";
        seeded("a", rsa.formatted("SIGN_VERIFY")).close();
        assertThatThrownBy(() -> seeded("a", rsa.formatted("ENCRYPT_DECRYPT")))
                .hasMessageContaining("keyUsage SIGN_VERIFY, not ENCRYPT_DECRYPT");
    }

    @Test
    void seed_ofMultiRegionKeyOfAnotherRegion_refusesTheStart() throws IOException {
        String seed = "keys: [{keyId: mrk-00001111222233334444555566667777, region: %s}]";
        seeded("a", seed.formatted("eu-west-1")).close();
        assertThatThrownBy(() -> seeded("a", seed.formatted("eu-central-1")))
                .hasMessageContaining("there already in another region");
    }

    @Test
    void seed_refusedAtItsLastKey_makesNone() throws IOException {
        seeded("a", SEED).close();
        String conflict = "keys: [{keyId: " + OTHER + "}, {keyId: " + KEY + ", origin: EXTERNAL}]";
        assertThatThrownBy(() -> seeded("a", conflict)).isInstanceOf(StartRefusedException.class);
        try (AssembledKms kms = open("a")) {
            assertThat(kms.client().listKeys().keys())
                    .extracting(KeyListEntry::keyId)
                    .containsExactly(KEY);
            assertThat(records(kms, "SeedKey")).hasSize(1);
        }
    }

    @Test
    void seed_ofDisabledKey_makesItDisabled() throws IOException {
        try (AssembledKms kms = seeded("a", "keys: [{keyId: " + KEY + ", enabled: false}]")) {
            assertThat(describe(kms, KEY).keyState()).isEqualTo(KeyState.DISABLED);
        }
    }

    @Test
    void seed_ofExternalKeyWithMaterial_makesItEnabledAndImported() throws IOException {
        try (AssembledKms kms =
                seeded("a", "keys: [{keyId: " + KEY + ", origin: EXTERNAL, material: " + MATERIAL + "}]")) {
            KeyMetadata key = describe(kms, KEY);
            assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
            assertThat(key.expirationModelAsString()).isEqualTo("KEY_MATERIAL_DOES_NOT_EXPIRE");
            assertThat(decrypt(kms, encrypt(kms, KEY))).isEqualTo("text");
        }
    }

    @Test
    void seed_ofExternalKeyWithoutMaterial_waitsForIt() throws IOException {
        try (AssembledKms kms = seeded("a", "keys: [{keyId: " + KEY + ", origin: EXTERNAL}]")) {
            assertThat(describe(kms, KEY).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
        }
    }

    @Test
    void importKeyMaterial_ofSeededMaterialThatWasDeleted_bringsItBack() throws Exception {
        String seed = "keys: [{keyId: " + KEY + ", origin: EXTERNAL, material: " + MATERIAL + "}]";
        try (AssembledKms kms = seeded("a", seed)) {
            SdkBytes ciphertext = encrypt(kms, KEY);
            kms.client().deleteImportedKeyMaterial(r -> r.keyId(KEY));
            GetParametersForImportResponse parameters = kms.client()
                    .getParametersForImport(r -> r.keyId(KEY)
                            .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                            .wrappingKeySpec(WrappingKeySpec.RSA_2048));
            Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
            oaep.init(
                    Cipher.ENCRYPT_MODE,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new X509EncodedKeySpec(
                                    parameters.publicKey().asByteArray())),
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
            SdkBytes wrapped =
                    SdkBytes.fromByteArray(oaep.doFinal(HexFormat.of().parseHex(MATERIAL)));
            kms.client()
                    .importKeyMaterial(r -> r.keyId(KEY)
                            .importToken(parameters.importToken())
                            .encryptedKeyMaterial(wrapped)
                            .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));
            assertThat(decrypt(kms, ciphertext)).isEqualTo("text");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multiRegion: true | keyId: it must be mrk- and 32 hex digits",
                "keySpec: HMAC_256 | You must specify a KeyUsage value",
                "keySpec: HMAC_256, keyUsage: SIGN_VERIFY | KeyUsage SIGN_VERIFY is not compatible with KeySpec HMAC_256",
                "keySpec: AES | keySpec: KMS has no such key spec",
                "origin: AWS_CLOUDHSM | CustomKeyStoreId is required with Origin AWS_CLOUDHSM",
                "material: 00ff | material: it must be 32 bytes",
                "material: AP8= | material: it must be 32 bytes in base64 or in hex",
                "origin: EXTERNAL, enabled: false | enabled: a key that waits for its material cannot be disabled",
                "policy: no | The key policy is not valid JSON",
                "policy: {Version: 2012-10-17} | The key policy must be a JSON object with a Statement",
                "aliases: [alias/aws/own] | The alias name cannot begin with alias/aws/",
                "aliases: [own] | Alias must start with the prefix",
                "aliases: [alias/own, alias/own] | aliases: the file has alias/own twice",
                "tags: [{tagKey: 'aws:x'}] | Tags beginning with aws: are reserved",
                "description: 5},{keyId: 0a0b0c0d-1111-4222-8333-444455556666 | keyId: the file has two keys of this id",
            })
    void seed_ofWhatNoKeyCanBe_refusesTheStart(String members, String message) {
        assertThatThrownBy(() -> seeded("a", "keys: [{keyId: " + KEY + ", " + members + "}]"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("key " + KEY)
                .hasMessageContaining(message)
                .hasMessageEndingWith("Nothing was seeded.");
        try (AssembledKms kms = open("a")) {
            assertThat(kms.client().listKeys().keys()).isEmpty();
        }
    }

    @Test
    void seed_ofAliasForKeyPendingDeletion_refusesTheStart() throws IOException {
        try (AssembledKms kms = seeded("a", SEED)) {
            kms.client().scheduleKeyDeletion(r -> r.keyId(KEY));
        }
        seeded("a", SEED).close();
        assertThatThrownBy(() -> seeded("a", SEED.replace("[alias/seeded]", "[alias/later]")))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("is pending deletion");
    }

    @Test
    void seed_whileTheTrailTakesNothing_makesNone() throws IOException {
        Path seed = file(SEED);
        AtomicBoolean refuses = new AtomicBoolean();
        try (AssembledKms kms =
                AssembledKms.open(directory.resolve("a"), Clock.systemUTC(), trail -> refusing(trail, refuses))) {
            refuses.set(true);
            assertThatThrownBy(() -> kms.seed(seed)).isInstanceOf(TrailUnavailableException.class);
            refuses.set(false);
            assertThat(kms.client().listKeys().keys()).isEmpty();
        }
    }

    private static Trail refusing(Trail trail, AtomicBoolean refuses) {
        return (Trail) Proxy.newProxyInstance(
                Trail.class.getClassLoader(), new Class<?>[] {Trail.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("requireWritable") && refuses.get()) {
                        throw new TrailUnavailableException("refused by the test");
                    }
                    return method.invoke(trail, arguments);
                });
    }

    /** With every logger at TRACE; the refusals too. */
    @Test
    void seed_withMaterial_writesItNowhere() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
        root.detachAppender(console);
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        try {
            seeded("a", SEED).close();
            assertThatThrownBy(() -> seeded("a", SEED.replace("description", "origin: EXTERNAL #")))
                    .isInstanceOf(StartRefusedException.class);
        } finally {
            root.setLevel(level);
            root.detachAppender(log);
            root.addAppender(console);
        }
        StringBuilder written = new StringBuilder();
        log.list.forEach(event -> written.append(event.getFormattedMessage()).append('\n'));
        assertThat(written).contains("1 of 1 keys were made");
        try (Stream<Path> files = Files.walk(directory.resolve("a"))) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                written.append(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
            }
        }
        byte[] material = HexFormat.of().parseHex(MATERIAL);
        assertThat(written.toString().contains(KEY)).isTrue();
        assertThat(written.toString().toLowerCase(Locale.ROOT).contains(MATERIAL))
                .isFalse();
        assertThat(written.toString().contains(new String(material, StandardCharsets.ISO_8859_1)))
                .isFalse();
        assertThat(written.toString().contains(Base64.getEncoder().encodeToString(material)))
                .isFalse();
    }
}
