// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.VerifyResponse;

/**
 * Sign and Verify with every key spec and algorithm. A signature is good if whoever has the public key finds it so, outside KMS;
 * that is what most tests ask. What is refused before any signing is {@link SignVerifyRefusalContract}'s.
 */
public abstract class SignVerifyContract extends KmsContract {

    private static final String ED25519_PH = "ED25519_PH_SHA_512";
    private static final String BAD_SIGNATURE = "KMSInvalidSignatureException";

    /** Returns each spec with each of its signing algorithms. */
    static Stream<Arguments> algorithms() {
        return KeyKind.everywhere().stream()
                .flatMap(kind -> kind.algorithms(KeyUsageType.SIGN_VERIFY).stream()
                        .map(algorithm -> Arguments.of(kind.spec(), algorithm)));
    }

    /** Returns those that take a whole message. */
    static Stream<Arguments> algorithmsOfMessages() {
        return algorithms().filter(pair -> !pair.get()[1].equals(ED25519_PH));
    }

    /** Returns those that take a message or its digest, and sign the same of both. */
    static Stream<Arguments> algorithmsOfDigests() {
        return algorithmsOfMessages().filter(pair -> ((String) pair.get()[1]).matches("(RSASSA|ECDSA)_.*"));
    }

    private KeyMetadata key(KeySpec spec) {
        return sharedKey(spec, KeyUsageType.SIGN_VERIFY);
    }

    private SignResponse sign(KeyMetadata key, String algorithm, SdkBytes message, MessageType type) {
        return client().sign(r -> r.keyId(key.keyId())
                .signingAlgorithm(algorithm)
                .message(message)
                .messageType(type));
    }

    private VerifyResponse verify(KeyMetadata key, String algorithm, SdkBytes message, MessageType type, SdkBytes by) {
        return client().verify(r -> r.keyId(key.keyId())
                .signingAlgorithm(algorithm)
                .message(message)
                .messageType(type)
                .signature(by));
    }

    private boolean verifiesOutside(KeyMetadata key, String algorithm, SdkBytes message, SdkBytes signature) {
        return OutsideKms.verifies(
                algorithm, OutsideKms.publicKey(key.keySpec().toString(), publicKey(key)), message, signature);
    }

    /** The type in which the algorithm takes what {@link #messageFor} returns. */
    private static MessageType typeFor(String algorithm) {
        return algorithm.equals(ED25519_PH) ? MessageType.DIGEST : MessageType.RAW;
    }

    private static SdkBytes messageFor(String algorithm, String text) {
        return algorithm.equals(ED25519_PH) ? OutsideKms.digest(algorithm, bytes(text)) : bytes(text);
    }

    private void assertBad(KeyMetadata key, String algorithm, SdkBytes message, MessageType type, SdkBytes signature) {
        assertRefused(() -> verify(key, algorithm, message, type, signature), BAD_SIGNATURE, "");
    }

