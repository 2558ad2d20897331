// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static io.sealkeep.engine.primitive.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import tools.jackson.databind.JsonNode;

class EdwardsVectorsTest {

    static Stream<Named<JsonNode>> signed() {
        return Vectors.of("ed25519/sign.json");
    }

    static Stream<Named<JsonNode>> verified() {
        return Vectors.of("ed25519/wycheproof-verify.json");
    }

    private static EdwardsKey key(byte[] secret) {
        return new EdwardsKey(TestMaterials.MATERIAL_ID, EdwardsKey.encode(secret));
    }

    @ParameterizedTest
    @MethodSource("signed")
    void sign_withAPublishedKey_isThePublishedSignature(JsonNode vector) {
        EdwardsKey key = key(bytes(vector, "secret"));

        assertThat(Arrays.copyOfRange(key.publicKey(), 12, 44)).isEqualTo(bytes(vector, "publicKey"));
        assertThat(key.sign(SigningAlgorithmSpec.ED25519_SHA_512, MessageType.RAW, bytes(vector, "message")))
                .isEqualTo(bytes(vector, "signature"));
    }

    @ParameterizedTest
    @MethodSource("verified")
    void verify_ofAPublishedSignature_isAsPublished(JsonNode vector) {
        byte[] spki = TestMaterials.pair(KeySpec.ECC_NIST_EDWARDS25519).publicKey();
        System.arraycopy(bytes(vector, "publicKey"), 0, spki, 12, 32);
        Signer key = (Signer) TestMaterials.ofPublicKey(KeySpec.ECC_NIST_EDWARDS25519, spki);

        assertThat(key.verify(
                        SigningAlgorithmSpec.ED25519_SHA_512,
                        MessageType.RAW,
                        bytes(vector, "message"),
                        bytes(vector, "signature")))
                .isEqualTo(vector.get("valid").asBoolean());
    }

    /** RFC 8032, 7.3. */
    @Test
    void sign_ofADigest_isTheSignatureOfTheRfc() {
        HexFormat hex = HexFormat.of();
        EdwardsKey key = key(hex.parseHex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"));

        assertThat(key.sign(
                        SigningAlgorithmSpec.ED25519_PH_SHA_512,
                        MessageType.DIGEST,
                        Sha.SHA_512.digest(hex.parseHex("616263"))))
                .isEqualTo(hex.parseHex("98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                        + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406"));
    }
}
