// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * A cryptographic operation, and all that a call of it that succeeds needs: which kind of key, and what was made with that key
 * before.
 *
 * @param operation the API's name
 * @param spec the key's spec
 * @param usage the key's usage
 * @param before makes with a key of that kind what the call takes; nothing, where it takes nothing
 * @param call makes the call
 */
record KeyUse(
        String operation,
        KeySpec spec,
        KeyUsageType usage,
        BiFunction<KmsClient, KeyMetadata, @Nullable SdkBytes> before,
        Call call) {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("text");

    /** Calls the operation with the key and what was made before, as a dry run, in earnest, or without saying which. */
    interface Call {
        void make(KmsClient client, KeyMetadata key, @Nullable SdkBytes made, @Nullable Boolean dryRun);
    }

    /** Returns every cryptographic operation with a key. */
    static List<KeyUse> all() {
        return List.of(
                encrypt(),
                decrypt(),
                reEncrypt(),
                symmetric(
                        "GenerateDataKey",
                        (client, key, made, dryRun) -> client.generateDataKey(r -> r.keyId(key.keyId())
                                .keySpec(DataKeySpec.AES_256)
                                .dryRun(dryRun))),
                symmetric(
                        "GenerateDataKeyWithoutPlaintext",
                        (client, key, made, dryRun) -> client.generateDataKeyWithoutPlaintext(r -> r.keyId(key.keyId())
                                .keySpec(DataKeySpec.AES_256)
                                .dryRun(dryRun))),
                symmetric(
                        "GenerateDataKeyPair",
                        (client, key, made, dryRun) -> client.generateDataKeyPair(r -> r.keyId(key.keyId())
                                .keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)
                                .dryRun(dryRun))),
                symmetric(
                        "GenerateDataKeyPairWithoutPlaintext",
                        (client, key, made, dryRun) ->
                                client.generateDataKeyPairWithoutPlaintext(r -> r.keyId(key.keyId())
                                        .keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)
                                        .dryRun(dryRun))),
                sign(),
                verify(),
                generateMac(),
                verifyMac(),
                deriveSharedSecret(),
                encapsulate(),
                decapsulate());
    }

    private static KeyUse symmetric(String operation, Call call) {
        return new KeyUse(
                operation, KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT, (client, key) -> null, call);
    }

    private static KeyUse encrypt() {
        return symmetric(
                "Encrypt",
                (client, key, made, dryRun) ->
                        client.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT).dryRun(dryRun)));
    }

    private static SdkBytes ciphertext(KmsClient client, KeyMetadata key) {
        return client.encrypt(r -> r.keyId(key.keyId()).plaintext(TEXT)).ciphertextBlob();
    }

    private static KeyUse decrypt() {
        return new KeyUse(
                "Decrypt",
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsageType.ENCRYPT_DECRYPT,
                KeyUse::ciphertext,
                (client, key, made, dryRun) ->
                        client.decrypt(r -> r.ciphertextBlob(made).dryRun(dryRun)));
    }

    private static KeyUse reEncrypt() {
        return new KeyUse(
                "ReEncrypt",
                KeySpec.SYMMETRIC_DEFAULT,
                KeyUsageType.ENCRYPT_DECRYPT,
                KeyUse::ciphertext,
                (client, key, made, dryRun) -> client.reEncrypt(r ->
                        r.ciphertextBlob(made).destinationKeyId(key.keyId()).dryRun(dryRun)));
    }

    private static KeyUse sign() {
        return new KeyUse(
                "Sign",
                KeySpec.ECC_NIST_P256,
                KeyUsageType.SIGN_VERIFY,
                (client, key) -> null,
                (client, key, made, dryRun) -> client.sign(r -> r.keyId(key.keyId())
                        .message(TEXT)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                        .dryRun(dryRun)));
    }

    private static KeyUse verify() {
        return new KeyUse(
                "Verify",
                KeySpec.ECC_NIST_P256,
                KeyUsageType.SIGN_VERIFY,
                (client, key) -> client.sign(r ->
                                r.keyId(key.keyId()).message(TEXT).signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                        .signature(),
                (client, key, made, dryRun) -> client.verify(r -> r.keyId(key.keyId())
                        .message(TEXT)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
                        .signature(made)
                        .dryRun(dryRun)));
    }

    private static KeyUse generateMac() {
        return new KeyUse(
                "GenerateMac",
                KeySpec.HMAC_256,
                KeyUsageType.GENERATE_VERIFY_MAC,
                (client, key) -> null,
                (client, key, made, dryRun) -> client.generateMac(r -> r.keyId(key.keyId())
                        .message(TEXT)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .dryRun(dryRun)));
    }

    private static KeyUse verifyMac() {
        return new KeyUse(
                "VerifyMac",
                KeySpec.HMAC_256,
                KeyUsageType.GENERATE_VERIFY_MAC,
                (client, key) -> client.generateMac(
                                r -> r.keyId(key.keyId()).message(TEXT).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
                        .mac(),
                (client, key, made, dryRun) -> client.verifyMac(r -> r.keyId(key.keyId())
                        .message(TEXT)
                        .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                        .mac(made)
                        .dryRun(dryRun)));
    }

    /** With its own public key: a secret like any other. */
    private static KeyUse deriveSharedSecret() {
        return new KeyUse(
                "DeriveSharedSecret",
                KeySpec.ECC_NIST_P256,
                KeyUsageType.KEY_AGREEMENT,
                (client, key) -> client.getPublicKey(r -> r.keyId(key.keyId())).publicKey(),
                (client, key, made, dryRun) -> client.deriveSharedSecret(r -> r.keyId(key.keyId())
                        .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                        .publicKey(made)
                        .dryRun(dryRun)));
    }

    private static KeyUse encapsulate() {
        return new KeyUse(
                "Encapsulate",
                KeySpec.ML_KEM_768,
                KeyUsageType.ENCAPSULATE_DECAPSULATE,
                (client, key) -> null,
                (client, key, made, dryRun) -> client.encapsulate(r -> r.keyId(key.keyId())
                        .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)
                        .dryRun(dryRun)));
    }

    private static KeyUse decapsulate() {
        return new KeyUse(
                "Decapsulate",
                KeySpec.ML_KEM_768,
                KeyUsageType.ENCAPSULATE_DECAPSULATE,
                (client, key) -> client.encapsulate(
                                r -> r.keyId(key.keyId()).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM))
                        .sharedSecretCiphertextBlob(),
                (client, key, made, dryRun) -> client.decapsulate(r -> r.keyId(key.keyId())
                        .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)
                        .sharedSecretCiphertextBlob(made)
                        .dryRun(dryRun)));
    }
}
