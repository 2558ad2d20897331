// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GenerateMacResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.VerifyMacResponse;

/** GenerateMac and VerifyMac. */
public abstract class MacContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String BAD_MAC = "KMSInvalidMacException";
    private static final String SHA_256 = "HMAC_SHA_256";
    private static final KeyUsageType MAC = KeyUsageType.GENERATE_VERIFY_MAC;

    private KeyMetadata key(KeySpec spec) {
        return sharedKey(spec, MAC);
    }

    private KeyMetadata key() {
        return key(KeySpec.HMAC_256);
    }

    private GenerateMacResponse generate(KeyMetadata key, String algorithm, SdkBytes message) {
        return client().generateMac(
                        r -> r.keyId(key.keyId()).macAlgorithm(algorithm).message(message));
    }

    private VerifyMacResponse verify(KeyMetadata key, String algorithm, SdkBytes message, SdkBytes mac) {
        return client().verifyMac(r ->
                r.keyId(key.keyId()).macAlgorithm(algorithm).message(message).mac(mac));
    }

    @ParameterizedTest
    @CsvSource({
        "HMAC_224, HMAC_SHA_224, 28",
        "HMAC_256, HMAC_SHA_256, 32",
        "HMAC_384, HMAC_SHA_384, 48",
        "HMAC_512, HMAC_SHA_512, 64"
    })
    void generateMac_ofEachSpec_hasItsHashesLength(KeySpec spec, String algorithm, int length) {
        GenerateMacResponse answer = generate(key(spec), algorithm, bytes("message"));

        assertThat(answer.mac().asByteArray()).hasSize(length);
        assertThat(answer.macAlgorithmAsString()).isEqualTo(algorithm);
        assertThat(answer.keyId()).isEqualTo(key(spec).arn());
    }

    @Test
    void generateMac_ofTheSameTwice_isTheSame() {
        assertThat(generate(key(), SHA_256, bytes("message")).mac())
                .isEqualTo(generate(key(), SHA_256, bytes("message")).mac());
    }

    @Test
    void generateMac_ofAnotherMessageOrKey_differs() {
        SdkBytes mac = generate(key(), SHA_256, bytes("message")).mac();

        assertThat(generate(key(), SHA_256, bytes("Message")).mac()).isNotEqualTo(mac);
        assertThat(generate(newKey(KeySpec.HMAC_256, MAC), SHA_256, bytes("message"))
                        .mac())
                .isNotEqualTo(mac);
    }

    @Test
    void generateMac_byAlias_answersTheKeysArn() {
        String alias = newAlias(key().keyId());

        assertThat(client().generateMac(
                                r -> r.keyId(alias).macAlgorithm(SHA_256).message(bytes("message")))
                        .keyId())
                .isEqualTo(key().arn());
    }

    @Test
    void generateMac_ofLongestMessage_verifies() {
        SdkBytes mac = generate(key(), SHA_256, bytes(4096)).mac();

        assertThat(verify(key(), SHA_256, bytes(4096), mac).macValid()).isTrue();
    }

    @Test
    void generateMac_ofTooLongMessage_isRefused() {
        assertRefused(() -> generate(key(), SHA_256, bytes(4097)), VALIDATION, tooLong("message", 4096));
    }

    @Test
    void generateMac_ofNoMessage_isRefused() {
        assertRefused(() -> generate(key(), SHA_256, bytes(0)), VALIDATION, tooShort("message"));
    }

    @ParameterizedTest
    @CsvSource({"HMAC_224, HMAC_SHA_256", "HMAC_512, HMAC_SHA_384"})
    void generateMac_withAlgorithmOfAnotherSpec_isRefused(KeySpec spec, String algorithm) {
        assertWrongAlgorithm(() -> generate(key(spec), algorithm, bytes("message")), algorithm, spec);
    }

    @Test
    void generateMac_withAlgorithmUnknown_isRefused() {
        var refusal = refusal(() -> generate(key(), "INVALID", bytes("message")));

        assertThat(code(refusal)).isEqualTo(VALIDATION);
        assertThat(message(refusal)).startsWith("1 validation error detected: Value 'INVALID' at 'macAlgorithm'");
    }

    @ParameterizedTest
    @CsvSource({"SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT", "RSA_2048, SIGN_VERIFY", "ECC_NIST_P256, KEY_AGREEMENT"})
    void generateMac_withKeyForSomethingElse_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertWrongUsage(() -> generate(key, SHA_256, bytes("message")), key, "GenerateMac");
    }

    @Test
    void generateMac_withNoKey_isRefused() {
        assertRefused(
                () -> client().generateMac(
                                r -> r.keyId("key_id").macAlgorithm(SHA_256).message(bytes("message"))),
                "NotFoundException",
                "Invalid keyId 'key_id'");
    }

    @Test
    void generateMac_withDisabledKey_isRefusedBeforeTheAlgorithmIsLookedAt() {
        KeyMetadata key = disabledKey(KeySpec.HMAC_256, MAC);

        assertDisabled(() -> generate(key, SHA_256, bytes("message")), key);
        assertDisabled(() -> generate(key, "HMAC_SHA_512", bytes("message")), key);
    }

    @Test
    void generateMac_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.HMAC_256, MAC);

        assertPending(() -> generate(key, SHA_256, bytes("message")), key);
    }

    @ParameterizedTest
    @CsvSource({"HMAC_224, HMAC_SHA_224", "HMAC_256, HMAC_SHA_256", "HMAC_384, HMAC_SHA_384", "HMAC_512, HMAC_SHA_512"})
    void verifyMac_ofGoodMac_saysSo(KeySpec spec, String algorithm) {
        SdkBytes mac = generate(key(spec), algorithm, bytes("message")).mac();

        VerifyMacResponse answer = verify(key(spec), algorithm, bytes("message"), mac);

        assertThat(answer.macValid()).isTrue();
        assertThat(answer.macAlgorithmAsString()).isEqualTo(algorithm);
        assertThat(answer.keyId()).isEqualTo(key(spec).arn());
    }

    @Test
    void verifyMac_ofAnotherMessage_isRefused() {
        SdkBytes mac = generate(key(), SHA_256, bytes("message")).mac();

        assertRefused(() -> verify(key(), SHA_256, bytes("Message"), mac), BAD_MAC, "");
    }

    @Test
    void verifyMac_ofAnotherMac_isRefused() {
        SdkBytes mac = generate(key(), SHA_256, bytes("message")).mac();
        byte[] bytes = mac.asByteArray();
        List<SdkBytes> others = List.of(
                altered(mac),
                SdkBytes.fromByteArray(Arrays.copyOf(bytes, bytes.length - 1)),
                SdkBytes.fromByteArray(Arrays.copyOf(bytes, bytes.length + 1)),
                bytes(6144));

        for (SdkBytes other : others) {
            assertRefused(() -> verify(key(), SHA_256, bytes("message"), other), BAD_MAC, "");
        }
    }

    @Test
    void verifyMac_byAnotherKey_isRefused() {
        SdkBytes mac = generate(key(), SHA_256, bytes("message")).mac();
        KeyMetadata other = newKey(KeySpec.HMAC_256, MAC);

        assertRefused(() -> verify(other, SHA_256, bytes("message"), mac), BAD_MAC, "");
    }

    @Test
    void verifyMac_withAlgorithmOfAnotherSpec_isRefused() {
        SdkBytes mac = generate(key(), SHA_256, bytes("message")).mac();

        assertWrongAlgorithm(
                () -> verify(key(), "HMAC_SHA_512", bytes("message"), mac), "HMAC_SHA_512", KeySpec.HMAC_256);
    }

    @Test
    void verifyMac_ofTooLongMac_isRefused() {
        assertRefused(() -> verify(key(), SHA_256, bytes("message"), bytes(6145)), VALIDATION, tooLong("mac", 6144));
    }

    @Test
    void verifyMac_ofNoMac_isRefused() {
        assertRefused(() -> verify(key(), SHA_256, bytes("message"), bytes(0)), VALIDATION, tooShort("mac"));
    }

    @Test
    void verifyMac_withKeyForSomethingElse_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);

        assertWrongUsage(() -> verify(key, SHA_256, bytes("message"), bytes(32)), key, "VerifyMac");
    }

    @Test
    void verifyMac_withDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.HMAC_256, MAC);

        assertDisabled(() -> verify(key, SHA_256, bytes("message"), bytes(32)), key);
    }

    @Test
    void verifyMac_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.HMAC_256, MAC);

        assertPending(() -> verify(key, SHA_256, bytes("message"), bytes(32)), key);
    }
}
