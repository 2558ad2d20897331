// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyEncryptionMechanism;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.RecipientInfo;

/**
 * Recipient, in every operation that has it. What no enclave attested must be refused, and never answered with a plaintext that
 * was asked for sealed. Which words AWS has for it is not known; a service that takes no attestation at all says so.
 */
public abstract class RecipientContract extends KmsContract {

    private static final RecipientInfo NO_ENCLAVE = RecipientInfo.builder()
            .keyEncryptionAlgorithm(KeyEncryptionMechanism.RSAES_OAEP_SHA_256)
            .attestationDocument(bytes("nobody attests to this"))
            .build();

    private static void assertRefusedClearly(ThrowingCallable call) {
        KmsException refusal = refusal(call);
        assertThat(code(refusal)).isIn("UnsupportedOperationException", "ValidationException");
        assertThat(message(refusal)).isNotEmpty();
    }

    @Test
    void decrypt_forRecipientThatNobodyAttests_isRefused() {
        SdkBytes ciphertext = encrypted(keyId(), "x");

        assertRefusedClearly(
                () -> client().decrypt(r -> r.ciphertextBlob(ciphertext).recipient(NO_ENCLAVE)));
    }

    @Test
    void generateDataKey_forRecipientThatNobodyAttests_isRefused() {
        String keyId = keyId();

        assertRefusedClearly(() -> client().generateDataKey(
                        r -> r.keyId(keyId).keySpec(DataKeySpec.AES_256).recipient(NO_ENCLAVE)));
    }

    @Test
    void generateDataKeyPair_forRecipientThatNobodyAttests_isRefused() {
        String keyId = keyId();

        assertRefusedClearly(() -> client().generateDataKeyPair(r ->
                r.keyId(keyId).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256).recipient(NO_ENCLAVE)));
    }

    @Test
    void generateRandom_forRecipientThatNobodyAttests_isRefused() {
        assertRefusedClearly(
                () -> client().generateRandom(r -> r.numberOfBytes(32).recipient(NO_ENCLAVE)));
    }

    @Test
    void deriveSharedSecret_forRecipientThatNobodyAttests_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT);
        SdkBytes publicKey = SdkBytes.fromByteArray(publicKey(key));

        assertRefusedClearly(() -> client().deriveSharedSecret(r -> r.keyId(key.keyId())
                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                .publicKey(publicKey)
                .recipient(NO_ENCLAVE)));
    }
}
