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

/** GenerateMac and VerifyMac over REST. */
@ServiceTest
class MacDoorTest {

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKeyOf("\"keySpec\": \"HMAC_256\", \"keyUsage\": \"GENERATE_VERIFY_MAC\"");
    }

    @Test
    void mac_ofAMessage_verifies() {
        Answer made = mac("aGVsbG8=");

        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(made.get("keyId")).endsWith(keyId);
        assertThat(made.get("macAlgorithm")).isEqualTo("HMAC_SHA_256");
        assertThat(Base64.getDecoder().decode(made.get("mac"))).hasSize(32);
        Answer verified = verify("aGVsbG8=", made.get("mac"));
        assertThat(verified.status()).as(verified.text()).isEqualTo(200);
        assertThat(verified.body().path("macValid").asBoolean()).isTrue();
        assertThat(verified.get("keyId")).endsWith(keyId);
        assertThat(verified.get("macAlgorithm")).isEqualTo("HMAC_SHA_256");
    }

    @Test
    void verify_ofAnotherMessage_isRefusedWithoutAWord() {
        Answer refused = verify("b3RoZXI=", mac("aGVsbG8=").get("mac"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("KMSInvalidMacException");
        assertThat(refused.get("detail")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mac        | {"keyId": "KEY", "message": "aGk=", "macAlgorithm": "HMAC_SHA_256", "dryRun": true} | 412 | DryRunOperationException
            mac        | {"keyId": "KEY", "message": "aGk=", "macAlgorithm": "HMAC_SHA_512"}  | 400 | InvalidKeyUsageException
            mac        | {"keyId": "KEY", "message": "aGk=", "macAlgorithm": "MD5"}           | 400 | ValidationException
            mac        | {"keyId": "KEY", "message": "aGk=", "macAlgorithm": "HMAC_SHA_256", "grantTokens": ["aGkgdG9rZW4"]} | 400 | InvalidGrantTokenException
            mac        | {"keyId": "KEY", "message": "aGk=", "algorithm": "HMAC_SHA_256"}     | 400 | SerializationException
            mac        | {"keyId": "KEY"}                                                     | 400 | ValidationException
            mac        | {"keyId": "alias/absent", "message": "aGk=", "macAlgorithm": "HMAC_SHA_256"} | 404 | NotFoundException
            verify-mac | {"keyId": "KEY", "message": "aGk=", "macAlgorithm": "HMAC_SHA_256", "mac": "aGk="} | 400 | KMSInvalidMacException
            verify-mac | {"keyId": "KEY", "message": "aGk=", "macAlgorithm": "HMAC_SHA_256"}  | 400 | ValidationException
            verify-mac | {"keyId": "KEY", "message": "aGk=", "MAC": "aGk="}                   | 400 | SerializationException
            """)
    void request_thatIsRefused_tellsWhyWithoutWhatItCarried(String path, String body, int status, String code) {
        Answer refused = rest.post("/v1/" + path, body.replace("KEY", keyId));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(refused.text()).doesNotContain("aGk");
    }

    private Answer mac(String message) {
        return rest.post("/v1/mac", """
                {"keyId": "%s", "message": "%s", "macAlgorithm": "HMAC_SHA_256"}""".formatted(keyId, message));
    }

    private Answer verify(String message, String mac) {
        return rest.post("/v1/verify-mac", """
                {"keyId": "%s", "message": "%s", "mac": "%s", "macAlgorithm": "HMAC_SHA_256"}""".formatted(keyId, message, mac));
    }
}
