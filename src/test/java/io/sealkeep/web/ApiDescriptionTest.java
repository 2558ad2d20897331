// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.ApiDescription.Operation;
import io.sealkeep.web.Rest.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What the service says about itself is complete, and true: its examples work. */
@ServiceTest
class ApiDescriptionTest {

    @LocalServerPort
    private int port;

    private Rest rest;
    private ApiDescription description;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
        description = ApiDescription.of(rest);
    }

    /** What its caller has to wrap first: no example of it can work as it stands. */
    private static final String IMPORT = "PUT /v1/keys/{keyId}/material";

    /** As Swagger UI does, the description is read anew when something was created: then it names the example keys. */
    @Test
    void examples_ofAllOperations_workFromTopToBottomOnAFreshService() {
        List<String> failed = new ArrayList<>();
        List<String> played = new ArrayList<>();
        for (Operation listed : description.operations()) {
            if (listed.toString().equals("POST /v1/retire-grant")) {
                // As it says itself: the example before has revoked the example grant.
                play("POST /v1/keys/{keyId}/grants", 0, failed);
            }
            for (int example = 0; example < listed.bodies().size(); example++) {
                play(listed.toString(), example, failed);
                played.add(listed.toString());
            }
        }

        assertThat(failed).isEmpty();
        assertThat(played)
                .contains(
                        "POST /v1/keys",
                        "PUT /v1/aliases/{name}",
                        "POST /v1/re-encrypt",
                        "POST /v1/verify",
                        "POST /v1/decapsulate",
                        "POST /v1/keys/{keyId}/update-primary-region",
                        "DELETE /v1/keys/{keyId}")
                .containsSubsequence("DELETE /v1/keys/{keyId}/grants/{grantId}", "POST /v1/retire-grant");
        assertThat(played).hasSizeGreaterThanOrEqualTo(59).endsWith("POST /v1/keys/{keyId}/cancel-deletion");
    }

    private void play(String listed, int example, List<String> failed) {
        Operation operation = again(listed);
        Answer answer = rest.call(
                operation.method(), operation.url(), operation.bodies().get(example));
        if (answer.status() / 100 != 2 && !listed.equals(IMPORT)) {
            failed.add(operation + " " + operation.url() + ": " + answer.status() + " " + answer.text());
        }
        undocumented(operation, answer).forEach(member -> failed.add(operation + " answers undocumented " + member));
        if (answer.status() == 201) {
            description = ApiDescription.of(rest);
        }
    }

    @Test
    void example_ofImportingKeyMaterial_saysThatItDoesNotWorkAsItStands() {
        Operation operation = description.operations().stream()
                .filter(listed -> listed.toString().equals(IMPORT))
                .findFirst()
                .orElseThrow();

        assertThat(operation.json().path("description").asString()).contains("does not work as it stands");
    }

    private Operation again(String listed) {
        return description.operations().stream()
                .filter(operation -> operation.toString().equals(listed))
                .findFirst()
                .orElseThrow();
    }

    private List<String> undocumented(Operation operation, Answer answer) {
        if (answer.status() / 100 != 2) {
            return List.of();
        }
        JsonNode schema = description.resolve(operation.answer(answer.status()));
        if (schema.path("type").asString("").equals("object") && !schema.has("properties")) {
            return List.of(); // any object: a CloudTrail record
        }
        List<String> members = new ArrayList<>(answer.body().propertyNames());
        members.removeAll(schema.path("properties").propertyNames());
        return members;
    }

    @Test
    void operations_each_sayWhatTheyDoAndCarryAnExample() {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : description.operations()) {
            softly.assertThat(operation.json().path("summary").asString(""))
                    .as(operation + " summary")
                    .isNotBlank();
            softly.assertThat(operation.json().path("description").asString(""))
                    .as(operation + " description")
                    .isNotBlank();
            softly.assertThat(operation.json().path("tags"))
                    .as(operation + " section")
                    .hasSize(1);
            softly.assertThat(operation.parameters("path"))
                    .as(operation + " path")
                    .allSatisfy(
                            parameter -> assertThat(parameter.has("example")).isTrue());
            softly.assertThat(operation
                            .parameters("query")
                            .map(p -> p.path("name").asString()))
                    .as(operation + " region")
                    .contains("region");
            softly.assertThat(!operation.takesBody() || !operation.bodies().contains(null))
                    .as(operation + " body example")
                    .isTrue();
            softly.assertThat(operation
                            .json()
                            .path("responses")
                            .path("400")
                            .path("content")
                            .propertyNames())
                    .as(operation + " problem")
                    .containsExactly("application/problem+json");
        }
        softly.assertAll();
    }

    @Test
    void text_isOpenApi31_andEveryReferenceInItLeadsSomewhere() {
        assertThat(description.json().path("openapi").asString()).startsWith("3.1");
        Matcher references = Pattern.compile("\"\\$ref\":\"#([^\"]+)\"")
                .matcher(description.json().toString());
        assertThat(references.results().map(reference -> reference.group(1)).distinct())
                .isNotEmpty()
                .allSatisfy(
                        reference -> assertThat(description.json().at(reference).isMissingNode())
                                .as(reference)
                                .isFalse());
    }

    @Test
    void problem_isDescribed_asItIsAnswered() {
        Answer problem = rest.get("/v1/keys?limit=0");

        assertThat(description
                        .json()
                        .at("/components/schemas/Problem/properties")
                        .propertyNames())
                .containsExactlyInAnyOrderElementsOf(problem.body().propertyNames());
    }

    @Test
    void swaggerUi_isServed_andAsksNoOtherHost() {
        Answer page = rest.get("/swagger-ui/index.html");
        Answer start = rest.get("/swagger-ui/swagger-initializer.js");
        Answer settings = rest.get("/v3/api-docs/swagger-config");

        assertThat(rest.get("/swagger-ui.html").status()).isEqualTo(302);
        assertThat(page.text())
                .contains("swagger-ui")
                .doesNotContain("src=\"http")
                .doesNotContain("href=\"http");
        assertThat(start.text())
                .contains("window.ui.specActions.download(window.ui.specSelectors.url())")
                .contains("\"validatorUrl\" : \"\"");
        assertThat(settings.get("validatorUrl")).isEqualTo("");
        assertThat(settings.get("url")).isEqualTo("/v3/api-docs");
    }
}
