// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** GenerateDataKeyPair and GenerateDataKeyPairWithoutPlaintext over REST. */
@ServiceTest
class DataKeyPairDoorTest {

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKey();
    }

    @Test
    void dataKeyPair_comesInClearAndEncrypted() throws Exception {
        Answer made = rest.post("/v1/data-key-pairs", """
                {"keyId": "%s", "keyPairSpec": "ECC_NIST_P256", "encryptionContext": {"a": "b"}}""".formatted(keyId));

        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(made.get("keyId")).endsWith(keyId);
        assertThat(made.get("keyPairSpec")).isEqualTo("ECC_NIST_P256");
        assertThat(made.get("keyMaterialId")).hasSize(64);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(belongTogether(bytes(made, "privateKeyPlaintext"), bytes(made, "publicKey")))
                .isTrue();
        assertThat(open(made).get("plaintext")).isEqualTo(made.get("privateKeyPlaintext"));
    }

    @Test
    void dataKeyPair_withoutPlaintext_comesEncryptedAlone() throws Exception {
        Answer made = rest.post("/v1/data-key-pairs", """
                {"keyId": "%s", "keyPairSpec": "ECC_NIST_P256", "withPlaintext": false, "encryptionContext": {"a": "b"}}""".formatted(keyId));

        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(made.body().has("privateKeyPlaintext")).isFalse();
        assertThat(belongTogether(bytes(open(made), "plaintext"), bytes(made, "publicKey")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"keyId": "KEY", "keyPairSpec": "ECC_NIST_P256", "dryRun": true}  | 412 | DryRunOperationException
            {"keyId": "KEY", "keyPairSpec": "ECC_NIST_P256", "dryRun": true, "withPlaintext": false} | 412 | DryRunOperationException
            {"keyId": "KEY", "keyPairSpec": "ROT13"}                          | 400 | ValidationException
            {"keyId": "KEY", "keyPairSpec": "ECC_NIST_P256", "grantTokens": ["x"], "withPlaintext": false} | 400 | InvalidGrantTokenException
            {"keyId": "KEY", "keyPairSpec": "ECC_NIST_P256", "withPlaintext": "no"} | 400 | SerializationException
            {"keyId": "KEY", "keySpec": "ECC_NIST_P256"}                      | 400 | SerializationException
            {"keyId": "KEY"}                                                  | 400 | ValidationException
            {"keyId": "alias/absent", "keyPairSpec": "ECC_NIST_P256"}         | 404 | NotFoundException
            """)
    void request_thatIsRefused_tellsWhy(String body, int status, String code) {
        Answer refused = rest.post("/v1/data-key-pairs", body.replace("KEY", keyId));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
    }

    private Answer open(Answer made) {
        return rest.post("/v1/decrypt", """
                {"ciphertextBlob": "%s", "encryptionContext": {"a": "b"}}""".formatted(made.get("privateKeyCiphertextBlob")));
    }

    private static byte[] bytes(Answer answer, String member) {
        return Base64.getDecoder().decode(answer.get(member));
    }

    private static boolean belongTogether(byte[] privateKey, byte[] publicKey) throws Exception {
        byte[] message = "message".getBytes(StandardCharsets.US_ASCII);
        KeyFactory keys = KeyFactory.getInstance("EC");
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
        signature.update(message);
        byte[] signed = signature.sign();
        signature.initVerify(keys.generatePublic(new X509EncodedKeySpec(publicKey)));
        signature.update(message);
        return signature.verify(signed);
    }
}
