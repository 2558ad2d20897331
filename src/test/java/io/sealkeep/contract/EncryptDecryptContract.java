// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Encrypt, Decrypt and ReEncrypt with a symmetric key. */
public abstract class EncryptDecryptContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String NOT_FOUND = "NotFoundException";
    private static final String INVALID = "InvalidCiphertextException";
    private static final String WRONG_KEY_TEXT =
            "The key ID in the request does not identify a CMK that can perform this operation.";

    private void assertDoesNotOpen(SdkBytes ciphertext, Map<String, String> context) {
        assertRefused(
                () -> client().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(context)), INVALID, "");
    }

    @Test
    void encrypt_ofAnyLength_opensAgain() {
        String keyId = keyId();
        for (int length : new int[] {1, 2, 15, 16, 17, 1024, 4095, 4096}) {
            SdkBytes plaintext = bytes(length);
            SdkBytes ciphertext =
                    client().encrypt(r -> r.keyId(keyId).plaintext(plaintext)).ciphertextBlob();

            assertThat(ciphertext.asByteArray().length).isBetween(length, 6144);
            assertThat(client().decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext())
                    .isEqualTo(plaintext);
        }
    }

    @Test
    void encrypt_byAnyOfTheFourIdentifiers_answersTheKeysArn() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());

        for (String identifier : new String[] {key.keyId(), key.arn(), alias, aliasArn(key, alias)}) {
            EncryptResponse encrypted =
                    client().encrypt(r -> r.keyId(identifier).plaintext(bytes("text")));
            assertThat(encrypted.keyId()).isEqualTo(key.arn());
            assertThat(encrypted.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);

            DecryptResponse decrypted =
                    client().decrypt(r -> r.keyId(identifier).ciphertextBlob(encrypted.ciphertextBlob()));
            assertThat(decrypted.plaintext().asUtf8String()).isEqualTo("text");
            assertThat(decrypted.keyId()).isEqualTo(key.arn());
            assertThat(decrypted.encryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        }
    }

    @Test
    void encrypt_ofTheSameTwice_differs() {
        String keyId = keyId();

        assertThat(encrypted(keyId, "same")).isNotEqualTo(encrypted(keyId, "same"));
    }

    @Test
    void encrypt_withTheAlgorithmNamed_isTheSame() {
        String keyId = keyId();
        SdkBytes ciphertext = client().encrypt(r -> r.keyId(keyId)
                        .plaintext(bytes("x"))
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT))
                .ciphertextBlob();

        assertThat(client().decrypt(r -> r.ciphertextBlob(ciphertext)
                                .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void encrypt_withAnAlgorithmOfOtherKeys_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId)
                        .plaintext(bytes("x"))
                        .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)),
                "InvalidKeyUsageException",
                "Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.");
    }

    @Test
    void encrypt_withAlgorithmUnknown_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x")).encryptionAlgorithm("ROT13")),
                VALIDATION);
    }

    @Test
    void encrypt_ofTooMuch_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromByteArray(new byte[4097]))),
                VALIDATION,
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less"
                        + " than or equal to 4096");
    }

    @Test
    void encrypt_ofNothing_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromByteArray(new byte[0]))),
                VALIDATION,
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1");
        assertRefused(() -> client().encrypt(r -> r.keyId(keyId)), VALIDATION);
        assertRefused(() -> client().encrypt(r -> r.plaintext(bytes("x"))), VALIDATION);
    }

    @Test
    void encrypt_withNoKey_isRefused() {
        KeyMetadata key = newKey();
        String arn = arnOfNoKey(key);
        String alias = aliasName();

        assertRefused(() -> encrypted(arn, "x"), NOT_FOUND, "Key '" + arn + "' does not exist");
        assertRefused(() -> encrypted("fake-key-id", "x"), NOT_FOUND, "Invalid keyId 'fake-key-id'");
        assertRefused(() -> encrypted(alias, "x"), NOT_FOUND, "Alias " + aliasArn(key, alias) + " is not found.");
    }

    @Test
    void decrypt_withContextInAnyOrder_opens() {
        String keyId = keyId();
        Map<String, String> context = new LinkedHashMap<>();
        context.put("b", "2");
        context.put("a", "1");
        context.put("ключ", "🔑");
        SdkBytes ciphertext = encrypted(keyId, "x", context);
        Map<String, String> reversed = new LinkedHashMap<>();
        context.entrySet().stream().toList().reversed().forEach(pair -> reversed.put(pair.getKey(), pair.getValue()));

        assertThat(client().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(reversed))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("x");
    }

    @Test
    void decrypt_withContextThatDiffersInAnything_isRefused() {
        String keyId = keyId();
        SdkBytes ciphertext = encrypted(keyId, "x", Map.of("a", "bc", "d", "e"));

        assertDoesNotOpen(ciphertext, Map.of());
        assertDoesNotOpen(ciphertext, Map.of("a", "bc"));
        assertDoesNotOpen(ciphertext, Map.of("a", "bc", "d", "e", "f", "g"));
        assertDoesNotOpen(ciphertext, Map.of("a", "BC", "d", "e"));
        assertDoesNotOpen(ciphertext, Map.of("A", "bc", "d", "e"));
        assertDoesNotOpen(ciphertext, Map.of("ab", "c", "d", "e"));
        assertDoesNotOpen(ciphertext, Map.of("a", "bcd", "", "e"));
        assertDoesNotOpen(ciphertext, Map.of("a", "bc", "d", "e "));
        assertDoesNotOpen(ciphertext, Map.of("a", "e", "d", "bc"));
    }

    @Test
    void decrypt_withContextWhereThereWasNone_isRefused() {
        SdkBytes ciphertext = encrypted(keyId(), "x");

        assertDoesNotOpen(ciphertext, Map.of("a", "b"));
    }

    @Test
    void decrypt_withContextThatLooksTheSame_isRefused() {
        SdkBytes ciphertext = encrypted(keyId(), "x", Map.of("name", "caf\u00e9"));

        assertDoesNotOpen(ciphertext, Map.of("name", "cafe\u0301"));
    }

    @Test
    void decrypt_withEmptyContext_isAsWithNone() {
        String keyId = keyId();
        SdkBytes ciphertext =
                client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x"))).ciphertextBlob();

        assertThat(client().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(Map.of()))
                        .plaintext()
                        .asUtf8String())
                .isEqualTo("x");
        assertThat(decrypted(encrypted(keyId, "y", Map.of()))).isEqualTo("y");
    }

    @Test
    void decrypt_withAnotherKey_isRefused() {
        String other = keyId();
        String otherAlias = newAlias(other);
        SdkBytes ciphertext = encrypted(keyId(), "x");

        for (String identifier : new String[] {other, otherAlias}) {
            assertRefused(
                    () -> client().decrypt(r -> r.ciphertextBlob(ciphertext).keyId(identifier)),
                    "IncorrectKeyException",
                    WRONG_KEY_TEXT);
        }
    }

    @Test
    void decrypt_withNoKey_isRefused() {
        KeyMetadata key = newKey();
        SdkBytes ciphertext = encrypted(key.keyId(), "x");
        String arn = arnOfNoKey(key);

        assertRefused(
                () -> client().decrypt(r -> r.ciphertextBlob(ciphertext).keyId(arn)),
                NOT_FOUND,
                "Key '" + arn + "' does not exist");
    }

    @Test
    void decrypt_ofWhatIsNoCiphertext_isRefused() {
        for (byte[] bytes : List.of(new byte[1], new byte[200], bytes(178).asByteArray(), new byte[6144])) {
            assertDoesNotOpen(SdkBytes.fromByteArray(bytes), Map.of());
        }
    }

    @Test
    void decrypt_ofTooMuchOrNothing_isRefused() {
        assertRefused(
                () -> client().decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(new byte[6145]))),
                VALIDATION,
                "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint: Member must have length"
                        + " less than or equal to 6144");
        assertRefused(() -> client().decrypt(r -> r.ciphertextBlob(SdkBytes.fromByteArray(new byte[0]))), VALIDATION);
    }

    @Test
    void decrypt_ofChangedCiphertext_isRefused() {
        byte[] ciphertext = encrypted(keyId(), "some text").asByteArray();
        for (int i = 0; i < ciphertext.length; i++) {
            byte[] changed = ciphertext.clone();
            changed[i] ^= 0x10;
            assertDoesNotOpen(SdkBytes.fromByteArray(changed), Map.of());
        }
        assertDoesNotOpen(SdkBytes.fromByteArray(Arrays.copyOf(ciphertext, ciphertext.length - 1)), Map.of());
        assertDoesNotOpen(SdkBytes.fromByteArray(Arrays.copyOf(ciphertext, ciphertext.length + 1)), Map.of());
    }

    @Test
    void reEncrypt_toAnotherKey_opensUnderThatOne() {
        KeyMetadata source = newKey();
        KeyMetadata destination = newKey();
        SdkBytes ciphertext = encrypted(source.keyId(), "text", Map.of("from", "1"));

        ReEncryptResponse answer = client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                .sourceEncryptionContext(Map.of("from", "1"))
                .destinationKeyId(destination.keyId())
                .destinationEncryptionContext(Map.of("to", "2")));

        assertThat(answer.sourceKeyId()).isEqualTo(source.arn());
        assertThat(answer.keyId()).isEqualTo(destination.arn());
        assertThat(answer.sourceEncryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        assertThat(answer.destinationEncryptionAlgorithm()).isEqualTo(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        DecryptResponse opened =
                client().decrypt(r -> r.ciphertextBlob(answer.ciphertextBlob()).encryptionContext(Map.of("to", "2")));
        assertThat(opened.plaintext().asUtf8String()).isEqualTo("text");
        assertThat(opened.keyId()).isEqualTo(destination.arn());
        assertDoesNotOpen(answer.ciphertextBlob(), Map.of("from", "1"));
    }

    @Test
    void reEncrypt_always_answersTheMaterialsIds() {
        KeyMetadata source = newKey();
        KeyMetadata destination = newKey();
        SdkBytes ciphertext = encrypted(source.keyId(), "text");

        ReEncryptResponse answer =
                client().reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(destination.arn()));

        assertThat(answer.sourceKeyMaterialId()).isEqualTo(source.currentKeyMaterialId());
        assertThat(answer.destinationKeyMaterialId()).isEqualTo(destination.currentKeyMaterialId());
    }

    @Test
    void reEncrypt_underTheSameKey_makesAnotherCiphertext() {
        String keyId = keyId();
        String alias = newAlias(keyId);
        SdkBytes ciphertext = encrypted(keyId, "text");

        SdkBytes again = client().reEncrypt(
                        r -> r.ciphertextBlob(ciphertext).sourceKeyId(alias).destinationKeyId(alias))
                .ciphertextBlob();

        assertThat(again).isNotEqualTo(ciphertext);
        assertThat(decrypted(again)).isEqualTo("text");
    }

    @Test
    void reEncrypt_ofWhatDoesNotOpen_isRefused() {
        String source = keyId();
        String destination = keyId();
        SdkBytes ciphertext = encrypted(source, "text", Map.of("a", "b"));

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(destination)), INVALID, "");
        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)
                        .sourceEncryptionContext(Map.of("a", "b"))
                        .sourceKeyId(destination)
                        .destinationKeyId(destination)),
                "IncorrectKeyException",
                WRONG_KEY_TEXT);
    }

    @Test
    void reEncrypt_toNoKey_isRefused() {
        KeyMetadata key = newKey();
        SdkBytes ciphertext = encrypted(key.keyId(), "text");
        String arn = arnOfNoKey(key);

        assertRefused(
                () -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(arn)),
                NOT_FOUND,
                "Key '" + arn + "' does not exist");
        assertRefused(() -> client().reEncrypt(r -> r.ciphertextBlob(ciphertext)), VALIDATION);
    }

    @Test
    void encrypt_withDryRunFalse_encrypts() {
        String keyId = keyId();

        assertThat(client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x")).dryRun(false))
                        .ciphertextBlob())
                .isNotNull();
    }

    @Test
    void encrypt_withGrantTokenThatNobodyMade_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x")).grantTokens("no-such-token")),
                "InvalidGrantTokenException");
    }
}
