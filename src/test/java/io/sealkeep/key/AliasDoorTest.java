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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ServiceTest
class AliasDoorTest {

    private static final String ABSENT = "00000000-0000-4000-8000-000000000000";

    @LocalServerPort
    private int port;

    private Rest rest;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with/slashes/in-it", "under_score:colon"})
    void put_ofANewName_createsIt(String suffix) {
        String keyId = rest.newKey();
        String path = "/v1/aliases/" + Rest.newName() + "/" + suffix;

        Answer created = rest.put(path, target(keyId));

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(created.get("aliasName")).isEqualTo("alias/" + path.substring("/v1/aliases/".length()));
        Answer got = rest.get(path);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.get("targetKeyId")).isEqualTo(keyId);
        assertThat(got.get("aliasArn")).isEqualTo("arn:aws:kms:us-east-1:000000000000:" + created.get("aliasName"));
        assertThat(got.get("creationDate")).isNotNull();
    }

    @Test
    void put_inAnotherRegion_saysItInTheLocation() {
        String keyId = rest.post("/v1/keys?region=eu-central-1", "{}").get("keyId");
        String path = "/v1/aliases/" + Rest.newName() + "?region=eu-central-1";

        Answer created = rest.put(path, target(keyId));

        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(rest.get(created.header("Location")).get("targetKeyId")).isEqualTo(keyId);
    }

    @Test
    void put_ofANameThatExists_pointsItToTheOtherKey() {
        String path = "/v1/aliases/" + Rest.newName();
        rest.put(path, target(rest.newKey()));
        String other = rest.newKey();

        Answer moved = rest.put(path, target(other));

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.headers().firstValue("Location")).isEmpty();
        assertThat(rest.get(path).get("targetKeyId")).isEqualTo(other);
        assertThat(rest.put(path, target(other)).status()).as("again").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fresh       | {}                                     | 400 | ValidationException
            fresh       | {"targetKeyId": "alias/x"}             | 400 | ValidationException
            fresh       | {"targetKeyId": "00000000-0000-4000-8000-000000000000"} | 404 | NotFoundException
            aws/mine    | {"targetKeyId": "KEY"}                 | 400 | InvalidAliasNameException
            with space  | {"targetKeyId": "KEY"}                 | 400 | ValidationException
            fresh       | {"keyId": "KEY"}                       | 400 | SerializationException
            """)
    void put_ofWhatKmsRefuses_isRefused(String name, String body, int status, String code) {
        Answer refused = rest.put(
                "/v1/aliases/" + name.replace(" ", "%20").replace("fresh", Rest.newName()),
                body.replace("KEY", rest.newKey()));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
    }

    @Test
    void put_toAKeyPendingDeletion_isRefused() {
        String keyId = rest.newKey();
        rest.delete("/v1/keys/" + keyId);

        Answer refused = rest.put("/v1/aliases/" + Rest.newName(), target(keyId));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.get("code")).isEqualTo("KMSInvalidStateException");
    }

    @Test
    void delete_takesTheNameAndLeavesTheKey() {
        String name = Rest.newName();
        String keyId = rest.newKey(name);

        assertThat(rest.delete("/v1/aliases/" + name).status()).isEqualTo(204);
        assertThat(rest.get("/v1/aliases/" + name).status()).isEqualTo(404);
        assertThat(rest.delete("/v1/aliases/" + name).get("code")).isEqualTo("NotFoundException");
        assertThat(rest.get("/v1/keys/" + keyId).status()).isEqualTo(200);
    }

    @Test
    void list_ofOneKey_givesItsAliasesPageByPage() {
        String keyId = rest.newKey(Rest.newName());
        rest.put("/v1/aliases/" + Rest.newName(), target(keyId));

        Answer first = rest.get("/v1/aliases?limit=1&keyId=" + keyId);
        Answer second = rest.get("/v1/aliases?limit=1&keyId=" + keyId + "&cursor=" + first.get("nextCursor"));

        assertThat(first.body().path("aliases")).hasSize(1);
        assertThat(second.body().path("aliases")).hasSize(1);
        assertThat(second.get("nextCursor")).isNull();
        assertThat(first.body().path("aliases").path(0))
                .isNotEqualTo(second.body().path("aliases").path(0));
        assertThat(rest.get("/v1/aliases").status()).isEqualTo(200);
        assertThat(rest.get("/v1/aliases?keyId=" + ABSENT).status()).isEqualTo(404);
        assertThat(rest.get("/v1/aliases?cursor=bogus").get("code")).isEqualTo("InvalidMarkerException");
    }

    private static String target(String keyId) {
        return "{\"targetKeyId\":\"%s\"}".formatted(keyId);
    }
}
