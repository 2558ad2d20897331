// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static io.sealkeep.engine.primitive.Vectors.bytes;
import static io.sealkeep.engine.primitive.Vectors.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import tools.jackson.databind.JsonNode;

/** ECDSA, ECDH and SM2. */
class EcVectorsTest {

    private static final JsonNode SM2 = Vectors.read("sm2/gmt0003-5.json");

    static Stream<Named<JsonNode>> signatures() {
        return Stream.concat(Vectors.of("ecdsa/nist-verify.json"), Vectors.of("ecdsa/wycheproof-encodings.json"));
    }

    static Stream<Named<JsonNode>> agreements() {
        return Stream.concat(Vectors.of("ecdh/nist-static-unified.json"), Vectors.of("ecdh/wycheproof-encodings.json"));
    }

    private static byte[] integers(JsonNode vector) {
        return Der.write(new DERSequence(
                new ASN1Encodable[] {new ASN1Integer(number(vector, "r")), new ASN1Integer(number(vector, "s"))}));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void verify_ofAPublishedSignature_isAsPublished(JsonNode vector) {
        KeySpec spec = Vectors.spec(vector);
        byte[] publicKey = Vectors.ecPublicKey(vector, EcCurve.of(spec));
        byte[] signature = vector.has("signature") ? bytes(vector, "signature") : integers(vector);

        boolean verifies = EcEncoding.readPublic(EcCurve.of(spec), publicKey) != null
                && ((Signer) TestMaterials.ofPublicKey(spec, publicKey))
                        .verify(Vectors.algorithm(vector), MessageType.RAW, bytes(vector, "message"), signature);

        assertThat(verifies).isEqualTo(vector.get("valid").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("agreements")
    void agree_withAPublishedKey_isAsPublished(JsonNode vector) {
        KeySpec spec = Vectors.spec(vector);
        Agreement key = (Agreement) Vectors.ecPair(vector, spec);
        byte[] peer =
                vector.has("publicKey") ? bytes(vector, "publicKey") : Vectors.ecPublicKey(vector, EcCurve.of(spec));

        byte[] secret = key.agree(peer);

        String result = secret == null
                ? "refused"
                : Arrays.compare(secret, bytes(vector, "sharedSecret")) == 0 ? "agrees" : "differs";
        assertThat(result).isEqualTo(vector.get("result").asString());
    }

    @Test
    void sm2_ofTheStandardsPrivateKey_hasItsPublicKey() {
        assertThat(Vectors.ecPair(SM2, KeySpec.SM2).publicKey()).isEqualTo(Vectors.ecPublicKey(SM2, EcCurve.SM2));
    }

    @Test
    void sm2_verifies_theStandardsSignature() {
        Signer key = (Signer) Vectors.ecPair(SM2, KeySpec.SM2);

        assertThat(key.verify(SigningAlgorithmSpec.SM2_DSA, MessageType.RAW, bytes(SM2, "message"), integers(SM2)))
                .isTrue();
    }

    @Test
    void sm2_verifies_theStandardsSignatureOfItsDigest() {
        Signer key = (Signer) Vectors.ecPair(SM2, KeySpec.SM2);

        assertThat(key.verify(SigningAlgorithmSpec.SM2_DSA, MessageType.DIGEST, bytes(SM2, "digest"), integers(SM2)))
                .isTrue();
    }

    @Test
    void sm2_decrypts_theStandardsCiphertext() {
        byte[] ciphertext = Der.write(new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(number(SM2, "c1x")),
            new ASN1Integer(number(SM2, "c1y")),
            new DEROctetString(bytes(SM2, "c3")),
            new DEROctetString(bytes(SM2, "c2"))
        }));

        assertThat(((Encryptor) Vectors.ecPair(SM2, KeySpec.SM2)).decrypt(EncryptionAlgorithmSpec.SM2_PKE, ciphertext))
                .isEqualTo(bytes(SM2, "plaintext"));
    }
}
