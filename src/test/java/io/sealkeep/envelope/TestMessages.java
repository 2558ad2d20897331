// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.envelope;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CommitmentPolicy;
import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.cryptography.materialproviders.IKeyring;
import software.amazon.cryptography.materialproviders.MaterialProviders;
import software.amazon.cryptography.materialproviders.model.AesWrappingAlg;
import software.amazon.cryptography.materialproviders.model.CreateAwsKmsKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateMultiKeyringInput;
import software.amazon.cryptography.materialproviders.model.CreateRawAesKeyringInput;
import software.amazon.cryptography.materialproviders.model.MaterialProvidersConfig;

/** Messages and keyrings of the Encryption SDK as any application makes them, without this service. */
final class TestMessages {

    static final CryptoAlgorithm COMMITTING = CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY;
    static final CryptoAlgorithm SIGNED = CryptoAlgorithm.ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384;
    static final CryptoAlgorithm NOT_COMMITTING = CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA256;

    private static final MaterialProviders MATERIALS = MaterialProviders.builder()
            .MaterialProvidersConfig(MaterialProvidersConfig.builder().build())
            .build();

    private TestMessages() {}

    /** Returns bytes that look random and are the same every time. */
    static byte[] plaintext(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    static IKeyring kmsKeyring(KmsClient kms, String... keyIds) {
        List<IKeyring> keyrings = new ArrayList<>();
        for (String keyId : keyIds) {
            keyrings.add(MATERIALS.CreateAwsKmsKeyring(CreateAwsKmsKeyringInput.builder()
                    .kmsClient(kms)
                    .kmsKeyId(keyId)
                    .build()));
        }
        return keyrings.size() == 1
                ? keyrings.getFirst()
                : MATERIALS.CreateMultiKeyring(CreateMultiKeyringInput.builder()
                        .generator(keyrings.getFirst())
                        .childKeyrings(keyrings.subList(1, keyrings.size()))
                        .build());
    }

    /** Returns a keyring that needs no KMS, under a provider of the given name. */
    static IKeyring aesKeyring(String provider) {
        return MATERIALS.CreateRawAesKeyring(CreateRawAesKeyringInput.builder()
                .keyNamespace(provider)
                .keyName("test")
                .wrappingKey(ByteBuffer.wrap(new byte[32]))
                .wrappingAlg(AesWrappingAlg.ALG_AES256_GCM_IV12_TAG16)
                .build());
    }

    static byte[] message(
            IKeyring keyring, CryptoAlgorithm suite, int frameSize, byte[] plaintext, Map<String, String> context) {
        return crypto(suite, frameSize).encryptData(keyring, plaintext, context).getResult();
    }

    static byte[] open(IKeyring keyring, byte[] message) {
        return crypto(COMMITTING, 4096).decryptData(keyring, message).getResult();
    }

    static AwsCrypto crypto(CryptoAlgorithm suite, int frameSize) {
        return AwsCrypto.builder()
                .withCommitmentPolicy(
                        suite.isCommitting()
                                ? CommitmentPolicy.RequireEncryptRequireDecrypt
                                : CommitmentPolicy.ForbidEncryptAllowDecrypt)
                .withEncryptionAlgorithm(suite)
                .withEncryptionFrameSize(frameSize)
                .build();
    }
}
