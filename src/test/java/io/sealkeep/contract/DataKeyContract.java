// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Data keys under a symmetric key. */
public abstract class DataKeyContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String USAGE = "InvalidKeyUsageException";
    private static final String INVALID = "InvalidCiphertextException";
    private static final String EITHER = "Please specify either number of bytes or key spec.";

    private SdkBytes opened(SdkBytes ciphertext, Map<String, String> context) {
        return client().decrypt(r -> r.ciphertextBlob(ciphertext).encryptionContext(context))
                .plaintext();
    }

    @Test
    void generateDataKey_bySpec_hasItsLengthAndOpens() {
        KeyMetadata key = newKey();
        for (DataKeySpec spec : new DataKeySpec[] {DataKeySpec.AES_128, DataKeySpec.AES_256}) {
            GenerateDataKeyResponse made =
                    client().generateDataKey(r -> r.keyId(key.keyId()).keySpec(spec));

            assertThat(made.plaintext().asByteArray()).hasSize(spec == DataKeySpec.AES_128 ? 16 : 32);
            assertThat(made.keyId()).isEqualTo(key.arn());
            assertThat(opened(made.ciphertextBlob(), Map.of())).isEqualTo(made.plaintext());
        }
    }

    @Test
    void generateDataKey_byLength_hasItAndOpens() {
        String keyId = keyId();
        for (int length : new int[] {1, 64, 1024}) {
            GenerateDataKeyResponse made =
                    client().generateDataKey(r -> r.keyId(keyId).numberOfBytes(length));

            assertThat(made.plaintext().asByteArray()).hasSize(length);
            assertThat(opened(made.ciphertextBlob(), Map.of())).isEqualTo(made.plaintext());
        }
    }

    @Test
    void generateDataKey_always_answersTheMaterialsId() {
        KeyMetadata key = newKey();

        assertThat(client().generateDataKey(r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_256))
                        .keyMaterialId())
                .isEqualTo(key.currentKeyMaterialId());
    }

    @Test
    void generateDataKeyWithoutPlaintext_always_answersTheMaterialsId() {
        KeyMetadata key = newKey();

        assertThat(client().generateDataKeyWithoutPlaintext(
                                r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_256))
                        .keyMaterialId())
                .isEqualTo(key.currentKeyMaterialId());
    }

    @Test
    void generateDataKey_twice_makesTwoKeys() {
        String keyId = keyId();
        GenerateDataKeyResponse first =
                client().generateDataKey(r -> r.keyId(keyId).numberOfBytes(32));
        GenerateDataKeyResponse second =
                client().generateDataKey(r -> r.keyId(keyId).numberOfBytes(32));

        assertThat(first.plaintext()).isNotEqualTo(second.plaintext());
        assertThat(first.ciphertextBlob()).isNotEqualTo(second.ciphertextBlob());
    }

    @Test
    void generateDataKey_byAlias_usesTheAliassKey() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());

        assertThat(client().generateDataKey(r -> r.keyId(alias).keySpec(DataKeySpec.AES_256))
                        .keyId())
                .isEqualTo(key.arn());
    }

    @Test
    void generateDataKey_withContext_opensOnlyWithIt() {
        String keyId = keyId();
        Map<String, String> context = Map.of("a", "b");
        GenerateDataKeyResponse made = client().generateDataKey(
                        r -> r.keyId(keyId).keySpec(DataKeySpec.AES_256).encryptionContext(context));

        assertThat(opened(made.ciphertextBlob(), context)).isEqualTo(made.plaintext());
        assertRefused(() -> opened(made.ciphertextBlob(), Map.of()), INVALID, "");
    }

    @Test
    void generateDataKeyWithoutPlaintext_withContext_opensOnlyWithIt() {
        String keyId = keyId();
        Map<String, String> context = Map.of("a", "b");
        GenerateDataKeyWithoutPlaintextResponse made = client().generateDataKeyWithoutPlaintext(
                        r -> r.keyId(keyId).keySpec(DataKeySpec.AES_256).encryptionContext(context));

        assertThat(opened(made.ciphertextBlob(), context).asByteArray()).hasSize(32);
        assertRefused(() -> opened(made.ciphertextBlob(), Map.of("a", "c")), INVALID, "");
    }

    @Test
    void generateDataKeyWithoutPlaintext_always_opensToAKeyOfThatLength() {
        KeyMetadata key = newKey();
        GenerateDataKeyWithoutPlaintextResponse bySpec = client().generateDataKeyWithoutPlaintext(
                        r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_128));
        GenerateDataKeyWithoutPlaintextResponse byLength =
                client().generateDataKeyWithoutPlaintext(r -> r.keyId(key.arn()).numberOfBytes(1024));

        assertThat(bySpec.keyId()).isEqualTo(key.arn());
        assertThat(opened(bySpec.ciphertextBlob(), Map.of()).asByteArray()).hasSize(16);
        byte[] opened = opened(byLength.ciphertextBlob(), Map.of()).asByteArray();
        assertThat(opened).hasSize(1024);
        assertThat(opened).as("random, and not what a wiped array holds").isNotEqualTo(new byte[1024]);
    }

    @Test
    void generateDataKey_withNeitherOrBoth_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().generateDataKey(r -> r.keyId(keyId)), VALIDATION, EITHER);
        assertRefused(
                () -> client().generateDataKey(
                                r -> r.keyId(keyId).keySpec(DataKeySpec.AES_256).numberOfBytes(32)),
                VALIDATION,
                EITHER);
    }

    @Test
    void generateDataKeyWithoutPlaintext_withNeither_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().generateDataKeyWithoutPlaintext(r -> r.keyId(keyId)), VALIDATION, EITHER);
    }

    @Test
    void generateDataKey_ofNoLength_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().generateDataKey(r -> r.keyId(keyId).numberOfBytes(0)),
                VALIDATION,
                "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value"
                        + " greater than or equal to 1");
    }

    @Test
    void generateDataKeyWithoutPlaintext_tooLong_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().generateDataKeyWithoutPlaintext(
                                r -> r.keyId(keyId).numberOfBytes(1025)),
                VALIDATION,
                "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have"
                        + " value less than or equal to 1024");
    }

    @Test
    void generateDataKey_ofSpecUnknown_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().generateDataKey(r -> r.keyId(keyId).keySpec("AES_192")), VALIDATION);
    }

    @Test
    void generateDataKey_withNoKey_isRefused() {
        String arn = arnOfNoKey(newKey());

        assertRefused(
                () -> client().generateDataKey(r -> r.keyId(arn).keySpec(DataKeySpec.AES_256)),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }

    /** The words are those that callers have seen from AWS. */
    @Test
    void generateDataKey_underAsymmetricKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

        assertRefused(
                () -> client().generateDataKey(r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_256)),
                USAGE,
                "You cannot generate a data key with an asymmetric CMK");
    }

    @Test
    void generateDataKeyWithoutPlaintext_underAsymmetricKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

        assertRefused(
                () -> client().generateDataKeyWithoutPlaintext(
                                r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_256)),
                USAGE,
                "You cannot generate a data key with an asymmetric CMK");
    }

    @Test
    void generateDataKey_underSigningKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertRefused(
                () -> client().generateDataKey(r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_256)),
                USAGE,
                key.arn() + " key usage is SIGN_VERIFY which is not valid for GenerateDataKey.");
    }

    @Test
    void generateDataKeyWithoutPlaintext_underMacKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);

        assertRefused(
                () -> client().generateDataKeyWithoutPlaintext(
                                r -> r.keyId(key.keyId()).keySpec(DataKeySpec.AES_256)),
                USAGE,
                key.arn()
                        + " key usage is GENERATE_VERIFY_MAC which is not valid for GenerateDataKeyWithoutPlaintext.");
    }
}
