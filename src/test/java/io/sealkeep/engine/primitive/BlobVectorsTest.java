// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What any released version wrote stays readable: blobs, wrapped material and check values of format version 1, written down when
 * the format was settled.
 */
class BlobVectorsTest {

    private static final JsonNode VECTORS = read();

    private static JsonNode read() {
        try (InputStream in = BlobVectorsTest.class.getResourceAsStream("/vectors/blob/v1.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Named<JsonNode>> opens() {
        return vectors("opens", "what");
    }

    static Stream<Named<JsonNode>> refused() {
        return vectors("refused", "kind");
    }

    private static Stream<Named<JsonNode>> vectors(String list, String name) {
        return VECTORS.get(list)
                .valueStream()
                .map(vector -> Named.of(vector.get(name).asString(), vector));
    }

    @Test
    void vectors_ofEachKind_areThere() {
        assertThat(VECTORS.get("opens").size()).isGreaterThanOrEqualTo(5);
        assertThat(VECTORS.get("refused").size()).isGreaterThanOrEqualTo(14);
        assertThat(VECTORS.get("wrapped").size()).isGreaterThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("opens")
    void blob_writtenByVersion1_opens(JsonNode vector) {
        CiphertextBlob blob = CiphertextBlob.parse(bytes(vector, "blob"));

        assertThat(blob).isNotNull();
        assertThat(key(vector).open(blob, context(vector))).isEqualTo(bytes(vector, "plaintext"));
    }

    @ParameterizedTest
    @MethodSource("opens")
    void blob_writtenNowWithTheSameNonce_isTheSame(JsonNode vector) {
        assertThat(key(vector).sealInsecure(bytes(vector, "plaintext"), context(vector), bytes(vector, "nonce")))
                .isEqualTo(bytes(vector, "blob"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void blob_thatWasChanged_doesNotOpen(JsonNode vector) {
        CiphertextBlob blob = CiphertextBlob.parse(bytes(vector, "blob"));

        boolean opens = blob != null
                && blob.keyId().equals(vector.get("keyId").asString())
                && blob.materialId().equals(vector.get("materialId").asString())
                && key(vector).open(blob, context(vector)) != null;
        assertThat(opens).isFalse();
        // Even on the key whose ids it does not bear.
        assertThat(blob == null ? null : key(vector).open(blob, context(vector)))
                .isNull();
    }

    @Test
    void material_wrappedByVersion1_unwraps() {
        for (JsonNode vector : List.copyOf(VECTORS.get("wrapped").values())) {
            RootKey rootKey = RootKey.ofInsecure(bytes(vector, "rootKey"));
            MaterialPlace place = new MaterialPlace(
                    vector.get("account").asString(),
                    vector.get("region").asString(),
                    vector.get("keyId").asString(),
                    vector.get("materialId").asString(),
                    vector.get("keySpec").asString());

            assertThat(rootKey.unwrap(bytes(vector, "wrapped"), place))
                    .isEqualTo(SecretBytes.takeOver(bytes(vector, "material")));
            assertThat(rootKey.checkValue(bytes(vector, "storeId"))).isEqualTo(bytes(vector, "check"));
        }
    }

    private static SymmetricKey key(JsonNode vector) {
        return new SymmetricKey(
                vector.get("keyId").asString(),
                vector.get("materialId").asString(),
                SecretBytes.takeOver(bytes(vector, "material")));
    }

    private static byte[] context(JsonNode vector) {
        Map<String, String> context = new LinkedHashMap<>();
        vector.get("context")
                .propertyStream()
                .forEach(pair -> context.put(pair.getKey(), pair.getValue().asString()));
        return ContextEncoding.encode(context);
    }

    private static byte[] bytes(JsonNode vector, String name) {
        return HexFormat.of().parseHex(vector.get(name).asString());
    }
}
