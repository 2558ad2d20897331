// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Sign and Verify over REST. */
@ServiceTest
class SignDoorTest {

    private static final byte[] MESSAGE = "Hello, Sealkeep!".getBytes(StandardCharsets.US_ASCII);

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKeyOf("\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"");
    }

    @Test
    void sign_givesASignature_thatVerifies() {
        Answer signed = sign(base64(MESSAGE), "RAW");

        assertThat(signed.status()).as(signed.text()).isEqualTo(200);
        assertThat(signed.get("keyId")).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + keyId);
        assertThat(signed.get("signingAlgorithm")).isEqualTo("ECDSA_SHA_256");
        Answer verified = verify(base64(MESSAGE), signed.get("signature"));
        assertThat(verified.status()).as(verified.text()).isEqualTo(200);
        assertThat(verified.body().path("signatureValid").asBoolean()).isTrue();
        assertThat(verified.get("keyId")).endsWith(keyId);
        assertThat(verified.get("signingAlgorithm")).isEqualTo("ECDSA_SHA_256");
    }

    @Test
    void sign_ofADigest_isTheSignatureOfItsMessage_toAnyoneWithThePublicKey() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
        byte[] signature =
                Base64.getDecoder().decode(sign(base64(digest), "DIGEST").get("signature"));
        byte[] publicKey = Base64.getDecoder()
                .decode(rest.get("/v1/keys/" + keyId + "/public-key").get("publicKey"));

        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey)));
        check.update(MESSAGE);

        assertThat(check.verify(signature)).isTrue();
    }

    @Test
    void verify_ofAnotherMessage_isRefusedWithoutAWord() {
        Answer refused = verify(
                base64("other".getBytes(StandardCharsets.US_ASCII)),
                sign(base64(MESSAGE), "RAW").get("signature"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("KMSInvalidSignatureException");
        assertThat(refused.get("detail")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, RSASSA_PSS_SHA_256",
        "RSA_2048, RSASSA_PKCS1_V1_5_SHA_512",
        "ECC_SECG_P256K1, ECDSA_SHA_256",
        "ECC_NIST_EDWARDS25519, ED25519_SHA_512",
        "ML_DSA_65, ML_DSA_SHAKE_256",
        "SM2, SM2DSA"
    })
    void sign_byEachKindOfKey_verifies(String spec, String algorithm) {
        String key = rest.newKeyOf("\"keySpec\": \"%s\", \"keyUsage\": \"SIGN_VERIFY\"".formatted(spec));
        String body =
                "\"keyId\": \"%s\", \"message\": \"aGk=\", \"signingAlgorithm\": \"%s\"".formatted(key, algorithm);

        Answer signed = rest.post("/v1/sign", "{" + body + "}");

        assertThat(signed.status()).as(signed.text()).isEqualTo(200);
        assertThat(rest.post("/v1/verify", "{%s, \"signature\": \"%s\"}".formatted(body, signed.get("signature")))
                        .body()
                        .path("signatureValid")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "dryRun": true} | 412 | DryRunOperationException
            verify | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "signature": "aGk=", "dryRun": true} | 412 | DryRunOperationException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_384"}  | 400 | InvalidKeyUsageException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ROT13"}          | 400 | ValidationException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "messageType": "DIGEST"} | 400 | ValidationException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "messageType": "COOKED"} | 400 | ValidationException
            sign   | {"keyId": "KEY", "message": "", "signingAlgorithm": "ECDSA_SHA_256"}      | 400 | ValidationException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "grantTokens": ["aGkgdG9rZW4"]} | 400 | InvalidGrantTokenException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "grantTokens": [1]} | 400 | SerializationException
            sign   | {"keyId": "KEY", "message": "aGk=", "signingAlgoritm": "ECDSA_SHA_256"}   | 400 | SerializationException
            sign   | {"keyId": "SYMMETRIC", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256"} | 400 | InvalidKeyUsageException
            sign   | {"keyId": "alias/absent", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256"} | 404 | NotFoundException
            sign   | {}                                                                        | 400 | ValidationException
            verify | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256", "signature": "aGk="} | 400 | KMSInvalidSignatureException
            verify | {"keyId": "KEY", "message": "aGk=", "signingAlgorithm": "ECDSA_SHA_256"}  | 400 | ValidationException
            verify | {"keyId": "KEY", "message": "aGk=", "sig": "aGk="}                        | 400 | SerializationException
            """)
    void request_thatIsRefused_tellsWhyWithoutWhatItCarried(String path, String body, int status, String code) {
        Answer refused = rest.post(
                "/v1/" + path,
                body.contains("SYMMETRIC") ? body.replace("SYMMETRIC", rest.newKey()) : body.replace("KEY", keyId));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("aGk");
    }

    private Answer sign(String message, String type) {
        return rest.post("/v1/sign", """
                {"keyId": "%s", "message": "%s", "messageType": "%s", "signingAlgorithm": "ECDSA_SHA_256"}""".formatted(keyId, message, type));
    }

    private Answer verify(String message, String signature) {
        return rest.post("/v1/verify", """
                {"keyId": "%s", "message": "%s", "signature": "%s", "signingAlgorithm": "ECDSA_SHA_256"}""".formatted(keyId, message, signature));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
