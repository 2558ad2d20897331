// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How the REST doors read and write JSON. Reading is strict, because what is passed over silently in a security API is a hole:
 * with {@code encryptionContex} ignored, data would be encrypted without its context. Stateless.
 */
public final class StrictJson {

    /** Deeper than any body of the API, and shallow enough that no reader of it is at risk. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_NAME_LENGTH = 8192;

    private StrictJson() {}

    /**
     * Returns a mapper that refuses unknown and repeated members, anything after the document, nesting deeper than 32, nulls
     * inside lists and maps, and values of another JSON type than the member's. It leaves nulls out of what it writes; times are
     * ISO 8601, written in UTC.
     */
    public static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        return JsonMapper.builder(factory)
                .addModule(new SimpleModule().addDeserializer(Instant.class, new StrictInstant()))
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(
                        coercion -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion -> List.of(
                                        CoercionInputShape.Boolean,
                                        CoercionInputShape.Float,
                                        CoercionInputShape.Integer)
                                .forEach(shape -> coercion.setCoercion(shape, CoercionAction.Fail)))
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
    }
}
