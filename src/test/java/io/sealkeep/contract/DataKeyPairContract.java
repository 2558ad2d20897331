// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** GenerateDataKeyPair, with and without the plaintext of the private key. */
public abstract class DataKeyPairContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String INVALID = "InvalidCiphertextException";
    private static final DataKeyPairSpec P256 = DataKeyPairSpec.ECC_NIST_P256;

    private KeyMetadata wrapping() {
        return sharedKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
    }

    private GenerateDataKeyPairResponse pair(String keyId, DataKeyPairSpec spec) {
        return client().generateDataKeyPair(r -> r.keyId(keyId).keyPairSpec(spec));
    }

    private GenerateDataKeyPairWithoutPlaintextResponse silent(String keyId, DataKeyPairSpec spec) {
        return client().generateDataKeyPairWithoutPlaintext(r -> r.keyId(keyId).keyPairSpec(spec));
    }

    private SdkBytes opened(SdkBytes ciphertext, Map<String, String> context) {
        return client().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(context))
                .plaintext();
    }

    /** Asserts that what the private key does, the public key undoes. */
    private static void assertOnePair(String spec, SdkBytes privateKey, SdkBytes publicKey) {
        PrivateKey secret = OutsideKms.privateKey(spec, privateKey.asByteArray());
        if (spec.startsWith("ML_KEM_")) {
            OutsideKms.Encapsulated made = OutsideKms.encapsulated(publicKey.asByteArray());
            assertThat(OutsideKms.decapsulated(secret, made.ciphertext())).isEqualTo(made.secret());
            return;
        }
        PublicKey open = OutsideKms.publicKey(spec, publicKey.asByteArray());
        String algorithm = switch (spec) {
            case "RSA_2048", "RSA_3072", "RSA_4096" -> "RSASSA_PKCS1_V1_5_SHA_256";
            case "ECC_NIST_EDWARDS25519" -> "ED25519_SHA_512";
            case "SM2" -> "SM2DSA";
            default -> "ECDSA_SHA_256";
        };
        SdkBytes signature = OutsideKms.signed(algorithm, secret, bytes("message"));
        assertThat(OutsideKms.verifies(algorithm, open, bytes("message"), signature))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataKeyPairSpec.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SM2", "UNKNOWN_TO_SDK_VERSION"})
    void generateDataKeyPair_ofEachSpec_makesOnePair(DataKeyPairSpec spec) {
        GenerateDataKeyPairResponse made = pair(wrapping().keyId(), spec);

        assertOnePair(spec.toString(), made.privateKeyPlaintext(), made.publicKey());
        assertThat(opened(made.privateKeyCiphertextBlob(), Map.of())).isEqualTo(made.privateKeyPlaintext());
    }

    @Test
    @Tag(Needs.SM2)
    void generateDataKeyPair_ofSm2_makesOnePair() {
        GenerateDataKeyPairResponse made = pair(wrapping().keyId(), DataKeyPairSpec.SM2);

        assertOnePair("SM2", made.privateKeyPlaintext(), made.publicKey());
        assertThat(opened(made.privateKeyCiphertextBlob(), Map.of())).isEqualTo(made.privateKeyPlaintext());
    }

    @Test
    void generateDataKeyPair_always_namesKeySpecAndMaterial() {
        KeyMetadata key = newKey();
        GenerateDataKeyPairResponse made = pair(newAlias(key.keyId()), P256);

        assertThat(made.keyId()).isEqualTo(key.arn());
        assertThat(made.keyPairSpec()).isEqualTo(P256);
        assertThat(made.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
        assertThat(made.ciphertextForRecipient()).isNull();
    }

    @Test
    void generateDataKeyPair_twice_makesTwoPairs() {
        assertThat(pair(wrapping().keyId(), P256).publicKey())
                .isNotEqualTo(pair(wrapping().keyId(), P256).publicKey());
    }

    @Test
    void generateDataKeyPair_withContext_opensOnlyWithIt() {
        GenerateDataKeyPairResponse made = client().generateDataKeyPair(
                        r -> r.keyId(wrapping().keyId()).keyPairSpec(P256).encryptionContext(Map.of("a", "b")));

        assertThat(opened(made.privateKeyCiphertextBlob(), Map.of("a", "b"))).isEqualTo(made.privateKeyPlaintext());
        assertRefused(() -> opened(made.privateKeyCiphertextBlob(), Map.of()), INVALID, "");
    }

    @Test
    void generateDataKeyPair_afterRotation_opensStill() {
        KeyMetadata key = newKey();
        GenerateDataKeyPairResponse made = pair(key.keyId(), P256);
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));

        assertThat(opened(made.privateKeyCiphertextBlob(), Map.of())).isEqualTo(made.privateKeyPlaintext());
    }

    /** Which words AWS has for it is not known. */
    @Test
    void generateDataKeyPair_underRsaKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

        assertRefused(() -> pair(key.keyId(), P256), "InvalidKeyUsageException");
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, SIGN_VERIFY", "ECC_NIST_P256, KEY_AGREEMENT", "HMAC_256, GENERATE_VERIFY_MAC"})
    void generateDataKeyPair_underKeyForSomethingElse_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertWrongUsage(() -> pair(key.keyId(), P256), key, "GenerateDataKeyPair");
    }

    @Test
    void generateDataKeyPair_ofSpecUnknown_isRefused() {
        var refusal = refusal(() ->
                client().generateDataKeyPair(r -> r.keyId(wrapping().keyId()).keyPairSpec("RSA_20")));

        assertThat(code(refusal)).isEqualTo(VALIDATION);
        assertThat(message(refusal)).startsWith("1 validation error detected: Value 'RSA_20' at 'keyPairSpec'");
    }

    @Test
    void generateDataKeyPair_withoutSpec_isRefused() {
        assertRefused(
                () -> client().generateDataKeyPair(r -> r.keyId(wrapping().keyId())),
                VALIDATION,
                "1 validation error detected: Value null at 'keyPairSpec' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void generateDataKeyPair_withNoKey_isRefused() {
        String arn = arnOfNoKey(wrapping());

        assertRefused(() -> pair(arn, P256), "NotFoundException", "Key '" + arn + "' does not exist");
    }

    @Test
    void generateDataKeyPair_underDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);

        assertDisabled(() -> pair(key.keyId(), P256), key);
    }

    @Test
    void generateDataKeyPair_underKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);

        assertPending(() -> pair(key.keyId(), P256), key);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataKeyPairSpec.class,
            names = {"RSA_2048", "ECC_NIST_P384", "ECC_SECG_P256_K1", "ECC_NIST_EDWARDS25519", "ML_KEM_1024"})
    void generateDataKeyPairWithoutPlaintext_ofASpec_makesOnePair(DataKeyPairSpec spec) {
        GenerateDataKeyPairWithoutPlaintextResponse made = silent(wrapping().keyId(), spec);

        assertOnePair(spec.toString(), opened(made.privateKeyCiphertextBlob(), Map.of()), made.publicKey());
    }

    @Test
    void generateDataKeyPairWithoutPlaintext_always_namesKeySpecAndMaterial() {
        KeyMetadata key = newKey();
        GenerateDataKeyPairWithoutPlaintextResponse made = silent(key.arn(), P256);

        assertThat(made.keyId()).isEqualTo(key.arn());
        assertThat(made.keyPairSpec()).isEqualTo(P256);
        assertThat(made.keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
    }

    @Test
    void generateDataKeyPairWithoutPlaintext_withContext_opensOnlyWithIt() {
        GenerateDataKeyPairWithoutPlaintextResponse made = client().generateDataKeyPairWithoutPlaintext(
                        r -> r.keyId(wrapping().keyId()).keyPairSpec(P256).encryptionContext(Map.of("a", "b")));

        assertOnePair("ECC_NIST_P256", opened(made.privateKeyCiphertextBlob(), Map.of("a", "b")), made.publicKey());
        assertRefused(() -> opened(made.privateKeyCiphertextBlob(), Map.of("a", "c")), INVALID, "");
    }

    @Test
    void generateDataKeyPairWithoutPlaintext_underKeyForSomethingElse_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertWrongUsage(() -> silent(key.keyId(), P256), key, "GenerateDataKeyPairWithoutPlaintext");
    }

    @Test
    void generateDataKeyPairWithoutPlaintext_underRsaKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

        assertRefused(() -> silent(key.keyId(), P256), "InvalidKeyUsageException");
    }

    @Test
    void generateDataKeyPairWithoutPlaintext_underDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);

        assertDisabled(() -> silent(key.keyId(), P256), key);
    }
}
