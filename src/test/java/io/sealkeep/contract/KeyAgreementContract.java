// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretResponse;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** DeriveSharedSecret: the raw secret of ECDH, which whoever has the other half finds too. */
public abstract class KeyAgreementContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final KeyUsageType KEY_AGREEMENT = KeyUsageType.KEY_AGREEMENT;

    private KeyMetadata key(KeySpec spec) {
        return sharedKey(spec, KEY_AGREEMENT);
    }

    private KeyMetadata key() {
        return key(KeySpec.ECC_NIST_P256);
    }

    private DeriveSharedSecretResponse derive(KeyMetadata key, byte[] publicKey) {
        return client().deriveSharedSecret(r -> r.keyId(key.keyId())
                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                .publicKey(SdkBytes.fromByteArray(publicKey)));
    }

    private static KeyPair pair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] anyPublicKey() {
        return pair("secp256r1").getPublic().getEncoded();
    }

    @ParameterizedTest
    @CsvSource({"ECC_NIST_P256, secp256r1, 32", "ECC_NIST_P384, secp384r1, 48", "ECC_NIST_P521, secp521r1, 66"})
    void deriveSharedSecret_withKeyFromOutside_isWhatItsOwnerDerives(KeySpec spec, String curve, int length) {
        KeyPair theirs = pair(curve);

        SdkBytes secret = derive(key(spec), theirs.getPublic().getEncoded()).sharedSecret();

        assertThat(secret.asByteArray()).hasSize(length);
        assertThat(secret)
                .isEqualTo(OutsideKms.agreed(
                        theirs.getPrivate(), OutsideKms.publicKey(spec.toString(), publicKey(key(spec)))));
    }

    @ParameterizedTest
    @CsvSource({"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521"})
    void deriveSharedSecret_betweenTwoKeys_isTheSameEitherWay(KeySpec spec) {
        KeyMetadata other = newKey(spec, KEY_AGREEMENT);

        assertThat(derive(key(spec), publicKey(other)).sharedSecret())
                .isEqualTo(derive(other, publicKey(key(spec))).sharedSecret());
    }

    @Test
    @Tag(Needs.SM2)
    void deriveSharedSecret_betweenTwoSm2Keys_isTheSameEitherWay() {
        KeyMetadata other = newKey(KeySpec.SM2, KEY_AGREEMENT);

        assertThat(derive(key(KeySpec.SM2), publicKey(other)).sharedSecret())
                .isEqualTo(derive(other, publicKey(key(KeySpec.SM2))).sharedSecret());
    }

    @Test
    void deriveSharedSecret_always_namesKeyAlgorithmAndOrigin() {
        DeriveSharedSecretResponse answer = derive(key(), anyPublicKey());

        assertThat(answer.keyId()).isEqualTo(key().arn());
        assertThat(answer.keyAgreementAlgorithm()).isEqualTo(KeyAgreementAlgorithmSpec.ECDH);
        assertThat(answer.keyOrigin()).isEqualTo(OriginType.AWS_KMS);
        assertThat(answer.ciphertextForRecipient()).isNull();
    }

    @Test
    void deriveSharedSecret_byAlias_answersTheKeysArn() {
        String alias = newAlias(key().keyId());

        assertThat(client().deriveSharedSecret(r -> r.keyId(alias)
                                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                                .publicKey(SdkBytes.fromByteArray(anyPublicKey())))
                        .keyId())
                .isEqualTo(key().arn());
    }

    @Test
    void deriveSharedSecret_withAnotherPublicKey_differs() {
        assertThat(derive(key(), anyPublicKey()).sharedSecret())
                .isNotEqualTo(derive(key(), anyPublicKey()).sharedSecret());
    }

    @ParameterizedTest
    @CsvSource({"ECC_NIST_P256, secp384r1", "ECC_NIST_P384, secp256r1", "ECC_NIST_P521, secp384r1"})
    void deriveSharedSecret_withKeyOnAnotherCurve_isRefused(KeySpec spec, String curve) {
        assertRefused(() -> derive(key(spec), pair(curve).getPublic().getEncoded()), VALIDATION);
    }

    @Test
    void deriveSharedSecret_withRsaPublicKey_isRefused() {
        byte[] rsa = publicKey(sharedKey(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY));

        assertRefused(() -> derive(key(), rsa), VALIDATION);
    }

    @Test
    void deriveSharedSecret_withWhatIsNoPublicKey_isRefused() {
        assertRefused(() -> derive(key(), bytes("InvalidPublicKey").asByteArray()), VALIDATION);
    }

    @Test
    void deriveSharedSecret_withBytesAfterThePublicKey_isRefused() {
        byte[] key = anyPublicKey();

        assertRefused(() -> derive(key(), Arrays.copyOf(key, key.length + 1)), VALIDATION);
    }

    /** A point beside the curve gives the private key away, part by part: the invalid-curve attack. */
    @Test
    void deriveSharedSecret_withPointThatIsNotOnTheCurve_isRefused() {
        byte[] beside = anyPublicKey();
        beside[beside.length - 1] ^= 1;

        assertRefused(() -> derive(key(), beside), VALIDATION);
    }

    @Test
    void deriveSharedSecret_withTooLongPublicKey_isRefused() {
        assertRefused(() -> derive(key(), new byte[8193]), VALIDATION, tooLong("publicKey", 8192));
    }

    @Test
    void deriveSharedSecret_withAlgorithmUnknown_isRefused() {
        var refusal = refusal(() -> client().deriveSharedSecret(r -> r.keyId(key().keyId())
                .keyAgreementAlgorithm("INVALID")
                .publicKey(SdkBytes.fromByteArray(anyPublicKey()))));

        assertThat(code(refusal)).isEqualTo(VALIDATION);
        assertThat(message(refusal))
                .startsWith("1 validation error detected: Value 'INVALID' at 'keyAgreementAlgorithm'");
    }

    @ParameterizedTest
    @CsvSource({"ECC_NIST_P256, SIGN_VERIFY", "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT", "HMAC_256, GENERATE_VERIFY_MAC"})
    void deriveSharedSecret_withKeyForSomethingElse_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertWrongUsage(() -> derive(key, anyPublicKey()), key, "DeriveSharedSecret");
    }

    @Test
    void deriveSharedSecret_withNoKey_isRefused() {
        String arn = arnOfNoKey(key());

        assertRefused(
                () -> client().deriveSharedSecret(r -> r.keyId(arn)
                        .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                        .publicKey(SdkBytes.fromByteArray(anyPublicKey()))),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }

    @Test
    void deriveSharedSecret_withDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.ECC_NIST_P256, KEY_AGREEMENT);

        assertDisabled(() -> derive(key, anyPublicKey()), key);
    }

    @Test
    void deriveSharedSecret_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.ECC_NIST_P256, KEY_AGREEMENT);

        assertPending(() -> derive(key, anyPublicKey()), key);
    }
}
