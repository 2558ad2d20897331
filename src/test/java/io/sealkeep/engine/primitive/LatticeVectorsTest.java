// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
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

    static Stream<Named<JsonNode>> wycheproof() {
        return Vectors.of("lattice/wycheproof-ml-dsa-verify.json");
    }

    @ParameterizedTest
    @MethodSource("wycheproof")
    void signature_ofWycheproof_isJudgedAsPublished(JsonNode vector) throws IOException {
        KeySpec spec = Vectors.spec(vector);
        byte[] spki = spki(MlDsaKey.oid(spec), Vectors.bytes(vector, "publicKey"));
        Signer key = (Signer) TestMaterials.ofPublicKey(spec, spki);

        assertThat(key.verify(
                        SigningAlgorithmSpec.ML_DSA_SHAKE_256,
                        MessageType.RAW,
                        Vectors.bytes(vector, "message"),
                        Vectors.bytes(vector, "signature")))
                .isEqualTo(vector.get("valid").asBoolean());
    }

    static Stream<Named<JsonNode>> acvp(String member) {
        return Vectors.of("lattice/acvp-ml-kem.json")
                .filter(vector -> vector.getPayload().has(member));
    }

    static Stream<Named<JsonNode>> acvpEncapsulations() {
        return acvp("publicKey");
    }

    static Stream<Named<JsonNode>> acvpDecapsulations() {
        return acvp("privateKey");
    }

    @ParameterizedTest
    @MethodSource("acvpEncapsulations")
    void encapsulation_ofNist_isAsPublished(JsonNode vector) throws IOException {
        KeySpec spec = Vectors.spec(vector);
        byte[] spki = spki(MlKemKey.oid(spec), Vectors.bytes(vector, "publicKey"));
        MlKemKey key = (MlKemKey) TestMaterials.ofPublicKey(spec, spki);

        Encapsulator.Encapsulated made = key.encapsulateInsecure(Vectors.bytes(vector, "entropy"));

        assertThat(made.ciphertext()).isEqualTo(Vectors.bytes(vector, "ciphertext"));
        assertThat(made.sharedSecret().use(byte[]::clone)).isEqualTo(Vectors.bytes(vector, "secret"));
    }

    @ParameterizedTest
    @MethodSource("acvpDecapsulations")
    void decapsulation_ofNist_isAsPublished(JsonNode vector) {
        KeySpec spec = Vectors.spec(vector);
        byte[] expanded = Vectors.bytes(vector, "privateKey");
        // FIPS 203, algorithm 16: the public key stands before two values of 32 bytes, and as long as what is before
        // it, and 32 more.
        int publicBytes = (expanded.length - 64 + 32) / 2;
        byte[] publicKey = Arrays.copyOfRange(expanded, expanded.length - 64 - publicBytes, expanded.length - 64);
        Encapsulator key = (Encapsulator)
                TestMaterials.open(spec, LatticeEncoding.encodeExpanded(MlKemKey.oid(spec), expanded, publicKey));

        assertThat(key.decapsulate(Vectors.bytes(vector, "ciphertext"))).isEqualTo(Vectors.bytes(vector, "secret"));
    }

    private static byte[] spki(ASN1ObjectIdentifier algorithm, byte[] publicKey) throws IOException {
        return new SubjectPublicKeyInfo(new AlgorithmIdentifier(algorithm), publicKey).getEncoded();
    }
}
