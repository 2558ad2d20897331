// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** ReEncrypt from, to and between RSA keys. */
public abstract class AsymmetricReEncryptContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String INVALID = "InvalidCiphertextException";
    private static final String OAEP = "RSAES_OAEP_SHA_256";
    private static final String OAEP_SHA_1 = "RSAES_OAEP_SHA_1";

    private KeyMetadata rsa() {
        return sharedKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
    }

    private SdkBytes rsaCiphertext(SdkBytes plaintext) {
        return client().encrypt(
                        r -> r.keyId(rsa().keyId()).encryptionAlgorithm(OAEP).plaintext(plaintext))
                .ciphertextBlob();
    }

    private SdkBytes rsaOpened(KeyMetadata key, String algorithm, SdkBytes ciphertext) {
        return client().decrypt(
                        r -> r.keyId(key.keyId()).encryptionAlgorithm(algorithm).ciphertextBlob(ciphertext))
                .plaintext();
    }

    @Test
    void reEncrypt_fromSymmetricToRsa_opensUnderTheRsaKey() {
        KeyMetadata source = newKey();
        SdkBytes ciphertext = encrypted(source.keyId(), "text", Map.of("a", "b"));

        ReEncryptResponse answer = client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                .sourceEncryptionContext(Map.of("a", "b"))
                .destinationKeyId(rsa().keyId())
                .destinationEncryptionAlgorithm(OAEP));

        assertThat(rsaOpened(rsa(), OAEP, answer.ciphertextBlob())).isEqualTo(bytes("text"));
    }

    @Test
    void reEncrypt_fromSymmetricToRsa_namesBothKeysAndAlgorithms() {
        KeyMetadata source = newKey();
        SdkBytes ciphertext = encrypted(source.keyId(), "text");

        ReEncryptResponse answer = client().reEncrypt(r ->
                r.ciphertextBlob(ciphertext).destinationKeyId(rsa().keyId()).destinationEncryptionAlgorithm(OAEP));

        assertThat(answer.sourceKeyId()).isEqualTo(source.arn());
        assertThat(answer.keyId()).isEqualTo(rsa().arn());
        assertThat(answer.sourceEncryptionAlgorithmAsString()).isEqualTo("SYMMETRIC_DEFAULT");
        assertThat(answer.destinationEncryptionAlgorithmAsString()).isEqualTo(OAEP);
        assertThat(answer.sourceKeyMaterialId()).isEqualTo(source.currentKeyMaterialId());
        assertThat(answer.destinationKeyMaterialId()).isNull();
    }

    @Test
    void reEncrypt_fromRsaToSymmetric_opensUnderTheSymmetricKey() {
        KeyMetadata destination = newKey();
        SdkBytes ciphertext = rsaCiphertext(bytes("text"));

        ReEncryptResponse answer = client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                .sourceKeyId(rsa().keyId())
                .sourceEncryptionAlgorithm(OAEP)
                .destinationKeyId(destination.keyId())
                .destinationEncryptionContext(Map.of("to", "2")));

        assertThat(client().decrypt(
                                r -> r.ciphertextBlob(answer.ciphertextBlob()).encryptionContext(Map.of("to", "2")))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("text");
        assertThat(answer.sourceKeyMaterialId()).isNull();
        assertThat(answer.destinationKeyMaterialId()).isEqualTo(destination.currentKeyMaterialId());
    }

    @Test
    void reEncrypt_fromRsaToAnotherRsaKey_opensUnderThatOne() {
        KeyMetadata destination = newKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);
        SdkBytes ciphertext = rsaCiphertext(bytes("text"));

        SdkBytes again = client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .sourceKeyId(rsa().keyId())
                        .sourceEncryptionAlgorithm(OAEP)
                        .destinationKeyId(destination.keyId())
                        .destinationEncryptionAlgorithm(OAEP_SHA_1))
                .ciphertextBlob();

        assertThat(rsaOpened(destination, OAEP_SHA_1, again)).isEqualTo(bytes("text"));
    }

    @Test
    void reEncrypt_toRsaWithoutAlgorithm_isRefused() {
        SdkBytes ciphertext = encrypted(keyId(), "text");

        assertWrongAlgorithm(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(rsa().keyId())),
                "SYMMETRIC_DEFAULT",
                KeySpec.RSA_2048);
    }

    @Test
    void reEncrypt_toRsaWithContext_isRefused() {
        SdkBytes ciphertext = encrypted(keyId(), "text");

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .destinationKeyId(rsa().keyId())
                        .destinationEncryptionAlgorithm(OAEP)
                        .destinationEncryptionContext(Map.of("a", "b"))),
                VALIDATION);
    }

    @Test
    void reEncrypt_ofMoreThanTheRsaKeyTakes_isRefused() {
        String source = keyId();
        SdkBytes ciphertext =
                client().encrypt(r -> r.keyId(source).plaintext(bytes(191))).ciphertextBlob();

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .destinationKeyId(rsa().keyId())
                        .destinationEncryptionAlgorithm(OAEP)),
                VALIDATION,
                "Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.");
    }

    @Test
    void reEncrypt_fromRsaWithoutKey_isRefused() {
        String destination = keyId();
        SdkBytes ciphertext = rsaCiphertext(bytes("text"));

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .sourceEncryptionAlgorithm(OAEP)
                        .destinationKeyId(destination)),
                VALIDATION);
    }

    @Test
    void reEncrypt_fromRsaWithTheOtherHash_isRefused() {
        String destination = keyId();
        SdkBytes ciphertext = rsaCiphertext(bytes("text"));

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .sourceKeyId(rsa().keyId())
                        .sourceEncryptionAlgorithm(OAEP_SHA_1)
                        .destinationKeyId(destination)),
                INVALID,
                "");
    }

    @Test
    void reEncrypt_toSigningKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
        SdkBytes ciphertext = encrypted(keyId(), "text");

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .destinationKeyId(key.keyId())
                        .destinationEncryptionAlgorithm(OAEP)),
                "InvalidKeyUsageException");
    }
}
