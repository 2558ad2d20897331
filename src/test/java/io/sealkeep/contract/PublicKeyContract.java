// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/** GetPublicKey. */
public abstract class PublicKeyContract extends KmsContract {

    private static final String UNSUPPORTED = "UnsupportedOperationException";

    static Stream<KeyKind> asymmetric() {
        return KeyKind.asymmetric();
    }

    static List<KeyKind> inChina() {
        return KeyKind.inChina();
    }

    private GetPublicKeyResponse get(KeyMetadata key) {
        return client().getPublicKey(r -> r.keyId(key.keyId()));
    }

    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: older clients still read it
    private void assertMembers(GetPublicKeyResponse answer, KeyKind kind) {
        assertThat(answer.keySpec()).isEqualTo(kind.spec());
        assertThat(answer.customerMasterKeySpecAsString()).isEqualTo(kind.spec().toString());
        assertThat(answer.keyUsage()).isEqualTo(kind.usage());
        assertThat(answer.encryptionAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.ENCRYPT_DECRYPT));
        assertThat(answer.signingAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.SIGN_VERIFY));
        assertThat(answer.keyAgreementAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.KEY_AGREEMENT));
        assertThat(answer.encapsulationAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.ENCAPSULATE_DECAPSULATE));
    }

    @ParameterizedTest
    @MethodSource("asymmetric")
    void getPublicKey_ofEachKind_saysWhatItIsFor(KeyKind kind) {
        KeyMetadata key = sharedKey(kind.spec(), kind.usage());

        GetPublicKeyResponse answer = get(key);

        assertThat(answer.keyId()).isEqualTo(key.arn());
        assertMembers(answer, kind);
    }

    /** The lengths are those of a DER-encoded SubjectPublicKeyInfo with an uncompressed point and a public exponent of 65537. */
    @ParameterizedTest
    @MethodSource("asymmetric")
    void getPublicKey_ofEachKind_isASubjectPublicKeyInfo(KeyKind kind) {
        byte[] encoded = publicKey(sharedKey(kind.spec(), kind.usage()));
        PublicKey key = OutsideKms.publicKey(kind.spec().toString(), encoded);

        assertThat(key.getEncoded()).as("the one DER form").isEqualTo(encoded);
        assertThat(encoded)
                .hasSize(
                        switch (kind.spec()) {
                            case RSA_2048 -> 294;
                            case RSA_3072 -> 422;
                            case RSA_4096 -> 550;
                            case ECC_NIST_P256 -> 91;
                            case ECC_NIST_P384 -> 120;
                            case ECC_NIST_P521 -> 158;
                            case ECC_SECG_P256_K1 -> 88;
                            case ECC_NIST_EDWARDS25519 -> 44;
                            case ML_DSA_44 -> 1334;
                            case ML_DSA_65 -> 1974;
                            case ML_DSA_87 -> 2614;
                            case ML_KEM_512 -> 822;
                            case ML_KEM_768 -> 1206;
                            case ML_KEM_1024 -> 1590;
                            default -> throw new IllegalArgumentException(kind.toString());
                        });
    }

    @Test
    void getPublicKey_twice_isTheSame() {
        KeyMetadata key = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertThat(publicKey(key)).isEqualTo(publicKey(key));
    }

    @Test
    void getPublicKey_ofTwoKeys_differs() {
        assertThat(publicKey(newKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY)))
                .isNotEqualTo(publicKey(sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY)));
    }

    @Test
    void getPublicKey_byAlias_answersTheKeysArn() {
        KeyMetadata key = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        String alias = newAlias(key.keyId());

        assertThat(client().getPublicKey(r -> r.keyId(alias)).keyId()).isEqualTo(key.arn());
    }

    @ParameterizedTest
    @MethodSource("inChina")
    @Tag(Needs.SM2)
    void getPublicKey_ofSm2_saysWhatItIsFor(KeyKind kind) {
        KeyMetadata key = sharedKey(kind.spec(), kind.usage());
        GetPublicKeyResponse answer = get(key);

        assertMembers(answer, kind);
        assertThat(OutsideKms.publicKey("SM2", answer.publicKey().asByteArray()).getEncoded())
                .isEqualTo(answer.publicKey().asByteArray());
    }

    @Test
    void getPublicKey_ofSymmetricKey_isRefused() {
        assertRefused(() -> get(newKey()), UNSUPPORTED, "");
    }

    @Test
    void getPublicKey_ofMacKey_isRefused() {
        KeyMetadata key = sharedKey(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);

        assertRefused(() -> get(key), UNSUPPORTED);
    }

    @Test
    void getPublicKey_ofDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertDisabled(() -> get(key), key);
    }

    @Test
    void getPublicKey_ofKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertPending(() -> get(key), key);
    }

    @Test
    void getPublicKey_ofNoKey_isRefused() {
        String arn = arnOfNoKey(newKey());

        assertRefused(
                () -> client().getPublicKey(r -> r.keyId(arn)),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }
}
