// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Multi-Region keys over REST. */
@ServiceTest
class ReplicaDoorTest {

    private static final String REPLICA = "{\"replicaRegion\": \"eu-central-1\"}";

    @LocalServerPort
    private int port;

    private Rest rest;

    private String keyId;
    private String key;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKeyOf("\"multiRegion\": true");
        key = "/v1/keys/" + keyId;
    }

    @Test
    void primary_isShown_asOne() {
        Answer shown = rest.get(key);

        assertThat(keyId).matches("mrk-[0-9a-f]{32}");
        assertThat(shown.body().path("multiRegion").asBoolean()).isTrue();
        assertThat(shown.body().path("multiRegionConfiguration").toString())
                .isEqualTo("{\"multiRegionKeyType\":\"PRIMARY\",\"primaryKey\":{\"arn\":"
                        + "\"arn:aws:kms:us-east-1:000000000000:key/" + keyId
                        + "\",\"region\":\"us-east-1\"},\"replicaKeys\":[]}");
    }

    @Test
    void replica_isWhereItsLocationSays_andOpensWhatThePrimaryEncrypted() {
        Answer made = rest.post(key + "/replicas", """
                {"replicaRegion": "eu-central-1", "description": "there", "tags": [{"tagKey": "a", "tagValue": "b"}]}""");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.get("arn")).isEqualTo("arn:aws:kms:eu-central-1:000000000000:key/" + keyId);
        assertThat(made.get("description")).isEqualTo("there");
        assertThat(made.get("replicaPolicy")).contains("\"Statement\"");
        assertThat(made.body().path("replicaTags").toString()).isEqualTo("[{\"tagKey\":\"a\",\"tagValue\":\"b\"}]");
        assertThat(made.header("Location")).isEqualTo(key + "?region=eu-central-1");
        Answer there = rest.get(made.header("Location"));
        assertThat(there.body()
                        .path("multiRegionConfiguration")
                        .path("multiRegionKeyType")
                        .asString())
                .isEqualTo("REPLICA");
        String blob = rest.post("/v1/encrypt", "{\"keyId\": \"%s\", \"plaintext\": \"aGk=\"}".formatted(keyId))
                .get("ciphertextBlob");
        assertThat(rest.post("/v1/decrypt?region=eu-central-1", "{\"ciphertextBlob\": \"%s\"}".formatted(blob))
                        .get("plaintext"))
                .isEqualTo("aGk=");
    }

    @Test
    void updatePrimaryRegion_exchangesTheRoles() {
        rest.post(key + "/replicas", REPLICA);

        Answer updated = rest.post(key + "/update-primary-region", "{\"primaryRegion\": \"eu-central-1\"}");

        assertThat(updated.status()).as(updated.text()).isEqualTo(204);
        assertThat(rest.get(key)
                        .body()
                        .path("multiRegionConfiguration")
                        .path("multiRegionKeyType")
                        .asString())
                .isEqualTo("REPLICA");
        assertThat(rest.post(key + "/replicas", "{\"replicaRegion\": \"us-west-2\"}")
                        .status())
                .isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            replicas              | {}                                                     | 400 | ValidationException
            replicas              | {"replicaRegion": "us-east-1"}                         | 400 | ValidationException
            replicas              | {"replicaRegion": "nowhere"}                           | 400 | ValidationException
            replicas              | {"replicaRegion": "eu-west-1"}                         | 409 | AlreadyExistsException
            replicas              | {"replicaRegion": "eu-west-2", "policy": "no"}         | 400 | MalformedPolicyDocumentException
            replicas              | {"replicaRegion": "eu-west-2", "tags": [{"tagKey": "aws:x", "tagValue": ""}]} | 400 | TagException
            replicas              | {"region": "eu-west-2"}                                | 400 | SerializationException
            update-primary-region | {}                                                     | 400 | ValidationException
            update-primary-region | {"primaryRegion": "us-east-1"}                         | 400 | ValidationException
            update-primary-region | {"primaryRegion": "eu-north-1"}                        | 404 | NotFoundException
            update-primary-region | {"region": "eu-west-1"}                                | 400 | SerializationException
            """)
    void request_thatIsRefused_tellsWhy(String path, String body, int status, String code) {
        rest.post(key + "/replicas", "{\"replicaRegion\": \"eu-west-1\"}");

        Answer refused = rest.post(key + "/" + path, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"replicas, replicaRegion", "update-primary-region, primaryRegion"})
    void anything_onAKeyOfOneRegion_isNotSupported(String path, String member) {
        Answer refused =
                rest.post("/v1/keys/" + rest.newKey() + "/" + path, "{\"%s\": \"eu-west-1\"}".formatted(member));

        assertThat(refused.status()).as(refused.text()).isEqualTo(501);
        assertThat(refused.get("code")).isEqualTo("UnsupportedOperationException");
    }
}
