// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecapsulateResponse;
import software.amazon.awssdk.services.kms.model.EncapsulateResponse;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** Encapsulate and Decapsulate: ML-KEM, FIPS 203. */
public abstract class EncapsulationContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final int SECRET_BYTES = 32;
    private static final KeyUsageType ENCAPSULATION = KeyUsageType.ENCAPSULATE_DECAPSULATE;

    private KeyMetadata key(KeySpec spec) {
        return sharedKey(spec, ENCAPSULATION);
    }

    private KeyMetadata key() {
        return key(KeySpec.ML_KEM_768);
    }

    private EncapsulateResponse encapsulate(KeyMetadata key) {
        return client().encapsulate(
                        r -> r.keyId(key.keyId()).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM));
    }

    private DecapsulateResponse decapsulate(KeyMetadata key, SdkBytes ciphertext) {
        return client().decapsulate(r -> r.keyId(key.keyId())
                .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)
                .sharedSecretCiphertextBlob(ciphertext));
    }

    @ParameterizedTest
    @CsvSource({"ML_KEM_512, 768", "ML_KEM_768, 1088", "ML_KEM_1024, 1568"})
    void encapsulate_ofEachSpec_hasItsLengths(KeySpec spec, int length) {
        EncapsulateResponse made = encapsulate(key(spec));

        assertThat(made.sharedSecret().asByteArray()).hasSize(SECRET_BYTES);
        assertThat(made.sharedSecretCiphertextBlob().asByteArray()).hasSize(length);
    }

    @Test
    void encapsulate_always_namesKeyAndAlgorithm() {
        EncapsulateResponse made = encapsulate(key());

        assertThat(made.keyId()).isEqualTo(key().arn());
        assertThat(made.encapsulationAlgorithm()).isEqualTo(EncapsulationAlgorithmSpec.ML_KEM);
    }

    @Test
    void encapsulate_twice_makesTwoSecrets() {
        EncapsulateResponse first = encapsulate(key());
        EncapsulateResponse second = encapsulate(key());

        assertThat(first.sharedSecret()).isNotEqualTo(second.sharedSecret());
        assertThat(first.sharedSecretCiphertextBlob()).isNotEqualTo(second.sharedSecretCiphertextBlob());
    }

    @Test
    void encapsulate_byAlias_answersTheKeysArn() {
        String alias = newAlias(key().keyId());

        assertThat(client().encapsulate(r -> r.keyId(alias).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM))
                        .keyId())
                .isEqualTo(key().arn());
    }

    @Test
    void encapsulate_withAlgorithmUnknown_isRefused() {
        assertRefused(
                () -> client().encapsulate(r -> r.keyId(key().keyId()).encapsulationAlgorithm("ROT13")), VALIDATION);
    }

    @Test
    void encapsulate_withoutAlgorithm_isRefused() {
        assertRefused(
                () -> client().encapsulate(r -> r.keyId(key().keyId())),
                VALIDATION,
                "1 validation error detected: Value null at 'encapsulationAlgorithm' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @ParameterizedTest
    @CsvSource({"SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT", "ECC_NIST_P256, KEY_AGREEMENT", "ML_DSA_44, SIGN_VERIFY"})
    void encapsulate_withKeyForSomethingElse_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertWrongUsage(() -> encapsulate(key), key, "Encapsulate");
    }

    @Test
    void encapsulate_withNoKey_isRefused() {
        String arn = arnOfNoKey(key());

        assertRefused(
                () -> client().encapsulate(r -> r.keyId(arn).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }

    @Test
    void encapsulate_withDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.ML_KEM_512, ENCAPSULATION);

        assertDisabled(() -> encapsulate(key), key);
    }

    @Test
    void encapsulate_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.ML_KEM_512, ENCAPSULATION);

        assertPending(() -> encapsulate(key), key);
    }

    @ParameterizedTest
    @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
    void decapsulate_ofWhatKmsEncapsulated_findsTheSecret(KeySpec spec) {
        EncapsulateResponse made = encapsulate(key(spec));

        DecapsulateResponse found = decapsulate(key(spec), made.sharedSecretCiphertextBlob());

        assertThat(found.sharedSecret()).isEqualTo(made.sharedSecret());
        assertThat(found.keyId()).isEqualTo(key(spec).arn());
        assertThat(found.encapsulationAlgorithm()).isEqualTo(EncapsulationAlgorithmSpec.ML_KEM);
    }

    @ParameterizedTest
    @CsvSource({"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
    void decapsulate_ofWhatWasEncapsulatedOutside_findsTheSecret(KeySpec spec) {
        OutsideKms.Encapsulated made = OutsideKms.encapsulated(publicKey(key(spec)));

        assertThat(decapsulate(key(spec), made.ciphertext()).sharedSecret()).isEqualTo(made.secret());
    }

    /** Implicit rejection: a secret that the sender cannot know, the same each time. FIPS 203, algorithm 18. */
    @Test
    void decapsulate_ofAlteredCiphertext_findsASecretOfItsOwn() {
        EncapsulateResponse made = encapsulate(key());
        SdkBytes altered = altered(made.sharedSecretCiphertextBlob());

        SdkBytes found = decapsulate(key(), altered).sharedSecret();

        assertThat(found.asByteArray()).hasSize(SECRET_BYTES);
        assertThat(found).isNotEqualTo(made.sharedSecret());
        assertThat(decapsulate(key(), altered).sharedSecret()).isEqualTo(found);
    }

    @Test
    void decapsulate_withAnotherKey_findsAnotherSecret() {
        KeyMetadata other = newKey(KeySpec.ML_KEM_768, ENCAPSULATION);
        EncapsulateResponse made = encapsulate(key());

        SdkBytes found = decapsulate(other, made.sharedSecretCiphertextBlob()).sharedSecret();

        assertThat(found.asByteArray()).hasSize(SECRET_BYTES);
        assertThat(found).isNotEqualTo(made.sharedSecret());
    }

    @ParameterizedTest
    @CsvSource({
        "ML_KEM_512, 767",
        "ML_KEM_512, 1088",
        "ML_KEM_768, 1",
        "ML_KEM_768, 1087",
        "ML_KEM_768, 1089",
        "ML_KEM_1024, 1088"
    })
    void decapsulate_ofWrongLength_isRefused(KeySpec spec, int length) {
        assertRefused(() -> decapsulate(key(spec), bytes(length)), "InvalidCiphertextException");
    }

    @Test
    void decapsulate_ofTooMuch_isRefused() {
        assertRefused(() -> decapsulate(key(), bytes(6145)), VALIDATION);
    }

    @Test
    void decapsulate_ofNothing_isRefused() {
        assertRefused(() -> decapsulate(key(), bytes(0)), VALIDATION);
    }

    @Test
    void decapsulate_withKeyForSomethingElse_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.RSA_2048, KeyUsageType.ENCRYPT_DECRYPT);

        assertWrongUsage(() -> decapsulate(key, bytes(1088)), key, "Decapsulate");
    }

    @Test
    void decapsulate_withDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.ML_KEM_512, ENCAPSULATION);

        assertDisabled(() -> decapsulate(key, bytes(768)), key);
    }

    @Test
    void decapsulate_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.ML_KEM_512, ENCAPSULATION);

        assertPending(() -> decapsulate(key, bytes(768)), key);
    }
}
