// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.validation;

import io.sealkeep.engine.validation.ApiModel.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The constrained members of one structure: a request, or a structure inside one. Immutable. */
final class StructureRules {

    private final MemberRule[] members;

    private StructureRules(MemberRule[] members) {
        this.members = members;
    }

    /** One member: how to read it, what it is called in a message, what holds for it. */
    private record MemberRule(SdkField<?> field, String name, boolean required, ValueRules values) {}

    /**
     * Makes the rules of the structure's class, whose simple name is the model's name for it.
     *
     * @throws IllegalStateException if the model does not have the structure or one of its members
     */
    static StructureRules compile(SdkPojo structure) {
        Shape shape = ApiModel.shape(structure.getClass().getSimpleName());
        List<MemberRule> rules = new ArrayList<>();
        for (SdkField<?> field : structure.sdkFields()) {
            String member = field.locationName();
            String memberShape = shape.members().get(member);
            if (memberShape == null) {
                throw new IllegalStateException(
                        "The API model has no " + structure.getClass().getSimpleName() + "." + member);
            }
            boolean required = shape.required().contains(member);
            ValueRules values = ValueRules.of(memberShape);
            if (required || !values.isEmpty()) {
                rules.add(new MemberRule(field, lowerCamel(member), required, values));
            }
        }
        return new StructureRules(rules.toArray(MemberRule[]::new));
    }

    /** Checks the structure; {@code prefix} is its own path with a trailing dot, or empty for a request. */
    void check(SdkPojo structure, String prefix, Violations violations) {
        for (MemberRule member : members) {
            Object value = member.field.getValueOrDefault(structure);
            if (isPresent(value)) {
                member.values.check(value, prefix, member.name, violations);
            } else if (member.required) {
                violations.add(
                        member.values.isSensitive() ? "Value" : "Value null",
                        prefix + member.name,
                        "Member must not be null");
            }
        }
    }

    /** The SDK puts a list or map of its own kind where the caller gave none. */
    private static boolean isPresent(@Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }

    private static String lowerCamel(String member) {
        return member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
    }
}
