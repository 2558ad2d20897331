// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ServiceTest
class GrantDoorTest {

    private static final String ABSENT = "00000000-0000-4000-8000-000000000000";
    private static final String NO_GRANT = "0".repeat(64);
    private static final String ROOT = "arn:aws:iam::000000000000:root";
    private static final String PLAIN = """
            {"granteePrincipal": "%s", "operations": ["Encrypt"]}""".formatted(ROOT);

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKey();
    }

    private String grants() {
        return "/v1/keys/" + keyId + "/grants";
    }

    private Answer create(String body) {
        Answer created = rest.post(grants(), body);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created;
    }

    private List<String> ids(String path) {
        Answer answer = rest.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.body()
                .path("grants")
                .valueStream()
                .map(grant -> grant.path("grantId").asString())
                .toList();
    }

    @Test
    void create_ofAllMembers_isListedWithThem() {
        String role = "arn:aws:iam::000000000000:role/" + Rest.newName();
        Answer created = create("""
                {"granteePrincipal": "%s", "retiringPrincipal": "%s", "operations": ["Encrypt", "Decrypt"], "name": "n",
                 "constraints": {"encryptionContextSubset": {"tenant": "t"}}}""".formatted(role, ROOT));

        assertThat(created.get("grantToken")).isNotEmpty();
        JsonNode grant = rest.get(grants()).body().path("grants").path(0);
        assertThat(grant.path("grantId").asString()).isEqualTo(created.get("grantId"));
        assertThat(grant.path("keyId").asString()).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + keyId);
        assertThat(grant.path("granteePrincipal").asString()).isEqualTo(role);
        assertThat(grant.path("retiringPrincipal").asString()).isEqualTo(ROOT);
        assertThat(grant.path("issuingAccount").asString()).isEqualTo(ROOT);
        assertThat(grant.path("name").asString()).isEqualTo("n");
        assertThat(grant.path("operations").valueStream().map(JsonNode::asString))
                .containsExactly("Decrypt", "Encrypt");
        assertThat(grant.path("constraints").toString()).isEqualTo("""
                {"encryptionContextSubset":{"tenant":"t"}}""");
        assertThat(grant.path("creationDate").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void create_forAService_isListedWithIt() {
        create("""
                {"granteeServicePrincipal": "dynamodb.amazonaws.com", "retiringServicePrincipal": "dynamodb.amazonaws.com",
                 "operations": ["Decrypt"], "constraints": {"sourceArn": "arn:aws:dynamodb:us-east-1:000000000000:table/t"}}""");

        JsonNode grant = rest.get(grants()).body().path("grants").path(0);
        assertThat(grant.path("granteeServicePrincipal").asString()).isEqualTo("dynamodb.amazonaws.com");
        assertThat(grant.path("retiringServicePrincipal").asString()).isEqualTo("dynamodb.amazonaws.com");
        assertThat(grant.path("constraints").path("sourceArn").asString())
                .isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/t");
    }

    @Test
    void create_againUnderItsName_answersTheSameGrant() {
        String named = PLAIN.replace("}", ", \"name\": \"n\"}");

        assertThat(create(named).get("grantId")).isEqualTo(create(named).get("grantId"));
        assertThat(create(PLAIN).get("grantId")).isNotEqualTo(create(PLAIN).get("grantId"));
        assertThat(ids(grants())).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                 | 400 | ValidationException
            {"operations": ["Encrypt"]}                                        | 400 | ValidationException
            {"granteePrincipal": "ROOT", "operations": ["Sign"]}               | 400 | ValidationException
            {"granteePrincipal": "ROOT", "operations": ["Nope"]}               | 400 | ValidationException
            {"granteePrincipal": "ROOT", "operations": "Encrypt"}              | 400 | SerializationException
            {"granteePrincipal": "ROOT", "operations": ["Encrypt"], "x": 1}    | 400 | SerializationException
            {"granteePrincipal": "ROOT", "operations": [null]}                 | 400 | SerializationException
            {"granteePrincipal": "nobody", "operations": ["Encrypt"]}          | 400 | InvalidArnException
            {"granteePrincipal": "ROOT", "operations": ["Encrypt"], "grantTokens": ["x"]} | 400 | InvalidGrantTokenException
            {"granteePrincipal": "ROOT", "operations": ["Encrypt"], "dryRun": true}       | 412 | DryRunOperationException
            """)
    void create_ofWhatKmsRefuses_isRefusedAndMakesNothing(String body, int status, String code) {
        Answer refused = rest.post(grants(), body.replace("ROOT", ROOT));

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.get("code")).isEqualTo(code);
        assertThat(ids(grants())).isEmpty();
    }

    @Test
    void create_onADisabledKey_isRefused() {
        rest.post("/v1/keys/" + keyId + "/disable", null);

        Answer refused = rest.post(grants(), PLAIN);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.get("code")).isEqualTo("DisabledException");
    }

    @Test
    void list_withACursor_givesTheNextPage() {
        create(PLAIN);
        create(PLAIN);

        Answer first = rest.get(grants() + "?limit=1");
        Answer second = rest.get(grants() + "?limit=1&cursor=" + first.get("nextCursor"));

        assertThat(second.get("nextCursor")).isNull();
        assertThat(List.of(
                        first.body().path("grants").path(0).path("grantId").asString(),
                        second.body().path("grants").path(0).path("grantId").asString()))
                .containsExactlyInAnyOrderElementsOf(ids(grants()));
        assertThat(rest.get(grants() + "?cursor=bogus").get("code")).isEqualTo("InvalidMarkerException");
    }

    @Test
    void list_ofOneGranteeOrGrant_showsNoOther() {
        String role = "arn:aws:iam::000000000000:role/r";
        String roles = create(PLAIN.replace(ROOT, role)).get("grantId");
        String roots = create(PLAIN).get("grantId");
        String services = create("""
                {"granteeServicePrincipal": "s3.amazonaws.com", "retiringPrincipal": "%s", "operations": ["Decrypt"],
                 "constraints": {"sourceArn": "arn:aws:s3:us-east-1:000000000000:accesspoint/p"}}""".formatted(ROOT)).get("grantId");

        assertThat(ids(grants() + "?granteePrincipal=" + role)).containsExactly(roles);
        assertThat(ids(grants() + "?granteeServicePrincipal=s3.amazonaws.com")).containsExactly(services);
        assertThat(ids(grants() + "?grantId=" + roots)).containsExactly(roots);
        assertThat(ids(grants() + "?grantId=" + NO_GRANT)).isEmpty();
    }

    @Test
    void listRetirable_ofAPrincipal_showsItsGrantsOnAllKeys() {
        String role = "arn:aws:iam::000000000000:role/" + Rest.newName();
        String body = PLAIN.replace("}", ", \"retiringPrincipal\": \"%s\"}".formatted(role));
        String here = create(body).get("grantId");
        create(PLAIN);
        keyId = rest.newKey();
        String there = create(body).get("grantId");

        assertThat(ids("/v1/retirable-grants?retiringPrincipal=" + role)).containsExactlyInAnyOrder(here, there);
        assertThat(ids("/v1/retirable-grants?retiringServicePrincipal=s3.amazonaws.com"))
                .isEmpty();
        assertThat(rest.get("/v1/retirable-grants").get("code")).isEqualTo("ValidationException");
    }

    @Test
    void retire_byToken_endsTheGrantAndTheToken() {
        Answer created = create(PLAIN);
        String body = "{\"grantToken\": \"%s\"}".formatted(created.get("grantToken"));

        assertThat(rest.post("/v1/retire-grant", body).status()).isEqualTo(204);
        assertThat(ids(grants())).isEmpty();
        Answer again = rest.post("/v1/retire-grant", body);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.get("code")).isEqualTo("InvalidGrantTokenException");
    }

    @Test
    void retire_byKeyArnAndId_endsTheGrant() {
        String body = """
                {"keyId": "arn:aws:kms:us-east-1:000000000000:key/%s", "grantId": "%s"}""".formatted(keyId, create(PLAIN).get("grantId"));

        assertThat(rest.post("/v1/retire-grant", body.replace("}", ", \"dryRun\": true}"))
                        .status())
                .isEqualTo(412);
        assertThat(ids(grants())).hasSize(1);
        assertThat(rest.post("/v1/retire-grant", body).status()).isEqualTo(204);
        assertThat(ids(grants())).isEmpty();
        assertThat(rest.post("/v1/retire-grant", body).status()).isEqualTo(404);
    }

    @Test
    void revoke_ofAGrant_endsItOnce() {
        Answer created = create(PLAIN);
        String path = grants() + "/" + created.get("grantId");

        assertThat(rest.delete(path + "?dryRun=true").status()).isEqualTo(412);
        assertThat(ids(grants())).hasSize(1);
        assertThat(rest.delete(path).status()).isEqualTo(204);
        assertThat(ids(grants())).isEmpty();
        Answer again = rest.delete(path);
        assertThat(again.status()).isEqualTo(404);
        assertThat(again.get("code")).isEqualTo("NotFoundException");
    }

    @Test
    void grants_ofWhatIsMissingOrMalformed_areRefused() {
        assertThat(rest.get("/v1/keys/" + ABSENT + "/grants").status()).isEqualTo(404);
        assertThat(rest.delete("/v1/keys/" + ABSENT + "/grants/" + NO_GRANT).status())
                .isEqualTo(404);
        assertThat(rest.delete(grants() + "/x").get("code")).isEqualTo("InvalidGrantIdException");
        assertThat(rest.get("/v1/keys/alias%2Fx/grants").status() / 100).isEqualTo(4);
    }
}
