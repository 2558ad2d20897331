// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Gives every operation of the API description what all have in common: the region, the errors, and the example of its body, which
 * stands at the body's type in the code. Safe for concurrent use.
 */
final class CommonParts implements OpenApiCustomizer {

    private static final String SCHEMAS = "#/components/schemas/";

    /** Statuses that any operation may answer; what leads to them, the operation's own description says. */
    private static final Map<String, String> ERRORS = errors();

    private final List<Tag> sections;

    CommonParts(List<Tag> sections) {
        this.sections = sections;
    }

    @Override
    public void customise(OpenAPI api) {
        ModelConverters.getInstance(true).read(Problem.class).forEach(api.getComponents()::addSchemas);
        List<Operation> operations = api.getPaths().entrySet().stream()
                .filter(path -> path.getKey().startsWith("/v1/"))
                .flatMap(path -> path.getValue().readOperations().stream())
                .toList();
        operations.forEach(operation -> complete(operation, api));
        api.setPaths(sorted(api.getPaths()));
        api.setTags(sections.stream()
                .filter(section -> operations.stream()
                        .anyMatch(operation -> operation.getTags().contains(section.getName())))
                .toList());
    }

    private static Paths sorted(Paths paths) {
        Paths sorted = new Paths();
        sorted.putAll(new TreeMap<>(paths));
        return sorted;
    }

    private static void complete(Operation operation, OpenAPI api) {
        operation.addParametersItem(new Parameter()
                .in("query")
                .name("region")
                .description("The AWS region of the call, such as eu-central-1; the configured one where absent")
                .schema(stringSchema()));
        ERRORS.forEach((status, text) -> operation.getResponses().addApiResponse(status, problem(text)));
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().values().forEach(body -> moveExample(body, api));
        }
    }

    /** To the body itself, where OpenAPI 3.1 has it and tools look for it. */
    private static void moveExample(MediaType body, OpenAPI api) {
        String reference = body.getSchema() == null ? null : body.getSchema().get$ref();
        if (reference != null && body.getExample() == null && body.getExamples() == null) {
            Schema<?> type = api.getComponents().getSchemas().get(reference.substring(SCHEMAS.length()));
            body.setExample(type == null ? null : type.getExample());
        }
    }

    private static ApiResponse problem(String text) {
        return new ApiResponse()
                .description(text)
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref(SCHEMAS + "Problem"))));
    }

    private static Schema<?> stringSchema() {
        Schema<?> schema = new Schema<>();
        schema.addType("string");
        return schema;
    }

    private static Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        errors.put("400", "The request is malformed, or cannot be carried out on these values");
        errors.put("403", "Not allowed");
        errors.put("404", "No such key or alias");
        errors.put("409", "The key's or alias's state does not allow it, or a quota is reached");
        errors.put("413", "The body is too large");
        errors.put("429", "Too many requests");
        errors.put("501", "The backend lacks this operation, or the key cannot do it");
        errors.put("503", "The audit trail, the store or the backend is unavailable; nothing was answered unrecorded");
        return errors;
    }
}
