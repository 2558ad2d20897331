// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.Rest;
import io.sealkeep.web.Rest.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Many calls in one request. */
@ServiceTest
class BatchDoorTest {

    private static final String GOOD = "{\"keyId\": \"KEY\", \"plaintext\": \"aGk=\"}";

    @LocalServerPort
    private int port;

    private Rest rest;
    private String keyId;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        keyId = rest.newKey();
    }

    @Test
    void batch_encryptedThenReEncryptedThenDecrypted_givesEachItemInItsPlace() {
        List<String> plaintexts = List.of("YQ==", "Yg==", "Yw==");
        List<String> items = new ArrayList<>();
        plaintexts.forEach(plaintext -> items.add("{\"keyId\": \"KEY\", \"plaintext\": \"%s\"}".formatted(plaintext)));

        List<String> blobs = results(batch("encrypt", items), "ciphertextBlob");
        List<String> moved = results(
                batch(
                        "re-encrypt",
                        blobs.stream()
                                .map(blob ->
                                        "{\"ciphertextBlob\": \"%s\", \"destinationKeyId\": \"KEY\"}".formatted(blob))
                                .toList()),
                "ciphertextBlob");
        Answer opened = batch(
                "decrypt",
                moved.stream().map("{\"ciphertextBlob\": \"%s\"}"::formatted).toList());

        assertThat(moved).doesNotContainAnyElementsOf(blobs);
        assertThat(results(opened, "plaintext")).isEqualTo(plaintexts);
        assertThat(opened.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"keyId": "alias/absent", "plaintext": "aGk="}                        | 404 | NotFoundException
            {"keyId": "KEY", "plaintext": "aGk=", "dryRun": true}                 | 412 | DryRunOperationException
            {"keyId": "KEY", "plaintext": ""}                                     | 400 | ValidationException
            {"keyId": "KEY", "plaintext": "aGk=", "grantTokens": ["aGk"]}         | 400 | InvalidGrantTokenException
            {"keyId": "KEY", "plaintext": "aGk"}                                  | 400 | SerializationException
            {"keyId": "KEY", "plaintext": "aGk=", "encryptionContex": {"a": "b"}} | 400 | SerializationException
            {"keyId": 5, "plaintext": "aGk="}                                     | 400 | SerializationException
            {}                                                                    | 400 | ValidationException
            null                                                                  | 400 | SerializationException
            "aGk="                                                                | 400 | SerializationException
            []                                                                    | 400 | SerializationException
            """)
    void badItem_isAProblem_andSpoilsNoOther(String bad, int status, String code) {
        Answer answer = batch("encrypt", List.of(GOOD, bad, GOOD));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode items = answer.body().path("items");
        assertThat(items).hasSize(3);
        assertThat(items.path(0).path("result").has("ciphertextBlob")).isTrue();
        assertThat(items.path(2).path("result").has("ciphertextBlob")).isTrue();
        assertThat(items.path(1).has("result")).isFalse();
        JsonNode problem = items.path(1).path("problem");
        assertThat(problem.path("status").asInt()).as(answer.text()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("requestId").asString()).isEqualTo(answer.header("x-amzn-RequestId"));
        assertThat(problem.toString()).doesNotContain("aGk");
    }

    @Test
    void items_asManyAsTheBound_areTaken() {
        Answer answer = batch("encrypt", Collections.nCopies(Batch.MOST_ITEMS, GOOD));

        assertThat(results(answer, "ciphertextBlob")).hasSize(100).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Batch.MOST_ITEMS + 1})
    void items_outsideTheBound_areRefusedTogether(int number) {
        Answer refused = batch("encrypt", Collections.nCopies(number, GOOD));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo("ValidationException");
        assertThat(refused.get("detail")).isEqualTo("A batch has 1 to 100 items, in the member 'items'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                       | ValidationException
            {"items": null}                                                          | ValidationException
            {"items": {"keyId": "KEY"}}                                              | SerializationException
            {"item": []}                                                             | SerializationException
            {"items": [{"keyId": "KEY", "keyId": "KEY", "plaintext": "aGk="}]}       | SerializationException
            {"items": [{"keyId": "KEY", "plaintext": "aGk="}                         | SerializationException
            """)
    void body_thatIsNoBatch_isRefused(String body, String code) {
        Answer refused = rest.post("/v1/batch/encrypt", body.replace("KEY", keyId));

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.get("code")).isEqualTo(code);
    }

    @Test
    void body_overTheLimit_isRefused() {
        String large = "{\"keyId\": \"KEY\", \"plaintext\": \"%s\"}".formatted("AAAA".repeat(4000));

        Answer refused = batch("encrypt", Collections.nCopies(Batch.MOST_ITEMS, large));

        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void items_asText_showNoSecret() {
        BatchEncryptInput input = new BatchEncryptInput(List.of(new io.sealkeep.web.BatchItem<>(
                new EncryptInput(
                        "k",
                        io.sealkeep.web.Bytes.of(software.amazon.awssdk.core.SdkBytes.fromUtf8String("canary")),
                        null,
                        null,
                        List.of(java.util.Objects.requireNonNull(io.sealkeep.web.Token.of("canary"))),
                        null),
                null)));

        assertThat(input.toString()).contains("[6 bytes]", "[a token]").doesNotContain("canary");
    }

    private Answer batch(String operation, List<String> items) {
        return rest.post(
                "/v1/batch/" + operation,
                "{\"items\": [" + String.join(", ", items).replace("KEY", keyId) + "]}");
    }

    private static List<String> results(Answer answer, String member) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> values = new ArrayList<>();
        answer.body()
                .path("items")
                .forEach(item -> values.add(item.path("result").path(member).asString()));
        return values;
    }
}