    @ParameterizedTest
    @MethodSource("algorithmsOfMessages")
    void sign_ofMessage_verifiesOutside(KeySpec spec, String algorithm) {
        SdkBytes signature =
                sign(key(spec), algorithm, bytes("message"), MessageType.RAW).signature();

        assertThat(verifiesOutside(key(spec), algorithm, bytes("message"), signature))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("algorithmsOfDigests")
    void sign_ofDigest_isOfTheMessage(KeySpec spec, String algorithm) {
        SdkBytes digest = OutsideKms.digest(algorithm, bytes("message"));

        SdkBytes signature =
                sign(key(spec), algorithm, digest, MessageType.DIGEST).signature();

        assertThat(verifiesOutside(key(spec), algorithm, bytes("message"), signature))
                .isTrue();
    }

    /** KMS hashes the digest once more: AWS KMS API Reference, Sign, MessageType. */
    @Test
    void sign_ofDigestWithEd25519Prehash_hashesItAgain() {
        KeyMetadata key = key(KeySpec.ECC_NIST_EDWARDS25519);
        SdkBytes digest = OutsideKms.digest(ED25519_PH, bytes("message"));

        SdkBytes signature = sign(key, ED25519_PH, digest, MessageType.DIGEST).signature();

        assertThat(verifiesOutside(key, ED25519_PH, digest, signature)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void sign_ofExternalMu_isOfTheMessage(KeySpec spec) {
        SdkBytes mu = OutsideKms.externalMu(publicKey(key(spec)), bytes("message"));

        SdkBytes signature =
                sign(key(spec), "ML_DSA_SHAKE_256", mu, MessageType.EXTERNAL_MU).signature();

        assertThat(verifiesOutside(key(spec), "ML_DSA_SHAKE_256", bytes("message"), signature))
                .isTrue();
    }

    @Test
    void sign_withoutMessageType_takesAWholeMessage() {
        KeyMetadata key = key(KeySpec.ECC_NIST_P256);
        SdkBytes signature = client().sign(
                        r -> r.keyId(key.keyId()).message(bytes("message")).signingAlgorithm("ECDSA_SHA_256"))
                .signature();

        assertThat(verifiesOutside(key, "ECDSA_SHA_256", bytes("message"), signature))
                .isTrue();
    }

    @Test
    void sign_byAlias_answersTheKeysArnAndTheAlgorithm() {
        KeyMetadata key = key(KeySpec.ECC_NIST_P256);
        String alias = newAlias(key.keyId());

        SignResponse answer =
                client().sign(r -> r.keyId(alias).message(bytes("message")).signingAlgorithm("ECDSA_SHA_256"));

        assertThat(answer.keyId()).isEqualTo(key.arn());
        assertThat(answer.signingAlgorithmAsString()).isEqualTo("ECDSA_SHA_256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSASSA_PSS_SHA_256", "RSASSA_PKCS1_V1_5_SHA_512"})
    void sign_ofLongestMessage_verifiesOutside(String algorithm) {
        KeyMetadata key = key(KeySpec.RSA_2048);
        SdkBytes signature = sign(key, algorithm, bytes(4096), MessageType.RAW).signature();

        assertThat(verifiesOutside(key, algorithm, bytes(4096), signature)).isTrue();
    }

    @Test
    void sign_withPssTwice_differsByItsSalt() {
        KeyMetadata key = key(KeySpec.RSA_2048);

        assertThat(sign(key, "RSASSA_PSS_SHA_256", bytes("message"), MessageType.RAW)
                        .signature())
                .isNotEqualTo(sign(key, "RSASSA_PSS_SHA_256", bytes("message"), MessageType.RAW)
                        .signature());
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void verify_ofGoodSignature_saysSo(KeySpec spec, String algorithm) {
        SdkBytes message = messageFor(algorithm, "message");
        SdkBytes signature =
                sign(key(spec), algorithm, message, typeFor(algorithm)).signature();

        VerifyResponse answer = verify(key(spec), algorithm, message, typeFor(algorithm), signature);

        assertThat(answer.signatureValid()).isTrue();
        assertThat(answer.keyId()).isEqualTo(key(spec).arn());
        assertThat(answer.signingAlgorithmAsString()).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @MethodSource("algorithmsOfDigests")
    void verify_ofDigest_takesTheMessagesSignature(KeySpec spec, String algorithm) {
        SdkBytes signature =
                sign(key(spec), algorithm, bytes("message"), MessageType.RAW).signature();
        SdkBytes digest = OutsideKms.digest(algorithm, bytes("message"));

        assertThat(verify(key(spec), algorithm, digest, MessageType.DIGEST, signature)
                        .signatureValid())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void verify_ofExternalMu_takesTheMessagesSignature(KeySpec spec) {
        SdkBytes signature = sign(key(spec), "ML_DSA_SHAKE_256", bytes("message"), MessageType.RAW)
                .signature();
        SdkBytes mu = OutsideKms.externalMu(publicKey(key(spec)), bytes("message"));

        assertThat(verify(key(spec), "ML_DSA_SHAKE_256", mu, MessageType.EXTERNAL_MU, signature)
                        .signatureValid())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void verify_ofAnotherMessage_isRefused(KeySpec spec, String algorithm) {
        MessageType type = typeFor(algorithm);
        SdkBytes signature = sign(key(spec), algorithm, messageFor(algorithm, "message"), type)
                .signature();

        assertBad(key(spec), algorithm, messageFor(algorithm, "Message"), type, signature);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void verify_ofAlteredSignature_isRefused(KeySpec spec, String algorithm) {
        SdkBytes message = messageFor(algorithm, "message");
        SdkBytes signature =
                sign(key(spec), algorithm, message, typeFor(algorithm)).signature();

        assertBad(key(spec), algorithm, message, typeFor(algorithm), altered(signature));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void verify_ofWhatIsNoSignature_isRefused(KeySpec spec, String algorithm) {
        assertBad(key(spec), algorithm, messageFor(algorithm, "message"), typeFor(algorithm), bytes(64));
    }

    @Test
    void verify_ofLongestSignatureThereMayBe_isRefused() {
        assertBad(key(KeySpec.RSA_2048), "RSASSA_PSS_SHA_256", bytes("message"), MessageType.RAW, bytes(6144));
    }

    @Test
    void verify_byAnotherKey_isRefused() {
        KeyMetadata other = newKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        SdkBytes signature = sign(key(KeySpec.ECC_NIST_P256), "ECDSA_SHA_256", bytes("message"), MessageType.RAW)
                .signature();

        assertBad(other, "ECDSA_SHA_256", bytes("message"), MessageType.RAW, signature);
    }

    @Test
    void verify_withAnotherAlgorithmOfTheKey_isRefused() {
        KeyMetadata key = key(KeySpec.RSA_2048);
        SdkBytes signature = sign(key, "RSASSA_PKCS1_V1_5_SHA_256", bytes("message"), MessageType.RAW)
                .signature();

        assertBad(key, "RSASSA_PKCS1_V1_5_SHA_384", bytes("message"), MessageType.RAW, signature);
        assertBad(key, "RSASSA_PSS_SHA_256", bytes("message"), MessageType.RAW, signature);
    }

    @Test
    @Tag(Needs.SM2)
    void sign_withSm2_verifiesOutside() {
        KeyMetadata key = key(KeySpec.SM2);
        SdkBytes signature =
                sign(key, "SM2DSA", bytes("message"), MessageType.RAW).signature();

        assertThat(verifiesOutside(key, "SM2DSA", bytes("message"), signature)).isTrue();
    }

    @Test
    @Tag(Needs.SM2)
    void sign_ofDigestWithSm2_isOfTheMessage() {
        KeyMetadata key = key(KeySpec.SM2);
        SdkBytes digest = OutsideKms.sm2Digest(publicKey(key), bytes("message"));

        SdkBytes signature = sign(key, "SM2DSA", digest, MessageType.DIGEST).signature();

        assertThat(verifiesOutside(key, "SM2DSA", bytes("message"), signature)).isTrue();
    }

    @Test
    @Tag(Needs.SM2)
    void verify_withSm2_saysWhetherItIsGood() {
        KeyMetadata key = key(KeySpec.SM2);
        SdkBytes signature =
                sign(key, "SM2DSA", bytes("message"), MessageType.RAW).signature();

        assertThat(verify(key, "SM2DSA", bytes("message"), MessageType.RAW, signature)
                        .signatureValid())
                .isTrue();
        assertBad(key, "SM2DSA", bytes("Message"), MessageType.RAW, signature);
    }
}
