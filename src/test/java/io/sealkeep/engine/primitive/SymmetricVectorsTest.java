// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static io.sealkeep.engine.primitive.Vectors.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import tools.jackson.databind.JsonNode;

/** HMAC and AES key wrap. */
class SymmetricVectorsTest {

    static Stream<Named<JsonNode>> macs() {
        return Vectors.of("hmac/rfc4231.json");
    }

    static Stream<Named<JsonNode>> wrapped() {
        return Vectors.of("aes-kwp/unwrap.json");
    }

    /**
     * Short keys are as if zeros followed, and long ones as if their hash were the key (RFC 2104, 2): so all fit our
     * lengths.
     */
    private static byte[] fitted(KeySpec spec, byte[] key) {
        int bytes = MacKey.keyBytes(spec);
        if (key.length <= bytes) {
            return Arrays.copyOf(key, bytes);
        }
        try {
            return MessageDigest.getInstance("SHA-" + bytes * 8).digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("macs")
    void mac_withAPublishedKey_isThePublishedMac(JsonNode vector) {
        KeySpec spec = Vectors.spec(vector);
        MacKey key =
                new MacKey(spec, TestMaterials.MATERIAL_ID, SecretBytes.takeOver(fitted(spec, bytes(vector, "key"))));

        assertThat(key.mac(bytes(vector, "message"))).isEqualTo(bytes(vector, "mac"));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void unwrap_ofPublishedBytes_isAsPublished(JsonNode vector) {
        byte[] plaintext = vector.get("plaintext").isNull() ? null : bytes(vector, "plaintext");

        assertThat(KeyWrap.unwrap(bytes(vector, "key"), bytes(vector, "wrapped")))
                .isEqualTo(plaintext);
    }
}
