// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.junit.jupiter.api.Named;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Published vectors of {@code test/resources/vectors}, whose READMEs name their sources. */
final class Vectors {

    private Vectors() {}

    /** Each vector of a file, named by its place and comment. */
    static Stream<Named<JsonNode>> of(String file) {
        JsonNode vectors = read(file);
        return IntStream.range(0, vectors.size()).mapToObj(i -> {
            JsonNode comment = vectors.get(i).get("comment");
            return Named.of(i + (comment == null ? "" : " " + comment.asString()), vectors.get(i));
        });
    }

    static JsonNode read(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.get(name).asString());
    }

    static BigInteger number(JsonNode vector, String name) {
        return new BigInteger(vector.get(name).asString(), 16);
    }

    static KeySpec spec(JsonNode vector) {
        return KeySpec.fromValue(vector.get("spec").asString());
    }

    static SigningAlgorithmSpec algorithm(JsonNode vector) {
        return SigningAlgorithmSpec.fromValue(vector.get("algorithm").asString());
    }

    static byte[] rsaPublicKey(BigInteger n, BigInteger e) {
        return write(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                Der.write(new RSAPublicKey(n, e)));
    }

    /** The key with the point of {@code x} and {@code y}, on the curve or not. */
    static byte[] ecPublicKey(JsonNode vector, EcCurve curve) {
        byte[] point = new byte[1 + 2 * curve.bytes()];
        point[0] = 4;
        put(number(vector, "x"), point, 1, curve.bytes());
        put(number(vector, "y"), point, 1 + curve.bytes(), curve.bytes());
        return write(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()), point);
    }

    /** The key pair of {@code privateNumber}. */
    static KeyPairMaterial ecPair(JsonNode vector, KeySpec spec) {
        EcCurve curve = EcCurve.of(spec);
        ECPrivateKeyParameters key = new ECPrivateKeyParameters(number(vector, "privateNumber"), curve.domain());
        return (KeyPairMaterial) TestMaterials.open(
                spec, EcEncoding.encode(curve, new AsymmetricCipherKeyPair(curve.publicKey(key), key)));
    }

    private static void put(BigInteger number, byte[] target, int at, int length) {
        byte[] bytes = number.toByteArray();
        int skip = Math.max(0, bytes.length - length);
        System.arraycopy(bytes, skip, target, at + length - (bytes.length - skip), bytes.length - skip);
    }

    private static byte[] write(AlgorithmIdentifier algorithm, byte[] key) {
        return Der.write(new SubjectPublicKeyInfo(algorithm, key));
    }
}
