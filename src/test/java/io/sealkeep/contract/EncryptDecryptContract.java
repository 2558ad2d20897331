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
    private static final String DRY_RUN = "DryRunOperationException";
    private static final String DRY_RUN_TEXT = "The request would have succeeded, but the DryRun option is set.";

    private static byte[] pattern(int length) {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++) {
            pattern[i] = (byte) (i * 31 + 7);
        }
        return pattern;
    }

    private void assertDoesNotOpen(SdkBytes ciphertext, Map<String, String> context) {
        assertRefused(
                () -> client().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(context)), INVALID, "");
    }

    @Test
    void encrypt_ofAnyLength_opensAgain() {
        String keyId = keyId();
        for (int length : new int[] {1, 2, 15, 16, 17, 1024, 4095, 4096}) {
            byte[] plaintext = pattern(length);
            SdkBytes ciphertext = client().encrypt(r -> r.keyId(keyId).plaintext(SdkBytes.fromByteArray(plaintext)))
                    .ciphertextBlob();

            assertThat(ciphertext.asByteArray().length).isBetween(length, 6144);
            assertThat(client().decrypt(r -> r.ciphertextBlob(ciphertext))
                            .plaintext()
                            .asByteArray())
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
        SdkBytes ciphertext = encrypted(keyId, "x");

        refusal(() -> client().encrypt(r ->
                r.keyId(keyId).plaintext(bytes("x")).encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)));
        refusal(() -> client().decrypt(r -> r.keyId(keyId)
                .ciphertextBlob(ciphertext)
                .encryptionAlgorithm(EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256)));
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
    void context_inAnyOrder_opens() {
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
    void context_thatDiffersInAnything_doesNotOpen() {
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
    void context_whereThereWasNone_doesNotOpen() {
        SdkBytes ciphertext = encrypted(keyId(), "x");

        assertDoesNotOpen(ciphertext, Map.of("a", "b"));
    }

    @Test
    void context_thatLooksTheSame_doesNotOpen() {
        SdkBytes ciphertext = encrypted(keyId(), "x", Map.of("name", "caf\u00e9"));

        assertDoesNotOpen(ciphertext, Map.of("name", "cafe\u0301"));
    }

    @Test
    void context_thatIsEmpty_isAsNone() {
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
        for (byte[] bytes : List.of(new byte[1], new byte[200], pattern(178), new byte[6144])) {
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
    void dryRun_ofWhatWouldSucceed_saysSo() {
        String keyId = keyId();
        SdkBytes ciphertext = encrypted(keyId, "x");

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x")).dryRun(true)), DRY_RUN, DRY_RUN_TEXT);
        assertRefused(() -> client().decrypt(r -> r.ciphertextBlob(ciphertext).dryRun(true)), DRY_RUN, DRY_RUN_TEXT);
        assertRefused(
                () -> client().reEncrypt(r ->
                        r.ciphertextBlob(ciphertext).destinationKeyId(keyId).dryRun(true)),
                DRY_RUN,
                DRY_RUN_TEXT);
    }

    @Test
    void dryRun_thatIsFalse_isNone() {
        String keyId = keyId();

        assertThat(client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x")).dryRun(false))
                        .ciphertextBlob())
                .isNotNull();
    }

    @Test
    void dryRun_ofWhatWouldFail_failsTheSame() {
        KeyMetadata key = newKey();
        client().disableKey(r -> r.keyId(key.keyId()));

        assertRefused(
                () -> client().encrypt(
                                r -> r.keyId(key.keyId()).plaintext(bytes("x")).dryRun(true)),
                "DisabledException",
                key.arn() + " is disabled.");
    }

    @Test
    void grantTokens_thatNobodyMade_areRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(r -> r.keyId(keyId).plaintext(bytes("x")).grantTokens("no-such-token")),
                "InvalidGrantTokenException");
    }
}
