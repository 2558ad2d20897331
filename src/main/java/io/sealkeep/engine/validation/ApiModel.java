// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.validation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The input shapes of the KMS API model, read once from the two resources of this package. Immutable. */
final class ApiModel {

    private static final Map<String, Shape> SHAPES = new HashMap<>();

    static {
        read("kms-2014-11-01.json");
        read("amendments.json");
    }

    private ApiModel() {}

    /**
     * A shape of the model.
     *
     * @param min least length, size or value; {@code Long.MIN_VALUE} where there is none
     * @param max greatest length, size or value; {@code Long.MAX_VALUE} where there is none
     * @param pattern what the whole text must match, or null
     * @param values the enumeration in the model's order; empty where there is none
     * @param sensitive whether a value must not be repeated in a message
     * @param members a structure's members and their shapes' names
     * @param required a structure's members that must be there
     * @param element the name of the shape of a list's elements or a map's values, or null
     */
    record Shape(
            long min,
            long max,
            @Nullable Pattern pattern,
            List<String> values,
            boolean sensitive,
            Map<String, String> members,
            Set<String> required,
            @Nullable String element) {}

    /**
     * Returns the shape of that name.
     *
     * @throws IllegalStateException if the model has none: the SDK is newer than the resources
     */
    static Shape shape(String name) {
        Shape shape = SHAPES.get(name);
        if (shape == null) {
            throw new IllegalStateException("The API model has no shape " + name);
        }
        return shape;
    }

    /** Returns the names of all shapes. */
    static Stream<String> names() {
        return SHAPES.keySet().stream();
    }

    private static void read(String resource) {
        try (InputStream in = ApiModel.class.getResourceAsStream(resource)) {
            JsonNode shapes = JsonMapper.shared().readTree(Objects.requireNonNull(in, resource));
            shapes.propertyStream()
                    .filter(entry -> entry.getValue().isObject())
                    .forEach(entry -> SHAPES.put(entry.getKey(), parse(entry.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Shape parse(JsonNode shape) {
        String pattern = shape.path("pattern").asString(null);
        Map<String, String> members = new HashMap<>();
        shape.path("members")
                .propertyStream()
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asString()));
        return new Shape(
                shape.path("min").asLong(Long.MIN_VALUE),
                shape.path("max").asLong(Long.MAX_VALUE),
                pattern == null ? null : Pattern.compile(pattern),
                strings(shape.path("enum")),
                shape.path("sensitive").asBoolean(false)
                        || shape.path("type").asString("").equals("blob"),
                Map.copyOf(members),
                new HashSet<>(strings(shape.path("required"))),
                shape.path("member").asString(shape.path("value").asString(null)));
    }

    private static List<String> strings(JsonNode array) {
        List<String> result = new ArrayList<>(array.size());
        array.forEach(element -> result.add(element.asString()));
        return List.copyOf(result);
    }
}
