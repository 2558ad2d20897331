// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The published OpenAPI text, read as a person reads Swagger UI: section by section, from top to bottom. */
record ApiDescription(JsonNode json) {

    private static final String JSON = "application/json";

    static ApiDescription of(Rest rest) {
        return new ApiDescription(rest.get("/v3/api-docs").body());
    }

    /** One operation. */
    record Operation(String method, String path, JsonNode json) {

        @Override
        public String toString() {
            return method + " " + path;
        }

        Stream<JsonNode> parameters(String in) {
            return json.path("parameters")
                    .valueStream()
                    .filter(p -> p.path("in").asString().equals(in));
        }

        /** Returns the path and query as "Try it out" fills them in. */
        String url() {
            String url = path;
            for (JsonNode parameter : parameters("path").toList()) {
                url = url.replace(
                        "{" + parameter.path("name").asString() + "}",
                        parameter.path("example").asString());
            }
            List<String> query = new ArrayList<>();
            parameters("query").filter(p -> p.has("example")).forEach(parameter -> {
                JsonNode example = parameter.path("example");
                Stream<JsonNode> values = example.isArray() ? example.valueStream() : Stream.of(example);
                values.forEach(value -> query.add(parameter.path("name").asString() + "="
                        + URLEncoder.encode(value.asString(), StandardCharsets.UTF_8)));
            });
            return query.isEmpty() ? url : url + "?" + String.join("&", query);
        }

        boolean takesBody() {
            return json.has("requestBody");
        }

        /** Returns the bodies that "Try it out" offers; null alone where there is none. */
        List<@Nullable String> bodies() {
            JsonNode body = json.path("requestBody").path("content").path(JSON);
            List<@Nullable String> bodies = new ArrayList<>();
            body.path("examples")
                    .forEach(example -> bodies.add(example.path("value").toString()));
            if (bodies.isEmpty()) {
                bodies.add(body.has("example") ? body.path("example").toString() : null);
            }
            return bodies;
        }

        /** Returns the schema of the answer with a status, an empty object where it has no body. */
        JsonNode answer(int status) {
            return json.path("responses")
                    .path(String.valueOf(status))
                    .path("content")
                    .path(JSON)
                    .path("schema");
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        json.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, operation) ->
                        all.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path, operation))));
        List<Operation> shown = new ArrayList<>();
        json.path("tags")
                .forEach(section -> all.stream()
                        .filter(operation ->
                                operation.json().path("tags").path(0).equals(section.path("name")))
                        .forEach(shown::add));
        all.stream().filter(operation -> !shown.contains(operation)).forEach(shown::add);
        return shown;
    }

    /** Follows a reference, if it is one. */
    JsonNode resolve(JsonNode schema) {
        return schema.has("$ref") ? json.at(schema.path("$ref").asString().substring(1)) : schema;
    }
}
