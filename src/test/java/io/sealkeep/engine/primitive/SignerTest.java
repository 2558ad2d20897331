// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** What holds of every signing key, algorithm and type of message. */
class SignerTest {

    /** One way to sign. */
    record Way(KeySpec spec, SigningAlgorithmSpec algorithm, MessageType type) {

        byte[] message() {
            byte[] message = new byte[type == MessageType.RAW ? 4096 : SigningMessages.digestLength(algorithm)];
            Arrays.fill(message, (byte) 0x5a);
            return message;
        }

        byte[] sign(Signer signer) {
            return signer.sign(algorithm, type, message());
        }

        boolean verify(Signer signer, byte[] message, byte[] signature) {
            return signer.verify(algorithm, type, message, signature);
        }
    }

    static Stream<Way> ways() {
        return TestMaterials.pairSpecs()
                .flatMap(spec -> TestMaterials.algorithms(spec).stream()
                        .flatMap(algorithm -> Stream.of(MessageType.RAW, MessageType.DIGEST, MessageType.EXTERNAL_MU)
                                .filter(type -> SigningMessages.takes(algorithm, type))
                                .map(type -> new Way(spec, algorithm, type))));
    }

    private static Stream<Way> refusedWays(KeySpec spec) {
        List<Way> allowed = ways().toList();
        return Arrays.stream(SigningAlgorithmSpec.values())
                .flatMap(algorithm -> Arrays.stream(MessageType.values()).map(type -> new Way(spec, algorithm, type)))
                .filter(way -> !allowed.contains(way));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void verify_ofOwnSignature_isTrue(Way way) {
        byte[] signature = way.sign(TestMaterials.signer(way.spec));

        assertThat(way.verify(TestMaterials.signer(way.spec), way.message(), signature))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void verify_withAnyByteOfTheSignatureChanged_isFalse(Way way) {
        Signer signer = TestMaterials.signer(way.spec);
        byte[] signature = way.sign(signer);
        int step = Math.max(1, signature.length / 64);

        assertThat(IntStream.iterate(0, i -> i < signature.length, i -> i + step)
                        .filter(i -> {
                            byte[] changed = signature.clone();
                            changed[i] ^= 1;
                            return way.verify(signer, way.message(), changed);
                        }))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void verify_ofASignatureOfOtherLength_isFalse(Way way) {
        Signer signer = TestMaterials.signer(way.spec);
        byte[] signature = way.sign(signer);

        assertThat(Stream.of(0, 1, signature.length - 1, signature.length + 1, 2 * signature.length)
                        .filter(length -> way.verify(signer, way.message(), Arrays.copyOf(signature, length))))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void verify_ofAnotherMessage_isFalse(Way way) {
        Signer signer = TestMaterials.signer(way.spec);
        byte[] message = way.message();
        message[message.length - 1] ^= 1;

        assertThat(way.verify(signer, message, way.sign(signer))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void verify_underAnotherKey_isFalse(Way way) {
        byte[] signature = way.sign(TestMaterials.signer(way.spec));

        assertThat(way.verify((Signer) another(way.spec), way.message(), signature))
                .isFalse();
    }

    private static KeyMaterial another(KeySpec spec) {
        // Another RSA key of the same length takes seconds to make; one is enough for all.
        return spec == KeySpec.RSA_3072 || spec == KeySpec.RSA_4096
                ? TestMaterials.of(spec == KeySpec.RSA_3072 ? KeySpec.RSA_4096 : KeySpec.RSA_3072)
                : TestMaterials.another(spec);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void verify_underAnotherAlgorithmOfTheKey_isFalse(Way way) {
        Signer signer = TestMaterials.signer(way.spec);
        byte[] signature = signer.sign(way.algorithm, way.type, way.message());

        assertThat(ways().filter(other -> other.spec == way.spec && other.algorithm != way.algorithm)
                        .filter(other -> other.verify(signer, other.message(), signature)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void sign_afterClose_isRefused(Way way) {
        KeyMaterial key = TestMaterials.of(way.spec);
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> way.sign((Signer) key));
    }

    static Stream<KeySpec> signingSpecs() {
        return ways().map(Way::spec).distinct();
    }

    @ParameterizedTest
    @MethodSource("signingSpecs")
    void sign_withWhatTheKeyDoesNotDo_isRefused(KeySpec spec) {
        Signer signer = TestMaterials.signer(spec);

        refusedWays(spec)
                .forEach(way -> assertThatIllegalArgumentException()
                        .as(way.toString())
                        .isThrownBy(() -> signer.sign(way.algorithm, way.type, new byte[64])));
    }

    @ParameterizedTest
    @MethodSource("signingSpecs")
    void verify_withWhatTheKeyDoesNotDo_isRefused(KeySpec spec) {
        Signer signer = TestMaterials.signer(spec);

        refusedWays(spec)
                .forEach(way -> assertThatIllegalArgumentException()
                        .as(way.toString())
                        .isThrownBy(() -> signer.verify(way.algorithm, way.type, new byte[64], new byte[64])));
    }

    static Stream<Way> digestWays() {
        return ways().filter(way -> way.type != MessageType.RAW);
    }

    @ParameterizedTest
    @MethodSource("digestWays")
    void sign_ofADigestOfOtherLength_isRefused(Way way) {
        byte[] message = new byte[SigningMessages.digestLength(way.algorithm) + 1];

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestMaterials.signer(way.spec).sign(way.algorithm, way.type, message));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void sign_ofAnEmptyRawMessage_verifies(Way way) {
        Signer signer = TestMaterials.signer(way.spec);
        byte[] message = way.type == MessageType.RAW ? new byte[0] : way.message();

        byte[] signature = signer.sign(way.algorithm, way.type, message);

        assertThat(signer.verify(way.algorithm, way.type, message, signature)).isTrue();
    }
}
