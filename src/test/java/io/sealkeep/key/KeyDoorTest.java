// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class KeyDoorTest {

    private static final String ABSENT = "00000000-0000-4000-8000-000000000000";

    @LocalServerPort
    private int port;

    private Rest rest;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
    }

    @Test
    void create_withNothing_answersTheKeyAndWhereItIs() {
        Answer created = rest.post("/v1/keys", "{}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/v1/keys/" + created.get("keyId"));
        assertThat(created.header("x-amzn-RequestId")).isNotEmpty();
        assertThat(created.get("arn")).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + created.get("keyId"));
        assertThat(created.get("keyState")).isEqualTo("Enabled");
        assertThat(created.get("keySpec")).isEqualTo("SYMMETRIC_DEFAULT");
        assertThat(Instant.parse(created.get("creationDate"))).isNotNull();
        assertThat(created.text()).doesNotContain("null").doesNotContain("alias");
        assertThat(rest.get(created.header("Location")).body()).isEqualTo(created.body());
    }

    @Test
    void create_inAnotherRegion_saysItInTheLocation() {
        Answer created = rest.post("/v1/keys?region=eu-central-1", "{}");

        assertThat(created.header("Location")).isEqualTo("/v1/keys/" + created.get("keyId") + "?region=eu-central-1");
        assertThat(rest.get(created.header("Location")).body()).isEqualTo(created.body());
    }

    @Test
    void create_withEverything_answersItAll() {
        String name = Rest.newName();
        String policy =
                "{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":"
                        + "{\\\"AWS\\\":\\\"arn:aws:iam::000000000000:root\\\"},\\\"Action\\\":\\\"kms:*\\\",\\\"Resource\\\":\\\"*\\\"}]}";

        Answer created = rest.post("/v1/keys", """
                {"description": "ä key", "keySpec": "SYMMETRIC_DEFAULT", "keyUsage": "ENCRYPT_DECRYPT", "origin": "AWS_KMS",
                 "multiRegion": false, "policy": "%s", "bypassPolicyLockoutSafetyCheck": true,
                 "tags": [{"tagKey": "a", "tagValue": "b"}], "aliasName": "alias/%s"}""".formatted(policy, name));

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.get("description")).isEqualTo("ä key");
        assertThat(created.get("aliasName")).isEqualTo("alias/" + name);
        assertThat(rest.get("/v1/aliases/" + name).get("targetKeyId")).isEqualTo(created.get("keyId"));
        assertThat(rest.get("/v1/keys/" + created.get("keyId") + "/tags").text())
                .contains("{\"tagKey\":\"a\",\"tagValue\":\"b\"}");
    }

    @ParameterizedTest
    @CsvSource({"alias/aws/mine, 400", "no-prefix, 400", "alias/in valid, 400"})
    void create_whereOnlyTheAliasFails_answersTheKeyWithTheProblemBesideIt(String alias, int status) {
        Answer created = rest.post("/v1/keys", "{\"aliasName\":\"%s\"}".formatted(alias));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.get("aliasName")).isNull();
        assertThat(created.body().path("aliasProblem").path("status").asInt()).isEqualTo(status);
        assertThat(rest.get(created.header("Location")).status()).isEqualTo(200);
    }

    @Test
    void create_withAnAliasThatExists_answersTheKeyWithTheProblemBesideIt() {
        String name = Rest.newName();
        String first = rest.newKey(name);

        Answer created = rest.post("/v1/keys", "{\"aliasName\":\"alias/%s\"}".formatted(name));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("aliasProblem").path("code").asString()).isEqualTo("AlreadyExistsException");
        assertThat(created.body().path("aliasProblem").path("status").asInt()).isEqualTo(409);
        assertThat(created.body().path("aliasProblem").path("requestId").asString())
                .isEqualTo(created.header("x-amzn-RequestId"));
        assertThat(rest.get("/v1/aliases/" + name).get("targetKeyId")).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"keySpec": "RSA_2048"}                       | 400 | ValidationException
            {"keySpec": "RSA_2048", "keyUsage": "GENERATE_VERIFY_MAC"} | 400 | ValidationException
            {"origin": "ELSEWHERE"}                       | 400 | ValidationException
            {"multiRegion": "yes"}                        | 400 | SerializationException
            {"keySpec": "ROT13"}                          | 400 | ValidationException
            {"keyUsage": "WHATEVER"}                      | 400 | ValidationException
            {"policy": "not json"}                        | 400 | MalformedPolicyDocumentException
            {"tags": [{"tagKey": "aws:x", "tagValue": ""}]} | 400 | TagException
            {"tags": [{"tagKey": "x"}]}                   | 400 | ValidationException
            {"tags": [null]}                              | 400 | SerializationException
            {"descripton": "misspelt"}                    | 400 | SerializationException
            {"alias": "alias/x"}                          | 400 | SerializationException
            """)
    void create_withWhatKmsRefuses_isRefused(String body, int status, String code) {
        Answer refused = rest.post("/v1/keys", body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(refused.get("requestId")).isEqualTo(refused.header("x-amzn-RequestId"));
    }

    @Test
    void list_pageByPage_givesEachKeyOnce() {
        List<String> made = List.of(rest.newKey(), rest.newKey(), rest.newKey());

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = rest.get("/v1/keys?limit=2" + cursor);
            assertThat(page.status()).isEqualTo(200);
            page.body().path("keys").forEach(key -> {
                assertThat(key.propertyNames()).containsExactly("keyId", "arn");
                listed.add(key.path("keyId").asString());
            });
            cursor = page.get("nextCursor") == null ? "" : "&cursor=" + page.get("nextCursor");
        } while (!cursor.isEmpty());

        assertThat(listed).doesNotHaveDuplicates().containsAll(made);
    }

    @Test
    void list_withMetadata_describesEachKey() {
        rest.newKey();

        Answer page = rest.get("/v1/keys?include=metadata&limit=1");

        assertThat(page.body().path("keys")).hasSize(1);
        assertThat(page.body().path("keys").path(0).has("keyState")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "include=metadata&limit=51, With include=metadata a page has at most 50 keys: give a limit from 1 to 50.",
        "include=everything, The query parameter 'include' takes 'metadata'.",
        "limit=ten, The query parameter 'limit' must be a whole number."
    })
    void list_withAQueryItDoesNotTake_saysWhy(String query, String detail) {
        Answer refused = rest.get("/v1/keys?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("ValidationException");
        assertThat(refused.get("detail")).isEqualTo(detail);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, ValidationException",
        "limit=1001, ValidationException",
        "cursor=bogus, InvalidMarkerException"
    })
    void list_withWhatKmsRefuses_isRefused(String query, String code) {
        Answer refused = rest.get("/v1/keys?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alias",
                "1234",
                "arn:aws:kms:us-east-1:000000000000:key",
                "1234abcd-12ab-34cd-56ef-1234567890abc"
            })
    void describe_byAnotherFormThanAKeyId_saysWhatAPathTakes(String key) {
        Answer refused = rest.get("/v1/keys/" + key);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("ValidationException");
        assertThat(refused.get("detail")).startsWith("A key in a path is named by its key id, such as");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "PATCH, ''",
        "DELETE, ''",
        "POST, /disable",
        "POST, /enable",
        "POST, /cancel-deletion",
        "GET, /last-usage",
        "GET, /public-key",
        "POST, /import-parameters",
        "PUT, /material",
        "DELETE, /material",
        "POST, /replicas",
        "POST, /update-primary-region",
        "GET, /rotation",
        "PUT, /rotation",
        "DELETE, /rotation",
        "GET, /rotations",
        "POST, /rotations",
        "GET, /policy",
        "PUT, /policy",
        "GET, /tags",
        "PUT, /tags",
        "DELETE, /tags?tagKeys=a"
    })
    void anything_ofAKeyThatDoesNotExist_isNotFound(String method, String path) {
        String body = switch (method + path) {
            case "PATCH" -> "{\"description\":\"x\"}";
            case "PUT/rotation" -> "{}";
            case "POST/import-parameters" ->
                "{\"wrappingAlgorithm\":\"RSAES_OAEP_SHA_256\",\"wrappingKeySpec\":\"RSA_2048\"}";
            case "PUT/material" ->
                "{\"importToken\":\"aGk=\",\"encryptedKeyMaterial\":\"aGk=\","
                        + "\"expirationModel\":\"KEY_MATERIAL_DOES_NOT_EXPIRE\"}";
            case "POST/replicas" -> "{\"replicaRegion\":\"eu-west-1\"}";
            case "POST/update-primary-region" -> "{\"primaryRegion\":\"eu-west-1\"}";
            case "PUT/policy" -> "{\"policy\":\"{\\\"Statement\\\":{}}\"}";
            case "PUT/tags" -> "{\"tags\":[{\"tagKey\":\"a\",\"tagValue\":\"b\"}]}";
            default -> null;
        };

        Answer refused = rest.call(method, "/v1/keys/" + ABSENT + path, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(404);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.get("code")).isEqualTo("NotFoundException");
        assertThat(refused.get("detail")).contains(ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_4096, ENCRYPT_DECRYPT, encryptionAlgorithms, RSAES_OAEP_SHA_256",
        "ECC_NIST_P521, SIGN_VERIFY, signingAlgorithms, ECDSA_SHA_512",
        "ECC_NIST_EDWARDS25519, SIGN_VERIFY, signingAlgorithms, ED25519_PH_SHA_512",
        "HMAC_384, GENERATE_VERIFY_MAC, macAlgorithms, HMAC_SHA_384",
        "ECC_NIST_P384, KEY_AGREEMENT, keyAgreementAlgorithms, ECDH",
        "ML_KEM_1024, ENCAPSULATE_DECAPSULATE, encapsulationAlgorithms, ML_KEM"
    })
    void create_ofEachKind_showsWhatTheKeyIsFor(String spec, String usage, String member, String algorithm) {
        Answer created = rest.post("/v1/keys", "{\"keySpec\":\"%s\",\"keyUsage\":\"%s\"}".formatted(spec, usage));

        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(created.get("keySpec")).isEqualTo(spec);
        assertThat(created.get("keyUsage")).isEqualTo(usage);
        assertThat(created.body().path(member).toString()).contains("\"" + algorithm + "\"");
        assertThat(created.body().propertyNames())
                .filteredOn(name -> name.endsWith("Algorithms"))
                .containsExactly(member);
        assertThat(created.body().has("multiRegionConfiguration")).isFalse();
        assertThat(created.body().has("customKeyStoreId")).isFalse();
    }

    @Test
    void lastUsage_namesTheCallThatUsedTheKey() {
        String keyId = rest.newKey();
        Answer unused = rest.get("/v1/keys/" + keyId + "/last-usage");
        Answer encrypted = rest.post("/v1/encrypt", "{\"keyId\":\"%s\",\"plaintext\":\"aGk=\"}".formatted(keyId));

        Answer used = rest.get("/v1/keys/" + keyId + "/last-usage");

        assertThat(unused.status()).as(unused.text()).isEqualTo(200);
        assertThat(unused.body().has("keyLastUsage")).isFalse();
        assertThat(used.get("keyId")).endsWith(keyId);
        assertThat(Instant.parse(used.get("trackingStartDate"))).isEqualTo(used.get("keyCreationDate"));
        JsonNode use = used.body().path("keyLastUsage");
        assertThat(use.path("operation").asString()).isEqualTo("Encrypt");
        assertThat(use.path("kmsRequestId").asString()).isEqualTo(encrypted.header("x-amzn-RequestId"));
        assertThat(Instant.parse(use.path("timestamp").asString())).isNotNull();
        assertThat(rest.get("/v1/audit/events/" + use.path("cloudTrailEventId").asString())
                        .get("eventName"))
                .isEqualTo("Encrypt");
    }

    @Test
    void patch_ofTheDescription_changesIt() {
        String path = "/v1/keys/" + rest.newKey();

        assertThat(rest.call("PATCH", path, "{\"description\":\"new\"}").status())
                .isEqualTo(204);
        assertThat(rest.get(path).get("description")).isEqualTo("new");
        assertThat(rest.call("PATCH", path, "{}").get("code")).isEqualTo("ValidationException");
    }

    @Test
    void disable_thenEnable_decidesWhetherTheKeyCanBeUsed() {
        String keyId = rest.newKey();
        String encrypt = "{\"keyId\":\"%s\",\"plaintext\":\"aGk=\"}".formatted(keyId);

        assertThat(rest.post("/v1/keys/" + keyId + "/disable", null).status()).isEqualTo(204);
        Answer refused = rest.post("/v1/encrypt", encrypt);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.get("code")).isEqualTo("DisabledException");
        assertThat(refused.get("detail")).endsWith(keyId + " is disabled.");

        assertThat(rest.post("/v1/keys/" + keyId + "/enable", null).status()).isEqualTo(204);
        assertThat(rest.post("/v1/encrypt", encrypt).status()).isEqualTo(200);
    }

    @Test
    void deletion_isScheduledOnce_andCanBeCancelledOnce() {
        String path = "/v1/keys/" + rest.newKey();

        assertThat(rest.delete(path + "?pendingWindowInDays=6").get("code")).isEqualTo("ValidationException");
        Answer scheduled = rest.delete(path + "?pendingWindowInDays=7");
        assertThat(scheduled.status()).isEqualTo(202);
        assertThat(scheduled.get("keyState")).isEqualTo("PendingDeletion");
        assertThat(scheduled.body().path("pendingWindowInDays").asInt()).isEqualTo(7);
        assertThat(Instant.parse(scheduled.get("deletionDate"))).isNotNull();
        assertInvalidState(rest.delete(path));
        assertInvalidState(rest.post(path + "/enable", null));
        assertInvalidState(rest.call("PATCH", path, "{\"description\":\"x\"}"));

        Answer cancelled = rest.post(path + "/cancel-deletion", null);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.get("keyId")).endsWith(path.substring("/v1/keys/".length()));
        assertThat(rest.get(path).get("keyState")).isEqualTo("Disabled");
        assertInvalidState(rest.post(path + "/cancel-deletion", null));
    }

    private static void assertInvalidState(Answer refused) {
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.get("code")).isEqualTo("KMSInvalidStateException");
    }
}
