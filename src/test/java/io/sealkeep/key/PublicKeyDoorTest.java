// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The public half of a key, as JSON, PEM and DER. */
@ServiceTest
class PublicKeyDoorTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    private Rest rest;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
    }

    @Test
    void publicKey_asJson_saysWhatItIsFor() {
        String keyId = rest.newKeyOf("\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"");

        Answer key = rest.get("/v1/keys/" + keyId + "/public-key");

        assertThat(key.status()).as(key.text()).isEqualTo(200);
        assertThat(key.get("keyId")).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + keyId);
        assertThat(key.get("keySpec")).isEqualTo("ECC_NIST_P256");
        assertThat(key.get("keyUsage")).isEqualTo("SIGN_VERIFY");
        assertThat(key.body().path("signingAlgorithms").toString()).isEqualTo("[\"ECDSA_SHA_256\"]");
        assertThat(key.body().propertyNames())
                .containsExactly("keyId", "publicKey", "keySpec", "keyUsage", "signingAlgorithms");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, ENCRYPT_DECRYPT, encryptionAlgorithms",
        "ECC_NIST_P256, KEY_AGREEMENT, keyAgreementAlgorithms",
        "ML_KEM_512, ENCAPSULATE_DECAPSULATE, encapsulationAlgorithms"
    })
    void publicKey_ofEachUsage_namesItsAlgorithms(String spec, String usage, String algorithms) {
        String keyId = rest.newKeyOf("\"keySpec\": \"%s\", \"keyUsage\": \"%s\"".formatted(spec, usage));

        assertThat(rest.get("/v1/keys/" + keyId + "/public-key").body().path(algorithms))
                .isNotEmpty();
        assertThat(rest.get("/v1/keys/" + keyId).body().path(algorithms)).isNotEmpty();
    }

    /** Bouncy Castle's reader stands for the tools that read such files. */
    @ParameterizedTest
    @ValueSource(strings = {"application/x-pem-file", "application/x-pem-file, application/json;q=0.5"})
    void publicKey_asPem_isReadByTools(String accept) throws Exception {
        String keyId = rest.newKeyOf("\"keySpec\": \"RSA_2048\", \"keyUsage\": \"SIGN_VERIFY\"");

        HttpResponse<byte[]> file = file(keyId, accept);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("application/x-pem-file");
        String text = new String(file.body(), StandardCharsets.US_ASCII);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(64));
        PemObject read = new PemReader(new StringReader(text)).readPemObject();
        assertThat(read.getType()).isEqualTo("PUBLIC KEY");
        assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(read.getContent())))
                .isInstanceOf(RSAPublicKey.class);
    }

    @Test
    void publicKey_asOctets_isTheDerOfTheJson() throws Exception {
        String keyId = rest.newKeyOf("\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"");

        HttpResponse<byte[]> file = file(keyId, "application/octet-stream");

        assertThat(file.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(Base64.getEncoder().encodeToString(file.body()))
                .isEqualTo(rest.get("/v1/keys/" + keyId + "/public-key").get("publicKey"));
    }

    @Test
    void publicKey_withoutAccept_isJson() throws Exception {
        String keyId = rest.newKeyOf("\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"");

        assertThat(file(keyId, "*/*").headers().firstValue("Content-Type")).contains("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 501, UnsupportedOperationException",
        "'\"keySpec\": \"HMAC_256\", \"keyUsage\": \"GENERATE_VERIFY_MAC\"', 501, UnsupportedOperationException",
    })
    void publicKey_ofAKeyThatHasNone_isRefusedAsAProblem_whateverIsAccepted(String kind, int status, String code)
            throws Exception {
        HttpResponse<byte[]> refused = file(rest.newKeyOf(kind), "application/x-pem-file");

        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains(code);
    }

    @Test
    void publicKey_ofADisabledKey_isRefused() {
        String keyId = rest.newKeyOf("\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"");
        rest.post("/v1/keys/" + keyId + "/disable", null);

        Answer refused = rest.get("/v1/keys/" + keyId + "/public-key");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.get("code")).isEqualTo("DisabledException");
    }

    @Test
    void publicKey_asAnythingElse_isRefused() throws Exception {
        String keyId = rest.newKeyOf("\"keySpec\": \"ECC_NIST_P256\", \"keyUsage\": \"SIGN_VERIFY\"");

        assertThat(file(keyId, "text/html").statusCode()).isEqualTo(406);
    }

    private HttpResponse<byte[]> file(String keyId, String accept) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/keys/" + keyId + "/public-key"))
                        .header("Accept", accept)
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
