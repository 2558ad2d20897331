// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import tools.jackson.databind.JsonNode;

/**
 * Accumulated vectors: inputs are drawn from one SHAKE128, results written to another, and the hash in the end is
 * published.
 */
class LatticeVectorsTest {

    static Stream<Named<JsonNode>> signatures() {
        return accumulated("ML_DSA");
    }

    static Stream<Named<JsonNode>> encapsulations() {
        return accumulated("ML_KEM");
    }

    private static Stream<Named<JsonNode>> accumulated(String name) {
        return Vectors.of("lattice/accumulated.json")
                .filter(vector -> vector.getPayload().get("spec").asString().startsWith(name));
    }

    private static byte[] draw(SHAKEDigest source, int length) {
        byte[] bytes = new byte[length];
        source.doOutput(bytes, 0, length);
        return bytes;
    }

    private static void write(SHAKEDigest sink, byte[] bytes) {
        sink.update(bytes, 0, bytes.length);
    }

    private static String hash(SHAKEDigest sink) {
        byte[] hash = new byte[32];
        sink.doFinal(hash, 0, hash.length);
        return HexFormat.of().formatHex(hash);
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void keysAndSignatures_accumulated_areAsPublished(JsonNode vector) {
        KeySpec spec = Vectors.spec(vector);
        SHAKEDigest source = new SHAKEDigest(128);
        SHAKEDigest sink = new SHAKEDigest(128);
        byte[] message = new byte[0];
        for (int i = 0; i < vector.get("rounds").asInt(); i++) {
            MlDsaKey key = (MlDsaKey) TestMaterials.open(spec, MlDsaKey.encodeSeed(spec, draw(source, 32)));
            write(sink, LatticeEncoding.readPublic(key.publicKey()));
            byte[] signature = key.signDeterministically(message);
            write(sink, signature);
            assertThat(key.verify(SigningAlgorithmSpec.ML_DSA_SHAKE_256, MessageType.RAW, message, signature))
                    .isTrue();
        }

        assertThat(hash(sink)).isEqualTo(vector.get("hash").asString());
    }

    @ParameterizedTest
    @MethodSource("encapsulations")
    void keysAndSecrets_accumulated_areAsPublished(JsonNode vector) {
        KeySpec spec = Vectors.spec(vector);
        SHAKEDigest source = new SHAKEDigest(128);
        SHAKEDigest sink = new SHAKEDigest(128);
        for (int i = 0; i < vector.get("rounds").asInt(); i++) {
            byte[] seed = draw(source, 64);
            byte[] expanded = new MLKEMPrivateKeyParameters(MlKemKey.parameters(spec), seed).getEncoded();
            MlKemKey key = (MlKemKey) TestMaterials.open(spec, MlKemKey.encodeSeed(spec, seed));
            Encapsulator.Encapsulated made = key.encapsulateInsecure(draw(source, 32));
            byte[] secret = key.decapsulate(made.ciphertext());
            assertThat(made.sharedSecret()).isEqualTo(SecretBytes.takeOver(secret.clone()));
            write(sink, LatticeEncoding.readPublic(key.publicKey()));
            write(sink, expanded);
            write(sink, made.ciphertext());
            write(sink, secret);
            write(sink, key.decapsulate(draw(source, made.ciphertext().length)));
        }

        assertThat(hash(sink)).isEqualTo(vector.get("hash").asString());
    }
}
