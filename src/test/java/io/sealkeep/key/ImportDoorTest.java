// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Key material that its owner brings, over REST. */
@ServiceTest
class ImportDoorTest {

    private static final String PARAMETERS =
            "{\"wrappingAlgorithm\": \"RSAES_OAEP_SHA_256\", \"wrappingKeySpec\": \"RSA_2048\"}";
    private static final String FOR_EVER = "\"expirationModel\": \"KEY_MATERIAL_DOES_NOT_EXPIRE\"";

    private static final byte[] MATERIAL = HexFormat.of().parseHex("5ea1".repeat(16));

    @LocalServerPort
    private int port;

    private Rest rest;

    private String keyId;
    private String key;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKeyOf("\"origin\": \"EXTERNAL\"");
        key = "/v1/keys/" + keyId;
    }

    @Test
    void key_ofExternalOrigin_waitsForItsMaterial() {
        Answer shown = rest.get(key);

        assertThat(shown.get("origin")).isEqualTo("EXTERNAL");
        assertThat(shown.get("keyState")).isEqualTo("PendingImport");
        assertThat(rest.post("/v1/encrypt", "{\"keyId\": \"%s\", \"plaintext\": \"aGk=\"}".formatted(keyId))
                        .get("code"))
                .isEqualTo("KMSInvalidStateException");
    }

    @Test
    void parameters_areAPublicKeyAndAToken_forADay() {
        Answer parameters = rest.post(key + "/import-parameters", PARAMETERS);

        assertThat(parameters.status()).as(parameters.text()).isEqualTo(200);
        assertThat(parameters.get("keyId")).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + keyId);
        assertThat(publicKey(parameters).getAlgorithm()).isEqualTo("RSA");
        assertThat(parameters.get("importToken")).isNotEmpty();
        assertThat(Instant.parse(parameters.get("parametersValidTo")))
                .isBetween(
                        Instant.now().plus(23, ChronoUnit.HOURS), Instant.now().plus(24, ChronoUnit.HOURS));
    }

    @Test
    void material_imported_makesTheKeyUsable_untilItIsDeleted() {
        Answer imported = importMaterial(MATERIAL, FOR_EVER + ", \"keyMaterialDescription\": \"from the vault\"");

        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        assertThat(imported.get("keyId")).endsWith(keyId);
        assertThat(imported.get("keyMaterialId")).matches("[0-9a-f]{64}");
        Answer shown = rest.get(key);
        assertThat(shown.get("keyState")).isEqualTo("Enabled");
        assertThat(shown.get("expirationModel")).isEqualTo("KEY_MATERIAL_DOES_NOT_EXPIRE");
        assertThat(shown.get("currentKeyMaterialId")).isEqualTo(imported.get("keyMaterialId"));
        assertThat(rest.get(key + "/rotations?includeKeyMaterial=ALL_KEY_MATERIAL")
                        .body()
                        .path("rotations")
                        .path(0)
                        .toString())
                .contains("\"importState\":\"IMPORTED\"", "\"keyMaterialDescription\":\"from the vault\"");
        String blob = rest.post("/v1/encrypt", "{\"keyId\": \"%s\", \"plaintext\": \"aGk=\"}".formatted(keyId))
                .get("ciphertextBlob");

        Answer deleted = rest.delete(key + "/material?keyMaterialId=" + imported.get("keyMaterialId"));

        assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
        assertThat(deleted.get("keyMaterialId")).isEqualTo(imported.get("keyMaterialId"));
        String decrypt = "{\"ciphertextBlob\": \"%s\"}".formatted(blob);
        assertThat(rest.post("/v1/decrypt", decrypt).get("code")).isEqualTo("KMSInvalidStateException");
        assertThat(importMaterial(MATERIAL, FOR_EVER).status()).isEqualTo(200);
        assertThat(rest.post("/v1/decrypt", decrypt).get("plaintext")).isEqualTo("aGk=");
    }

    @Test
    void material_thatExpires_saysWhen() {
        Instant validTo = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

        Answer imported = importMaterial(
                MATERIAL, "\"expirationModel\": \"KEY_MATERIAL_EXPIRES\", \"validTo\": \"%s\"".formatted(validTo));

        assertThat(imported.status()).as(imported.text()).isEqualTo(200);
        assertThat(rest.get(key).get("validTo")).isEqualTo(validTo.toString());
        assertThat(rest.get(key).get("expirationModel")).isEqualTo("KEY_MATERIAL_EXPIRES");
    }

    @Test
    void delete_ofMaterialThatIsNotThere_changesNothing() {
        Answer deleted = rest.delete(key + "/material");

        assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
        assertThat(deleted.get("keyId")).endsWith(keyId);
        assertThat(rest.get(key).get("keyState")).isEqualTo("PendingImport");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST | import-parameters | {}                                                              | 400 | ValidationException
            POST | import-parameters | {"wrappingAlgorithm": "ROT13", "wrappingKeySpec": "RSA_2048"}   | 400 | ValidationException
            POST | import-parameters | {"wrappingAlgorithm": "SM2PKE", "wrappingKeySpec": "RSA_2048"}  | 400 | ValidationException
            POST | import-parameters | {"wrappingAlgoritm": "RSAES_OAEP_SHA_256"}                      | 400 | SerializationException
            PUT  | material          | {}                                                              | 400 | ValidationException
            PUT  | material          | {"importToken": "aGk=", "encryptedKeyMaterial": "aGk=", "expirationModel": "KEY_MATERIAL_DOES_NOT_EXPIRE"} | 400 | InvalidImportTokenException
            PUT  | material          | {"importToken": "aGk=", "encryptedKeyMaterial": "aGk=", "expirationModel": "NEVER"} | 400 | ValidationException
            PUT  | material          | {"importToken": "aGk=", "encryptedKeyMaterial": "aGk="}         | 400 | ValidationException
            PUT  | material          | {"importToken": "aGk=", "keyMaterial": "aGk="}                  | 400 | SerializationException
            """)
    void request_thatIsRefused_tellsWhyWithoutWhatItCarried(
            String method, String path, String body, int status, String code) {
        Answer refused = rest.call(method, key + "/" + path, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("aGk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1795597200",
                "1795597200.5",
                "\"tomorrow\"",
                "\"2026-11-24\"",
                "\"\"",
                "true",
                "{}",
                "\"+1000000000-12-31T23:59:59Z\"",
                "\"-0001-01-01T00:00:00Z\""
            })
    void time_inAnotherForm_isRefused(String validTo) {
        Answer refused = rest.put(key + "/material", "{\"validTo\": %s}".formatted(validTo));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("SerializationException");
        assertThat(refused.get("detail"))
                .isEqualTo("'validTo' must be a time, such as 2026-11-24T09:00:00Z, as a string.");
    }

    @ParameterizedTest
    @CsvSource({"POST, import-parameters", "PUT, material", "DELETE, material"})
    void anything_onAKeyOfKmsOwnMaterial_isNotSupported(String method, String path) {
        String body = switch (method) {
            case "POST" -> PARAMETERS;
            case "PUT" -> "{\"importToken\": \"aGk=\", \"encryptedKeyMaterial\": \"aGk=\", " + FOR_EVER + "}";
            default -> null;
        };

        Answer refused = rest.call(method, "/v1/keys/" + rest.newKey() + "/" + path, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(501);
        assertThat(refused.get("code")).isEqualTo("UnsupportedOperationException");
        assertThat(refused.get("detail")).contains("origin is AWS_KMS");
    }

    private Answer importMaterial(byte[] material, String members) {
        Answer parameters = rest.post(key + "/import-parameters", PARAMETERS);
        return rest.put(
                key + "/material",
                "{\"importToken\": \"%s\", \"encryptedKeyMaterial\": \"%s\", %s}"
                        .formatted(parameters.get("importToken"), wrapped(material, publicKey(parameters)), members));
    }

    private static PublicKey publicKey(Answer parameters) {
        try {
            byte[] der = Base64.getDecoder().decode(parameters.get("publicKey"));
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String wrapped(byte[] material, PublicKey publicKey) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    publicKey,
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
            return Base64.getEncoder().encodeToString(cipher.doFinal(material));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
