// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;

/**
 * What Sign and Verify refuse before they look at a signature, and in which order: the request's form, the key, its usage, its
 * state, the algorithm, the message's type and length.
 */
public abstract class SignVerifyRefusalContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final KeyUsageType SIGN_VERIFY = KeyUsageType.SIGN_VERIFY;

    private ThrowingCallable sign(KeyMetadata key, String algorithm, SdkBytes message, MessageType type) {
        return () -> client().sign(r -> r.keyId(key.keyId())
                .signingAlgorithm(algorithm)
                .message(message)
                .messageType(type));
    }

    private ThrowingCallable verify(KeyMetadata key, String algorithm, SdkBytes message, MessageType type) {
        return () -> client().verify(r -> r.keyId(key.keyId())
                .signingAlgorithm(algorithm)
                .message(message)
                .messageType(type)
                .signature(bytes(64)));
    }

    private KeyMetadata key(KeySpec spec) {
        return sharedKey(spec, SIGN_VERIFY);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, ECDSA_SHA_256",
        "ECC_NIST_P256, ECDSA_SHA_384",
        "ECC_NIST_P256, RSASSA_PSS_SHA_256",
        "ECC_NIST_P384, ECDSA_SHA_256",
        "ECC_SECG_P256K1, ECDSA_SHA_512",
        "ECC_NIST_EDWARDS25519, ECDSA_SHA_512",
        "ECC_NIST_P256, ED25519_SHA_512",
        "ML_DSA_44, ED25519_SHA_512",
        "RSA_2048, ML_DSA_SHAKE_256"
    })
    void sign_withAlgorithmOfAnotherSpec_isRefused(String spec, String algorithm) {
        KeySpec keySpec = KeySpec.fromValue(spec);

        assertWrongAlgorithm(sign(key(keySpec), algorithm, bytes("m"), MessageType.RAW), algorithm, keySpec);
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, ECDSA_SHA_256", "ECC_NIST_P256, ECDSA_SHA_384", "ML_DSA_44, RSASSA_PSS_SHA_256"})
    void verify_withAlgorithmOfAnotherSpec_isRefused(String spec, String algorithm) {
        KeySpec keySpec = KeySpec.fromValue(spec);

        assertWrongAlgorithm(verify(key(keySpec), algorithm, bytes("m"), MessageType.RAW), algorithm, keySpec);
    }

    @ParameterizedTest
    @CsvSource({
        "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT",
        "RSA_2048, ENCRYPT_DECRYPT",
        "ECC_NIST_P256, KEY_AGREEMENT",
        "HMAC_256, GENERATE_VERIFY_MAC",
        "ML_KEM_512, ENCAPSULATE_DECAPSULATE"
    })
    void sign_withKeyForSomethingElse_isRefused(String spec, String usage) {
        KeyMetadata key = sharedKey(KeySpec.fromValue(spec), KeyUsageType.fromValue(usage));

        assertWrongUsage(sign(key, "ECDSA_SHA_256", bytes("m"), MessageType.RAW), key, "Sign");
    }

    @ParameterizedTest
    @CsvSource({
        "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT",
        "RSA_2048, ENCRYPT_DECRYPT",
        "ECC_NIST_P256, KEY_AGREEMENT",
        "HMAC_256, GENERATE_VERIFY_MAC",
        "ML_KEM_512, ENCAPSULATE_DECAPSULATE"
    })
    void verify_withKeyForSomethingElse_isRefused(String spec, String usage) {
        KeyMetadata key = sharedKey(KeySpec.fromValue(spec), KeyUsageType.fromValue(usage));

        assertWrongUsage(verify(key, "ECDSA_SHA_256", bytes("m"), MessageType.RAW), key, "Verify");
    }

    @ParameterizedTest
    @CsvSource({
        "ECC_NIST_P256, ECDSA_SHA_256, 20",
        "ECC_NIST_P256, ECDSA_SHA_256, 48",
        "ECC_NIST_P384, ECDSA_SHA_384, 32",
        "ECC_NIST_P521, ECDSA_SHA_512, 48",
        "RSA_2048, RSASSA_PKCS1_V1_5_SHA_256, 20",
        "RSA_2048, RSASSA_PSS_SHA_256, 33",
        "RSA_2048, RSASSA_PSS_SHA_384, 32",
        "RSA_2048, RSASSA_PKCS1_V1_5_SHA_512, 4096",
        "ECC_NIST_EDWARDS25519, ED25519_PH_SHA_512, 32"
    })
    void sign_ofDigestOfWrongLength_isRefused(String spec, String algorithm, int length) {
        assertRefused(
                sign(key(KeySpec.fromValue(spec)), algorithm, bytes(length), MessageType.DIGEST),
                VALIDATION,
                "Digest is invalid length for algorithm " + algorithm + ".");
    }

    @ParameterizedTest
    @CsvSource({
        "ECC_NIST_P256, ECDSA_SHA_256, 20",
        "RSA_2048, RSASSA_PSS_SHA_256, 20",
        "ECC_NIST_EDWARDS25519, ED25519_PH_SHA_512, 20"
    })
    void verify_ofDigestOfWrongLength_isRefused(String spec, String algorithm, int length) {
        assertRefused(
                verify(key(KeySpec.fromValue(spec)), algorithm, bytes(length), MessageType.DIGEST),
                VALIDATION,
                "Digest is invalid length for algorithm " + algorithm + ".");
    }

    @Test
    void sign_withWrongAlgorithmAndDigestLength_namesTheAlgorithm() {
        assertWrongAlgorithm(
                sign(key(KeySpec.ECC_NIST_P256), "ECDSA_SHA_384", bytes(20), MessageType.DIGEST),
                "ECDSA_SHA_384",
                KeySpec.ECC_NIST_P256);
    }

    @Test
    void sign_ofDigestWithMlDsa_isRefused() {
        assertRefused(
                sign(key(KeySpec.ML_DSA_44), "ML_DSA_SHAKE_256", bytes(64), MessageType.DIGEST),
                VALIDATION,
                "Message type DIGEST is incompatible with key spec ML_DSA_44.");
    }

    @ParameterizedTest
    @CsvSource({"ED25519_SHA_512, DIGEST", "ED25519_PH_SHA_512, RAW"})
    void sign_withEd25519AndTheOtherMessageType_isRefused(String algorithm, String type) {
        assertRefused(
                sign(key(KeySpec.ECC_NIST_EDWARDS25519), algorithm, bytes(64), MessageType.fromValue(type)),
                VALIDATION,
                "Message type " + type + " is incompatible with algorithm " + algorithm + ".");
    }

    /** Which words AWS has for it is not known. */
    @ParameterizedTest
    @CsvSource({"RSA_2048, RSASSA_PSS_SHA_256", "ECC_NIST_P256, ECDSA_SHA_256", "ECC_NIST_EDWARDS25519, ED25519_SHA_512"
    })
    void sign_ofExternalMuWithoutMlDsa_isRefused(String spec, String algorithm) {
        assertRefused(sign(key(KeySpec.fromValue(spec)), algorithm, bytes(64), MessageType.EXTERNAL_MU), VALIDATION);
    }

    /** Which words AWS has for it is not known. */
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 65})
    void sign_ofExternalMuOfWrongLength_isRefused(int length) {
        assertRefused(
                sign(key(KeySpec.ML_DSA_65), "ML_DSA_SHAKE_256", bytes(length), MessageType.EXTERNAL_MU), VALIDATION);
    }

    @Test
    void verify_ofExternalMuOfWrongLength_isRefused() {
        assertRefused(
                verify(key(KeySpec.ML_DSA_65), "ML_DSA_SHAKE_256", bytes(32), MessageType.EXTERNAL_MU), VALIDATION);
    }

    @Test
    void sign_ofTooLongMessage_isRefused() {
        assertRefused(
                sign(key(KeySpec.ECC_NIST_P256), "ECDSA_SHA_256", bytes(4097), MessageType.RAW),
                VALIDATION,
                tooLong("message", 4096));
    }

    @Test
    void sign_ofNoMessage_isRefused() {
        assertRefused(
                sign(key(KeySpec.ECC_NIST_P256), "ECDSA_SHA_256", bytes(0), MessageType.RAW),
                VALIDATION,
                tooShort("message"));
    }

    @Test
    void verify_ofTooLongMessage_isRefused() {
        assertRefused(
                verify(key(KeySpec.ECC_NIST_P256), "ECDSA_SHA_256", bytes(4097), MessageType.RAW),
                VALIDATION,
                tooLong("message", 4096));
    }

    @Test
    void verify_ofTooLongSignature_isRefused() {
        KeyMetadata key = key(KeySpec.ECC_NIST_P256);

        assertRefused(
                () -> client().verify(r -> r.keyId(key.keyId())
                        .signingAlgorithm("ECDSA_SHA_256")
                        .message(bytes("m"))
                        .signature(bytes(6145))),
                VALIDATION,
                tooLong("signature", 6144));
    }

    @Test
    void verify_ofNoSignature_isRefused() {
        KeyMetadata key = key(KeySpec.ECC_NIST_P256);

        assertRefused(
                () -> client().verify(r -> r.keyId(key.keyId())
                        .signingAlgorithm("ECDSA_SHA_256")
                        .message(bytes("m"))
                        .signature(bytes(0))),
                VALIDATION,
                tooShort("signature"));
    }

    @Test
    void sign_withAlgorithmUnknown_isRefused() {
        var refusal = refusal(sign(key(KeySpec.ECC_NIST_P256), "ROT13", bytes("m"), MessageType.RAW));

        assertThat(code(refusal)).isEqualTo(VALIDATION);
        assertThat(message(refusal)).startsWith("1 validation error detected: Value 'ROT13' at 'signingAlgorithm'");
    }

    @Test
    void sign_withoutAlgorithm_isRefused() {
        KeyMetadata key = key(KeySpec.ECC_NIST_P256);

        assertRefused(
                () -> client().sign(r -> r.keyId(key.keyId()).message(bytes("m"))),
                VALIDATION,
                "1 validation error detected: Value null at 'signingAlgorithm' failed to satisfy constraint:"
                        + " Member must not be null");
    }

    @Test
    void sign_withNoKey_isRefused() {
        KeyMetadata key = key(KeySpec.ECC_NIST_P256);
        String arn = arnOfNoKey(key);

        assertRefused(
                () -> client().sign(r -> r.keyId(arn).message(bytes("m")).signingAlgorithm("ECDSA_SHA_256")),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }

    @Test
    void sign_withDisabledKey_isRefusedBeforeTheAlgorithmIsLookedAt() {
        KeyMetadata key = disabledKey(KeySpec.ECC_NIST_P256, SIGN_VERIFY);

        assertDisabled(sign(key, "ECDSA_SHA_256", bytes("m"), MessageType.RAW), key);
        assertDisabled(sign(key, "ECDSA_SHA_384", bytes("m"), MessageType.RAW), key);
    }

    @Test
    void verify_withDisabledKey_isRefused() {
        KeyMetadata key = disabledKey(KeySpec.ECC_NIST_P256, SIGN_VERIFY);

        assertDisabled(verify(key, "ECDSA_SHA_256", bytes("m"), MessageType.RAW), key);
    }

    @Test
    void sign_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.ECC_NIST_P256, SIGN_VERIFY);

        assertPending(sign(key, "ECDSA_SHA_256", bytes("m"), MessageType.RAW), key);
    }

    @Test
    void verify_withKeyPendingDeletion_isRefused() {
        KeyMetadata key = pendingKey(KeySpec.ECC_NIST_P256, SIGN_VERIFY);

        assertPending(verify(key, "ECDSA_SHA_256", bytes("m"), MessageType.RAW), key);
    }
}
