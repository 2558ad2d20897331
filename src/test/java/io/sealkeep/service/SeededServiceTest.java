// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.audit.Trail;
import io.sealkeep.audit.TrailQuery;
import io.sealkeep.engine.primitive.PemPrivateKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** A service that starts with a seed file: the example that is delivered, through the SDK's own client. */
@ExtendWith(OutputCaptureExtension.class)
class SeededServiceTest {

    private static final Path EXAMPLE = Path.of("examples/seed.yaml");
    private static final String DEV = "spring.profiles.active=dev";

    @TempDir
    Path directory;

    private RunningService start(String home, Path seed, String... more) {
        List<String> settings = new ArrayList<>(List.of("sealkeep.seed=" + seed));
        settings.addAll(List.of(more));
        return RunningService.start(directory.resolve(home), settings.toArray(String[]::new));
    }

    @Test
    void example_inProfileDev_isThereBeforeTheFirstCall() {
        try (RunningService service = start("home", EXAMPLE, DEV);
                KmsClient kms = service.stockClient("us-east-1");
                KmsClient other = service.stockClient("eu-central-1")) {
            assertThat(kms.listAliases().aliases())
                    .extracting(AliasListEntry::aliasName)
                    .contains("alias/seeded", "alias/fixtures", "alias/fixtures-too", "alias/tokens", "alias/macs");
            assertThat(other.describeKey(r -> r.keyId("alias/everywhere"))
                            .keyMetadata()
                            .multiRegion())
                    .isTrue();
            assertThat(kms.describeKey(r -> r.keyId("alias/disabled"))
                            .keyMetadata()
                            .keyState())
                    .isEqualTo(KeyState.DISABLED);
            assertThat(records(service)).hasSize(7);
        }
    }

    @Test
    void example_startedTwice_isRecordedOnce() {
        start("home", EXAMPLE, DEV).close();
        try (RunningService service = start("home", EXAMPLE, DEV)) {
            assertThat(records(service)).hasSize(7);
        }
    }

    private static List<String> records(RunningService service) {
        return service
                .bean(Trail.class)
                .find(new TrailQuery(null, null, null, null, null, null, null, 1000, null))
                .events()
                .stream()
                .filter(record -> record.contains("\"eventName\":\"SeedKey\""))
                .toList();
    }

    @Test
    void example_inTwoServices_opensAndVerifiesWhatTheOtherMade() {
        try (RunningService one = start("one", EXAMPLE, DEV);
                RunningService two = start("two", EXAMPLE, DEV);
                KmsClient first = one.stockClient("us-east-1");
                KmsClient second = two.stockClient("us-east-1")) {
            SdkBytes text = SdkBytes.fromUtf8String("text");
            SdkBytes ciphertext = first.encrypt(r -> r.keyId("alias/fixtures").plaintext(text))
                    .ciphertextBlob();
            assertThat(second.decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext())
                    .isEqualTo(text);
            SdkBytes mac = first.generateMac(r ->
                            r.keyId("alias/macs").macAlgorithm("HMAC_SHA_256").message(text))
                    .mac();
            assertThat(second.verifyMac(r -> r.keyId("alias/macs")
                                    .macAlgorithm("HMAC_SHA_256")
                                    .message(text)
                                    .mac(mac))
                            .macValid())
                    .isTrue();
        }
    }

    @Test
    void sign_withSeededRsaKey_verifiesWithTheFilesOwnKey() throws Exception {
        byte[] message = "a token".getBytes(StandardCharsets.UTF_8);
        byte[] signature;
        try (RunningService service = start("home", EXAMPLE, DEV);
                KmsClient kms = service.stockClient("us-east-1")) {
            signature = kms.sign(r -> r.keyId("alias/tokens")
                            .signingAlgorithm(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256)
                            .message(SdkBytes.fromByteArray(message)))
                    .signature()
                    .asByteArray();
        }
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey own;
        try (PemPrivateKey pem = PemPrivateKey.read(Files.readString(EXAMPLE).replaceAll("(?m)^ +", ""))) {
            own = (RSAPrivateCrtKey) pem.pkcs8().use(bytes -> generated(rsa, bytes.clone()));
        }
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(rsa.generatePublic(new RSAPublicKeySpec(own.getModulus(), own.getPublicExponent())));
        verifier.update(message);
        assertThat(verifier.verify(signature)).isTrue();
    }

    private static PrivateKey generated(KeyFactory rsa, byte[] pkcs8) {
        try {
            return rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void example_outsideProfileDev_refusesTheStartAndMakesNothing(CapturedOutput output) {
        assertThatThrownBy(() -> start("home", EXAMPLE).close()).isInstanceOf(RuntimeException.class);
        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START", "holds key material", "--spring.profiles.active=dev")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("home/sealkeep.db")).doesNotExist();
    }

    @Test
    void seed_withoutMaterial_isTakenOutsideProfileDev() throws IOException {
        Path seed = Files.writeString(directory.resolve("seed.yaml"), """
                keys:
                  - keyId: 0a0b0c0d-1111-4222-8333-444455556666
                    aliases: [alias/bare]
                """);
        try (RunningService service = start("home", seed);
                KmsClient kms = service.stockClient("us-east-1")) {
            assertThat(kms.generateDataKey(r -> r.keyId("alias/bare").keySpec("AES_256"))
                            .keyId())
                    .endsWith("0a0b0c0d-1111-4222-8333-444455556666");
        }
    }

    @Test
    void seed_emptySetting_isNone() {
        try (RunningService service = start("home", Path.of(""))) {
            assertThat(records(service)).isEmpty();
        }
    }

    @Test
    void seed_withTheAwsBackend_refusesTheStart(CapturedOutput output) {
        assertThatThrownBy(
                        () -> start("home", EXAMPLE, "sealkeep.kms.backend=aws").close())
                .isInstanceOf(RuntimeException.class);
        assertThat(output.getOut()).contains("only the embedded KMS makes keys from a file");
    }

    @Test
    void seed_refused_letsTheStoreGo(CapturedOutput output) throws IOException {
        Path seed = Files.writeString(
                directory.resolve("seed.yaml"),
                "keys: [{keyId: 0a0b0c0d-1111-4222-8333-444455556666, keySpec: HMAC_256}]");
        assertThatThrownBy(() -> start("home", seed).close()).isInstanceOf(RuntimeException.class);
        assertThat(output.getOut())
                .contains("is refused, key 0a0b0c0d-1111-4222-8333-444455556666: You must specify a KeyUsage value")
                .doesNotContain("\tat ");
        RunningService.start(directory.resolve("home")).close();
    }
}
