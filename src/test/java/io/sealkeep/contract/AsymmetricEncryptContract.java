// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * Encrypt and Decrypt with RSA and SM2 keys. Their ciphertext is bare: it names neither key nor algorithm, so the caller must.
 */
public abstract class AsymmetricEncryptContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String INVALID = "InvalidCiphertextException";
    private static final String OAEP = "RSAES_OAEP_SHA_256";
    private static final KeyUsageType ENCRYPT_DECRYPT = KeyUsageType.ENCRYPT_DECRYPT;

    private KeyMetadata key(KeySpec spec) {
        return sharedKey(spec, ENCRYPT_DECRYPT);
    }

    private KeyMetadata key() {
        return key(KeySpec.RSA_2048);
    }

    private EncryptResponse encrypt(KeyMetadata key, String algorithm, SdkBytes plaintext) {
        return client().encrypt(
                        r -> r.keyId(key.keyId()).encryptionAlgorithm(algorithm).plaintext(plaintext));
    }

    private DecryptResponse decrypt(KeyMetadata key, String algorithm, SdkBytes ciphertext) {
        return client().decrypt(
                        r -> r.keyId(key.keyId()).encryptionAlgorithm(algorithm).ciphertextBlob(ciphertext));
    }

    private void assertDoesNotOpen(KeyMetadata key, String algorithm, SdkBytes ciphertext) {
        assertRefused(() -> decrypt(key, algorithm, ciphertext), INVALID, "");
    }

    /** The most that fits: RFC 8017, 7.1.1; the modulus less two hashes and two bytes. */
    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSAES_OAEP_SHA_1, 214",
        "RSA_2048, RSAES_OAEP_SHA_256, 190",
        "RSA_3072, RSAES_OAEP_SHA_1, 342",
        "RSA_3072, RSAES_OAEP_SHA_256, 318",
        "RSA_4096, RSAES_OAEP_SHA_1, 470",
        "RSA_4096, RSAES_OAEP_SHA_256, 446"
    })
    void encrypt_ofAsMuchAsFits_opensAgain(KeySpec spec, String algorithm, int most) {
        for (int length : new int[] {1, 32, most}) {
            SdkBytes ciphertext = encrypt(key(spec), algorithm, bytes(length)).ciphertextBlob();

            assertThat(decrypt(key(spec), algorithm, ciphertext).plaintext()).isEqualTo(bytes(length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSAES_OAEP_SHA_1, 214",
        "RSA_2048, RSAES_OAEP_SHA_256, 190",
        "RSA_3072, RSAES_OAEP_SHA_1, 342",
        "RSA_3072, RSAES_OAEP_SHA_256, 318",
        "RSA_4096, RSAES_OAEP_SHA_1, 470",
        "RSA_4096, RSAES_OAEP_SHA_256, 446"
    })
    void encrypt_ofMoreThanFits_isRefused(KeySpec spec, String algorithm, int most) {
        assertRefused(
                () -> encrypt(key(spec), algorithm, bytes(most + 1)),
                VALIDATION,
                "Algorithm " + algorithm + " and key spec " + spec + " cannot encrypt data larger than " + most
                        + " bytes.");
    }

    @Test
    void encrypt_withRsa_answersTheKeysArnAndTheAlgorithm() {
        EncryptResponse answer = encrypt(key(), OAEP, bytes("text"));

        assertThat(answer.keyId()).isEqualTo(key().arn());
        assertThat(answer.encryptionAlgorithmAsString()).isEqualTo(OAEP);
        assertThat(answer.ciphertextBlob().asByteArray())
                .as("a bare ciphertext")
                .hasSize(256);
    }

    @Test
    void encrypt_withRsaTwice_differs() {
        assertThat(encrypt(key(), OAEP, bytes("same")).ciphertextBlob())
                .isNotEqualTo(encrypt(key(), OAEP, bytes("same")).ciphertextBlob());
    }

    @Test
    void encrypt_withRsaButNoAlgorithm_isRefused() {
        assertWrongAlgorithm(
                () -> client().encrypt(r -> r.keyId(key().keyId()).plaintext(bytes("text"))),
                "SYMMETRIC_DEFAULT",
                KeySpec.RSA_2048);
    }

    @Test
    void encrypt_withRsaAndContext_isRefused() {
        assertRefused(
                () -> client().encrypt(r -> r.keyId(key().keyId())
                        .encryptionAlgorithm(OAEP)
                        .plaintext(bytes("text"))
                        .encryptionContext(Map.of("a", "b"))),
                VALIDATION);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, SIGN_VERIFY",
        "ECC_NIST_P256, KEY_AGREEMENT",
        "HMAC_256, GENERATE_VERIFY_MAC",
        "ML_KEM_768, ENCAPSULATE_DECAPSULATE"
    })
    void encrypt_withKeyForSomethingElse_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertWrongUsage(() -> client().encrypt(r -> r.keyId(key.keyId()).plaintext(bytes("text"))), key, "Encrypt");
    }

    @Test
    void encrypt_withDisabledRsaKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.RSA_2048, ENCRYPT_DECRYPT);

        assertDisabled(() -> encrypt(key, OAEP, bytes("text")), key);
    }

    @Test
    void decrypt_withRsa_answersTheKeysArnAndTheAlgorithm() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();
        DecryptResponse answer = decrypt(key(), OAEP, ciphertext);

        assertThat(answer.keyId()).isEqualTo(key().arn());
        assertThat(answer.encryptionAlgorithmAsString()).isEqualTo(OAEP);
        assertThat(answer.keyMaterialId()).as("of symmetric keys only").isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSAES_OAEP_SHA_1",
        "RSA_2048, RSAES_OAEP_SHA_256",
        "RSA_3072, RSAES_OAEP_SHA_256",
        "RSA_4096, RSAES_OAEP_SHA_256"
    })
    void decrypt_ofWhatWasEncryptedOutside_opensIt(KeySpec spec, String algorithm) {
        SdkBytes ciphertext = OutsideKms.encrypted(
                algorithm, OutsideKms.publicKey(spec.toString(), publicKey(key(spec))), bytes("text"));

        assertThat(decrypt(key(spec), algorithm, ciphertext).plaintext().asUtf8String())
                .isEqualTo("text");
    }

    @Test
    void decrypt_withTheOtherHash_isRefused() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();

        assertDoesNotOpen(key(), "RSAES_OAEP_SHA_1", ciphertext);
    }

    @Test
    void decrypt_withAnotherRsaKey_isRefused() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();
        KeyMetadata other = newKey(KeySpec.RSA_2048, ENCRYPT_DECRYPT);

        assertDoesNotOpen(other, OAEP, ciphertext);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 6144})
    void decrypt_ofWhatIsNoRsaCiphertext_isRefused(int length) {
        assertDoesNotOpen(key(), OAEP, bytes(length));
    }

    @Test
    void decrypt_ofAlteredRsaCiphertext_isRefused() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();

        assertDoesNotOpen(key(), OAEP, altered(ciphertext));
    }

    @Test
    void decrypt_ofSymmetricCiphertextWithRsa_isRefused() {
        assertDoesNotOpen(key(), OAEP, encrypted(keyId(), "text"));
    }

    /** Without an algorithm the ciphertext is taken for a symmetric one, which it is not. */
    @Test
    void decrypt_withRsaButNoAlgorithm_isRefused() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();

        assertRefused(() -> client().decrypt(r -> r.keyId(key().keyId()).ciphertextBlob(ciphertext)), INVALID, "");
    }

    @Test
    void decrypt_withRsaAlgorithmButNoKey_isRefused() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();

        assertRefused(() -> client().decrypt(r -> r.encryptionAlgorithm(OAEP).ciphertextBlob(ciphertext)), VALIDATION);
    }

    @Test
    void decrypt_withRsaAndContext_isRefused() {
        SdkBytes ciphertext = encrypt(key(), OAEP, bytes("text")).ciphertextBlob();

        assertRefused(
                () -> client().decrypt(r -> r.keyId(key().keyId())
                        .encryptionAlgorithm(OAEP)
                        .ciphertextBlob(ciphertext)
                        .encryptionContext(Map.of("a", "b"))),
                VALIDATION);
    }

    @Test
    void decrypt_withRsaAlgorithmAndSymmetricKey_isRefused() {
        String keyId = keyId();
        SdkBytes ciphertext = encrypted(keyId, "text");

        assertWrongAlgorithm(
                () -> client().decrypt(
                                r -> r.keyId(keyId).encryptionAlgorithm(OAEP).ciphertextBlob(ciphertext)),
                OAEP,
                KeySpec.SYMMETRIC_DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, ENCRYPT_DECRYPT", "RSA_2048, SIGN_VERIFY", "HMAC_256, GENERATE_VERIFY_MAC"})
    void decrypt_ofSymmetricCiphertextNamingAnotherKind_isRefused(KeySpec spec, KeyUsageType usage) {
        SdkBytes ciphertext = encrypted(keyId(), "text");
        KeyMetadata other = sharedKey(spec, usage);

        assertRefused(
                () -> client().decrypt(r -> r.keyId(other.keyId()).ciphertextBlob(ciphertext)),
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    @Test
    void decrypt_withSigningKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);

        assertWrongUsage(() -> decrypt(key, OAEP, bytes(256)), key, "Decrypt");
    }

    @Test
    void decrypt_withRsaKeyPendingDeletion_isRefused() {
        KeyMetadata key = newKey(KeySpec.RSA_2048, ENCRYPT_DECRYPT);
        SdkBytes ciphertext = encrypt(key, OAEP, bytes("text")).ciphertextBlob();
        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));

        assertPending(() -> decrypt(key, OAEP, ciphertext), key);
    }

    @Test
    @Tag(Needs.SM2)
    void encrypt_withSm2_opensAgain() {
        for (int length : new int[] {1, 32, 1024}) {
            SdkBytes ciphertext =
                    encrypt(key(KeySpec.SM2), "SM2PKE", bytes(length)).ciphertextBlob();

            assertThat(decrypt(key(KeySpec.SM2), "SM2PKE", ciphertext).plaintext())
                    .isEqualTo(bytes(length));
        }
    }

    @Test
    @Tag(Needs.SM2)
    void encrypt_ofMoreThanSm2Takes_isRefused() {
        assertRefused(() -> encrypt(key(KeySpec.SM2), "SM2PKE", bytes(1025)), VALIDATION);
    }

    @Test
    @Tag(Needs.SM2)
    void decrypt_ofAlteredSm2Ciphertext_isRefused() {
        SdkBytes ciphertext = encrypt(key(KeySpec.SM2), "SM2PKE", bytes("text")).ciphertextBlob();

        assertDoesNotOpen(key(KeySpec.SM2), "SM2PKE", altered(ciphertext));
    }
}
