// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/**
 * What the codec knows of one member of a structure, or of a list's or map's elements. Immutable.
 *
 * @param field reads from a structure and sets on its builder
 * @param name the member's name on the wire
 * @param kind its JSON form
 * @param element the elements of a list or the values of a map, else null
 * @param structure makes a builder of a nested structure, else null
 */
record WireMember(
        SdkField<?> field,
        SerializableString name,
        Kind kind,
        @Nullable WireMember element,
        @Nullable Supplier<SdkPojo> structure) {

    /** The types of the KMS model, each with AWS's words for it where a value of another type stands in its place. */
    enum Kind {
        TEXT("a String"),
        INTEGER("an Integer"),
        BOOLEAN("a Boolean"),
        TIMESTAMP("milliseconds since epoch"),
        BLOB("a Blob"),
        LIST("Expected list or null"),
        MAP("Expected map or null"),
        STRUCTURE("Expected null");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static WireMember of(SdkField<?> field) {
        Kind kind = kindOf(field.marshallingType());
        SdkField<?> element = switch (kind) {
            case LIST -> field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            case MAP -> field.getRequiredTrait(MapTrait.class).valueFieldInfo();
            default -> null;
        };
        return new WireMember(
                field,
                new SerializedString(Objects.requireNonNullElse(field.locationName(), "")),
                kind,
                element == null ? null : of(element),
                field.constructor());
    }

    private static Kind kindOf(MarshallingType<?> type) {
        return switch (type.getKnownType()) {
            case STRING -> Kind.TEXT;
            case INTEGER -> Kind.INTEGER;
            case BOOLEAN -> Kind.BOOLEAN;
            case INSTANT -> Kind.TIMESTAMP;
            case SDK_BYTES -> Kind.BLOB;
            case LIST -> Kind.LIST;
            case MAP -> Kind.MAP;
            case SDK_POJO -> Kind.STRUCTURE;
            default -> throw new IllegalStateException("The codec has no form for " + type.getKnownType());
        };
    }
}
