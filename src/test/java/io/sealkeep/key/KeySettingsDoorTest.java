// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** Rotation, policy and tags of a key. */
@ServiceTest
class KeySettingsDoorTest {

    @LocalServerPort
    private int port;

    private Rest rest;
    private String key;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        key = "/v1/keys/" + rest.newKey();
    }

    @Test
    void rotation_isOffThenOnThenOff() {
        assertThat(rest.get(key + "/rotation").body().path("keyRotationEnabled").asBoolean())
                .isFalse();

        assertThat(rest.put(key + "/rotation", "{\"rotationPeriodInDays\":90}").status())
                .isEqualTo(204);
        Answer on = rest.get(key + "/rotation");
        assertThat(on.body().path("keyRotationEnabled").asBoolean()).isTrue();
        assertThat(on.body().path("rotationPeriodInDays").asInt()).isEqualTo(90);
        assertThat(Instant.parse(on.get("nextRotationDate"))).isNotNull();

        assertThat(rest.delete(key + "/rotation").status()).isEqualTo(204);
        assertThat(rest.get(key + "/rotation").body().path("keyRotationEnabled").asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"rotationPeriodInDays\":89}", "{\"rotationPeriodInDays\":2561}"})
    void rotation_withAPeriodOutsideTheLimits_isRefused(String body) {
        Answer refused = rest.put(key + "/rotation", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("ValidationException");
    }

    @Test
    void rotation_ofADisabledKey_isRefused() {
        rest.post(key + "/disable", null);

        assertThat(rest.put(key + "/rotation", "{}").get("code")).isEqualTo("DisabledException");
        assertThat(rest.delete(key + "/rotation").status()).isEqualTo(409);
        assertThat(rest.post(key + "/rotations", null).get("code")).isEqualTo("DisabledException");
    }

    @Test
    void rotations_onDemand_areListedAndOldCiphertextStillOpens() {
        String keyId = key.substring("/v1/keys/".length());
        String blob = rest.post("/v1/encrypt", "{\"keyId\":\"%s\",\"plaintext\":\"aGk=\"}".formatted(keyId))
                .get("ciphertextBlob");

        Answer rotated = rest.post(key + "/rotations", null);

        assertThat(rotated.status()).isEqualTo(202);
        assertThat(rotated.get("keyId")).endsWith(keyId);
        Answer list = rest.get(key + "/rotations");
        assertThat(list.body().path("rotations")).hasSize(1);
        assertThat(list.body().path("rotations").path(0).path("rotationType").asString())
                .isEqualTo("ON_DEMAND");
        assertThat(rest.get(key + "/rotations?includeKeyMaterial=ALL_KEY_MATERIAL")
                        .body()
                        .path("rotations"))
                .hasSize(2);
        assertThat(rest.get(key + "/rotations?includeKeyMaterial=SOME").get("code"))
                .isEqualTo("ValidationException");
        assertThat(rest.post("/v1/decrypt", "{\"ciphertextBlob\":\"%s\"}".formatted(blob))
                        .get("plaintext"))
                .isEqualTo("aGk=");
    }

    @Test
    void policy_isKeptByteForByte() {
        String policy =
                "{ \"Version\":\"2012-10-17\",\n  \"Id\":\"ä\", \"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                        + "{\"AWS\":\"arn:aws:iam::000000000000:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}] }\n";
        String body = "{\"policy\":" + JsonMapper.builder().build().writeValueAsString(policy) + "}";

        assertThat(rest.get(key + "/policy").get("policyName")).isEqualTo("default");
        assertThat(rest.put(key + "/policy", body).status()).isEqualTo(204);
        assertThat(rest.get(key + "/policy").get("policy")).isEqualTo(policy);
    }

    @Test
    void policy_thatIsNone_isRefused() {
        assertThat(rest.put(key + "/policy", "{\"policy\":\"no\"}").get("code"))
                .isEqualTo("MalformedPolicyDocumentException");
        assertThat(rest.put(key + "/policy", "{}").get("code")).isEqualTo("ValidationException");
    }

    @Test
    void tags_arePutListedAndRemoved_evenWithACommaInTheirKey() {
        assertThat(rest.put(key + "/tags", """
                {"tags": [{"tagKey": "a,b", "tagValue": "1"}, {"tagKey": "a", "tagValue": "2"}, {"tagKey": "b", "tagValue": ""}]}""").status()).isEqualTo(204);
        assertThat(rest.get(key + "/tags").body().path("tags")).hasSize(3);

        assertThat(rest.delete(key + "/tags?tagKeys=a,b").status()).isEqualTo(204);
        assertThat(rest.get(key + "/tags").text())
                .doesNotContain("a,b")
                .contains("\"a\"")
                .contains("\"b\"");

        assertThat(rest.delete(key + "/tags?tagKeys=a&tagKeys=b&tagKeys=absent").status())
                .isEqualTo(204);
        assertThat(rest.get(key + "/tags").body().path("tags")).isEmpty();
    }

    @Test
    void tags_pageByPage_giveACursor() {
        rest.put(key + "/tags", """
                {"tags": [{"tagKey": "a", "tagValue": "1"}, {"tagKey": "b", "tagValue": "2"}]}""");

        Answer first = rest.get(key + "/tags?limit=1");

        assertThat(first.body().path("tags")).hasSize(1);
        Answer second = rest.get(key + "/tags?limit=1&cursor=" + first.get("nextCursor"));
        assertThat(second.body().path("tags")).hasSize(1);
        assertThat(second.body()).isNotEqualTo(first.body());
    }

    @Test
    void tags_thatKmsRefuses_areRefused() {
        assertThat(rest.put(key + "/tags", "{\"tags\":[{\"tagKey\":\"aws:x\",\"tagValue\":\"\"}]}")
                        .get("code"))
                .isEqualTo("TagException");
        assertThat(rest.put(key + "/tags", "{}").get("code")).isEqualTo("ValidationException");
        assertThat(rest.delete(key + "/tags").get("code")).isEqualTo("ValidationException");
    }
}
