// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** DeriveSharedSecret, Encapsulate and Decapsulate over REST. */
@ServiceTest
class SharedSecretDoorTest {

    private static final String AGREEMENT = "\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"KEY_AGREEMENT\"";
    private static final String ENCAPSULATION =
            "\"keySpec\": \"ML_KEM_768\", \"keyUsage\": \"ENCAPSULATE_DECAPSULATE\"";

    @LocalServerPort
    private int port;

    private Rest rest;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
    }

    @Test
    void sharedSecret_ofTwoKeys_isTheSameFromBothSides() {
        String one = rest.newKeyOf(AGREEMENT);
        String other = rest.newKeyOf(AGREEMENT);

        Answer here = derive(one, publicKey(other));

        assertThat(here.status()).as(here.text()).isEqualTo(200);
        assertThat(here.get("keyId")).endsWith(one);
        assertThat(here.get("keyAgreementAlgorithm")).isEqualTo("ECDH");
        assertThat(here.get("keyOrigin")).isEqualTo("AWS_KMS");
        assertThat(here.header("Cache-Control")).isEqualTo("no-store");
        assertThat(here.get("sharedSecret"))
                .isNotNull()
                .isEqualTo(derive(other, publicKey(one)).get("sharedSecret"));
    }

    @Test
    void encapsulatedSecret_opensToTheSameSecret() {
        String keyId = rest.newKeyOf(ENCAPSULATION);

        Answer made = rest.post(
                "/v1/encapsulate", "{\"keyId\": \"%s\", \"encapsulationAlgorithm\": \"ML_KEM\"}".formatted(keyId));

        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(made.get("keyId")).endsWith(keyId);
        assertThat(made.get("encapsulationAlgorithm")).isEqualTo("ML_KEM");
        assertThat(Base64.getDecoder().decode(made.get("sharedSecret"))).hasSize(32);
        Answer opened = rest.post("/v1/decapsulate", """
                {"keyId": "%s", "sharedSecretCiphertextBlob": "%s", "encapsulationAlgorithm": "ML_KEM"}""".formatted(keyId, made.get("sharedSecretCiphertextBlob")));
        assertThat(opened.status()).as(opened.text()).isEqualTo(200);
        assertThat(opened.get("sharedSecret")).isEqualTo(made.get("sharedSecret"));
        assertThat(opened.get("encapsulationAlgorithm")).isEqualTo("ML_KEM");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            derive-shared-secret | {"keyId": "AGREE", "publicKey": "aGk=", "keyAgreementAlgorithm": "ECDH"}   | 400 | ValidationException
            derive-shared-secret | {"keyId": "AGREE", "publicKey": "aGk=", "keyAgreementAlgorithm": "X25519"} | 400 | ValidationException
            derive-shared-secret | {"keyId": "AGREE", "publicKey": "OWN", "keyAgreementAlgorithm": "ECDH", "dryRun": true} | 412 | DryRunOperationException
            derive-shared-secret | {"keyId": "AGREE", "publickey": "aGk=", "keyAgreementAlgorithm": "ECDH"}   | 400 | SerializationException
            derive-shared-secret | {"keyId": "AGREE"}                                                         | 400 | ValidationException
            derive-shared-secret | {"keyId": "ENCAP", "publicKey": "aGk=", "keyAgreementAlgorithm": "ECDH"}   | 400 | InvalidKeyUsageException
            derive-shared-secret | {"keyId": "alias/absent", "publicKey": "aGk=", "keyAgreementAlgorithm": "ECDH"} | 404 | NotFoundException
            encapsulate          | {"keyId": "ENCAP", "encapsulationAlgorithm": "ML_KEM", "dryRun": true}     | 412 | DryRunOperationException
            encapsulate          | {"keyId": "ENCAP", "encapsulationAlgorithm": "ML_KEM", "grantTokens": ["aGk"]} | 400 | InvalidGrantTokenException
            encapsulate          | {"keyId": "ENCAP"}                                                         | 400 | ValidationException
            encapsulate          | {"keyId": "ENCAP", "algorithm": "ML_KEM"}                                  | 400 | SerializationException
            encapsulate          | {"keyId": "AGREE", "encapsulationAlgorithm": "ML_KEM"}                     | 400 | InvalidKeyUsageException
            decapsulate          | {"keyId": "ENCAP", "sharedSecretCiphertextBlob": "aGk=", "encapsulationAlgorithm": "ML_KEM"} | 400 | InvalidCiphertextException
            decapsulate          | {"keyId": "ENCAP", "encapsulationAlgorithm": "ML_KEM"}                     | 400 | ValidationException
            decapsulate          | {"keyId": "ENCAP", "ciphertextBlob": "aGk="}                               | 400 | SerializationException
            """)
    void request_thatIsRefused_tellsWhyWithoutWhatItCarried(String path, String body, int status, String code) {
        String keyId = rest.newKeyOf(body.contains("ENCAP") ? ENCAPSULATION : AGREEMENT);

        Answer refused = rest.post(
                "/v1/" + path,
                body.replaceAll("ENCAP|AGREE", keyId)
                        .replace("OWN", body.contains("OWN") ? String.valueOf(publicKey(keyId)) : ""));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("aGk");
    }

    private Answer derive(String keyId, String publicKey) {
        return rest.post("/v1/derive-shared-secret", """
                {"keyId": "%s", "publicKey": "%s", "keyAgreementAlgorithm": "ECDH"}""".formatted(keyId, publicKey));
    }

    private String publicKey(String keyId) {
        return rest.get("/v1/keys/" + keyId + "/public-key").get("publicKey");
    }
}
