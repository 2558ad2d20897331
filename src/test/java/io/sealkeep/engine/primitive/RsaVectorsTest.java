// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static io.sealkeep.engine.primitive.Vectors.bytes;
import static io.sealkeep.engine.primitive.Vectors.number;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import tools.jackson.databind.JsonNode;

class RsaVectorsTest {

    static Stream<Named<JsonNode>> signatures() {
        return Stream.concat(Vectors.of("rsa/nist-pkcs1-verify.json"), Vectors.of("rsa/pss-verify.json"));
    }

    static Stream<Named<JsonNode>> ciphertexts() {
        return Vectors.of("rsa/oaep-decrypt.json");
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void verify_ofAPublishedSignature_isAsPublished(JsonNode vector) {
        Signer key = (Signer) TestMaterials.ofPublicKey(
                Vectors.spec(vector), Vectors.rsaPublicKey(number(vector, "n"), number(vector, "e")));

        assertThat(key.verify(
                        Vectors.algorithm(vector),
                        MessageType.RAW,
                        bytes(vector, "message"),
                        bytes(vector, "signature")))
                .isEqualTo(vector.get("valid").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("ciphertexts")
    void decrypt_ofAPublishedCiphertext_isThePlaintext(JsonNode vector) throws Exception {
        BigInteger[] numbers = IntStream.range(0, 8)
                .mapToObj(i -> new BigInteger(vector.get("numbers").get(i).asString(), 16))
                .toArray(BigInteger[]::new);
        Encryptor key = (Encryptor)
                TestMaterials.open(KeySpec.RSA_2048, KeyImportTest.imported(KeySpec.RSA_2048, pkcs8(numbers)));

        assertThat(key.decrypt(
                        EncryptionAlgorithmSpec.fromValue(
                                vector.get("algorithm").asString()),
                        bytes(vector, "ciphertext")))
                .isEqualTo(bytes(vector, "plaintext"));
    }

    private static byte[] pkcs8(BigInteger... n) throws Exception {
        return Der.write(new PrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPrivateKey(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7])));
    }
}
