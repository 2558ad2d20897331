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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class CryptoDoorTest {

    private static final String ARN = "arn:aws:kms:us-east-1:000000000000:";

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;
    private String name;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        name = Rest.newName();
        keyId = rest.newKey(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEY", ARN + "key/KEY", "alias/NAME", ARN + "alias/NAME"})
    void encrypt_underEachFormOfTheKey_decryptsAgain(String form) {
        String key = form.replace("KEY", keyId).replace("NAME", name);

        Answer encrypted = rest.post("/v1/encrypt", """
                {"keyId": "%s", "plaintext": "SGVsbG8=", "encryptionContext": {"a": "b"}}""".formatted(key));

        assertThat(encrypted.status()).as(encrypted.text()).isEqualTo(200);
        assertThat(encrypted.get("keyId")).isEqualTo(ARN + "key/" + keyId);
        assertThat(encrypted.get("encryptionAlgorithm")).isEqualTo("SYMMETRIC_DEFAULT");
        assertThat(encrypted.header("Cache-Control")).isEqualTo("no-store");
        Answer decrypted = rest.post("/v1/decrypt", """
                {"ciphertextBlob": "%s", "keyId": "%s", "encryptionContext": {"a": "b"}}""".formatted(encrypted.get("ciphertextBlob"), key));
        assertThat(decrypted.status()).isEqualTo(200);
        assertThat(decrypted.get("plaintext")).isEqualTo("SGVsbG8=");
        assertThat(decrypted.get("keyId")).isEqualTo(ARN + "key/" + keyId);
        assertThat(decrypted.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"encryptionContext\": {}", "\"encryptionContext\": {\"a\": \"c\"}"})
    void decrypt_withAnotherContext_isRefusedWithoutAWord(String context) {
        String blob = encrypt("\"encryptionContext\": {\"a\": \"b\"}");

        Answer refused = rest.post(
                "/v1/decrypt",
                "{\"ciphertextBlob\": \"%s\"%s}".formatted(blob, context.isEmpty() ? "" : ", " + context));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("InvalidCiphertextException");
        assertThat(refused.get("detail")).isNull();
    }

    @Test
    void decrypt_ofAnAlteredBlob_isRefused() {
        byte[] blob = Base64.getDecoder().decode(encrypt("\"encryptionContext\": {}"));
        blob[blob.length - 1] ^= 1;

        Answer refused = rest.post(
                "/v1/decrypt",
                "{\"ciphertextBlob\": \"%s\"}".formatted(Base64.getEncoder().encodeToString(blob)));

        assertThat(refused.get("code")).isEqualTo("InvalidCiphertextException");
    }

    @Test
    void decrypt_withAnotherKeyThanTheBlobs_isRefused() {
        Answer refused = rest.post("/v1/decrypt", """
                {"ciphertextBlob": "%s", "keyId": "%s"}""".formatted(encrypt("\"encryptionContext\": {}"), rest.newKey()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("IncorrectKeyException");
    }

    @Test
    void reEncrypt_movesTheDataToTheOtherKeyAndContext() {
        String other = rest.newKey();

        Answer moved = rest.post(
                "/v1/re-encrypt", """
                {"ciphertextBlob": "%s", "sourceKeyId": "%s", "sourceEncryptionContext": {"a": "b"},
                 "destinationKeyId": "%s", "destinationEncryptionContext": {"c": "d"}}""".formatted(encrypt("\"encryptionContext\": {\"a\": \"b\"}"), keyId, other));

        assertThat(moved.status()).as(moved.text()).isEqualTo(200);
        assertThat(moved.get("sourceKeyId")).endsWith(keyId);
        assertThat(moved.get("keyId")).endsWith(other);
        assertThat(moved.text()).doesNotContain("plaintext");
        assertThat(rest.post("/v1/decrypt", """
                {"ciphertextBlob": "%s", "encryptionContext": {"c": "d"}}""".formatted(moved.get("ciphertextBlob")))
                        .get("plaintext"))
                .isEqualTo("SGVsbG8=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "keySpec": "AES_256"     | 32
            "keySpec": "AES_128"     | 16
            "numberOfBytes": 64      | 64
            "keySpec": "AES_256", "withPlaintext": true | 32
            """)
    void dataKey_comesInClearAndEncrypted(String size, int bytes) {
        Answer made = rest.post("/v1/data-keys", "{\"keyId\": \"alias/%s\", %s}".formatted(name, size));

        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(Base64.getDecoder().decode(made.get("plaintext"))).hasSize(bytes);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(rest.post("/v1/decrypt", "{\"ciphertextBlob\": \"%s\"}".formatted(made.get("ciphertextBlob")))
                        .get("plaintext"))
                .isEqualTo(made.get("plaintext"));
    }

    @Test
    void dataKey_withoutPlaintext_comesEncryptedAlone() {
        Answer made = rest.post("/v1/data-keys", """
                {"keyId": "%s", "keySpec": "AES_256", "withPlaintext": false, "encryptionContext": {"a": "b"}}""".formatted(keyId));

        assertThat(made.status()).isEqualTo(200);
        assertThat(made.body().has("plaintext")).isFalse();
        Answer opened = rest.post("/v1/decrypt", """
                {"ciphertextBlob": "%s", "encryptionContext": {"a": "b"}}""".formatted(made.get("ciphertextBlob")));
        assertThat(Base64.getDecoder().decode(opened.get("plaintext"))).hasSize(32);
    }

    @Test
    void random_givesAsManyBytesAsAsked_eachTimeOthers() {
        Answer first = rest.post("/v1/random", "{\"numberOfBytes\": 32}");

        assertThat(Base64.getDecoder().decode(first.get("plaintext"))).hasSize(32);
        assertThat(rest.post("/v1/random", "{\"numberOfBytes\": 32}").get("plaintext"))
                .isNotEqualTo(first.get("plaintext"));
    }

    @Test
    void key_ofAnotherRegion_isNotFoundInThisOne() {
        String there =
                String.valueOf(rest.post("/v1/keys?region=eu-central-1", "{}").get("keyId"));

        assertThat(rest.get("/v1/keys/" + there + "?region=eu-central-1").get("arn"))
                .isEqualTo("arn:aws:kms:eu-central-1:000000000000:key/" + there);
        assertThat(rest.get("/v1/keys/" + there).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            encrypt    | {"keyId": "KEY", "plaintext": "aGk=", "encryptionContex": {"a": "b"}} | 400 | SerializationException
            encrypt    | {"keyId": "KEY", "plaintext": "aGk"}                      | 400 | SerializationException
            encrypt    | {"keyId": "KEY", "plaintext": "not base64!"}              | 400 | SerializationException
            encrypt    | {"keyId": "KEY", "plaintext": ""}                         | 400 | ValidationException
            encrypt    | {"keyId": "KEY"}                                          | 400 | ValidationException
            encrypt    | {"plaintext": "aGk="}                                     | 400 | ValidationException
            encrypt    | {"keyId": "KEY", "plaintext": null}                       | 400 | ValidationException
            encrypt    | {"keyId": "KEY", "plaintext": "aGk=", "encryptionAlgorithm": "ROT13"} | 400 | ValidationException
            encrypt    | {"keyId": "KEY", "plaintext": "aGk=", "encryptionContext": {"a": "\\ud800"}} | 400 | ValidationException
            encrypt    | {"keyId": "KEY", "plaintext": "aGk=", "dryRun": true}     | 412 | DryRunOperationException
            encrypt    | {"keyId": "alias/absent", "plaintext": "aGk="}            | 404 | NotFoundException
            decrypt    | {"ciphertextBlob": "aGk="}                                | 400 | InvalidCiphertextException
            decrypt    | {}                                                        | 400 | ValidationException
            re-encrypt | {"ciphertextBlob": "aGk=", "destinationKeyId": "KEY"}     | 400 | InvalidCiphertextException
            re-encrypt | {"ciphertextBlob": "aGk="}                                | 400 | ValidationException
            data-keys  | {"keyId": "KEY"}                                          | 400 | ValidationException
            data-keys  | {"keyId": "KEY", "keySpec": "AES_256", "numberOfBytes": 32} | 400 | ValidationException
            data-keys  | {"keyId": "KEY", "keySpec": "AES_512"}                    | 400 | ValidationException
            data-keys  | {"keyId": "KEY", "keySpec": "AES_256", "withPlaintext": "no"} | 400 | SerializationException
            data-keys  | {"keyId": "KEY", "numberOfBytes": 1025, "withPlaintext": false} | 400 | ValidationException
            random     | {"numberOfBytes": 0}                                      | 400 | ValidationException
            random     | {"numberOfBytes": 1025}                                   | 400 | ValidationException
            random     | {}                                                        | 400 | ValidationException
            """)
    void request_thatIsRefused_tellsWhyWithoutItsSecret(String path, String body, int status, String code) {
        Answer refused = rest.post("/v1/" + path, body.replace("KEY", keyId));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("aGk").doesNotContain("not base64!");
    }

    @Test
    void encrypt_of4096Bytes_isTheMost() {
        String body = "{\"keyId\": \"%s\", \"plaintext\": \"%s\"}";

        assertThat(rest.post("/v1/encrypt", body.formatted(keyId, base64(4096))).status())
                .isEqualTo(200);
        assertThat(rest.post("/v1/encrypt", body.formatted(keyId, base64(4097))).get("code"))
                .isEqualTo("ValidationException");
        Answer tooLarge = rest.post("/v1/encrypt", body.formatted(keyId, base64(2_000_000)));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.get("code")).isEqualTo("RequestEntityTooLargeException");
    }

    @Test
    void answers_asText_showNoSecret() {
        EncryptInput input = new EncryptInput("k", null, null, null, null, null);

        assertThat(input.toString()).contains("plaintext=null");
        assertThat(new RandomOutput(
                                io.sealkeep.web.Bytes.of(software.amazon.awssdk.core.SdkBytes.fromUtf8String("canary")))
                        .toString())
                .isEqualTo("RandomOutput[plaintext=[6 bytes]]");
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private String encrypt(String context) {
        return String.valueOf(rest.post(
                        "/v1/encrypt", "{\"keyId\": \"%s\", \"plaintext\": \"SGVsbG8=\", %s}".formatted(keyId, context))
                .get("ciphertextBlob"));
    }
}
