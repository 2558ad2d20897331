// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.validation;

import io.sealkeep.engine.validation.ApiModel.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;

/** What holds for the values of one shape, and the words for what does not. Immutable. */
final class ValueRules {

    private final Shape shape;
    private final Set<String> allowed;
    private final @Nullable ValueRules element;

    private ValueRules(Shape shape) {
        this.shape = shape;
        this.allowed = new HashSet<>(shape.values());
        this.element = shape.element() == null ? null : new ValueRules(ApiModel.shape(shape.element()));
    }

    static ValueRules of(String shapeName) {
        return new ValueRules(ApiModel.shape(shapeName));
    }

    /** Returns whether every value is good: such a member need not be looked at. */
    boolean isEmpty() {
        return isUnbounded()
                && shape.pattern() == null
                && allowed.isEmpty()
                && shape.members().isEmpty()
                && element == null;
    }

    boolean isSensitive() {
        return shape.sensitive() || (element != null && element.isSensitive());
    }

    /** Checks a value that is there; {@code prefix + name} is its path. */
    void check(Object value, String prefix, String name, Violations violations) {
        switch (value) {
            case SdkPojo structure ->
                RequestValidation.rulesOf(structure).check(structure, prefix + name + '.', violations);
            case List<?> list -> checkList(list, prefix + name, violations);
            case Map<?, ?> map -> checkMap(map, prefix + name, violations);
            default -> {
                if (!isGood(value)) {
                    for (String fault : faults(value)) {
                        violations.add(shown(value), prefix + name, fault);
                    }
                }
            }
        }
    }

    private void checkList(List<?> list, String path, Violations violations) {
        if (list.size() > shape.max()) {
            violations.add(shown(list), path, longest());
        } else if (list.size() < shape.min()) {
            violations.add(shown(list), path, shortest());
        }
        for (int i = 0; i < list.size() && !violations.isFull(); i++) {
            Object member = list.get(i);
            if (member instanceof SdkPojo structure) {
                RequestValidation.rulesOf(structure).check(structure, path + '.' + (i + 1) + ".member.", violations);
            } else if (member == null || (element != null && !element.isGood(member))) {
                // As AWS does for plain elements: the list once, with all that holds for an element.
                violations.add(shown(list), path, "Member must satisfy constraint: " + elementConstraints());
                return;
            }
        }
    }

    private void checkMap(Map<?, ?> map, String path, Violations violations) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String key && isWellFormed(key))) {
                violations.add("Value", path, "Map keys must satisfy constraint: [Member must be well-formed Unicode]");
                return;
            }
            if (!(entry.getValue() instanceof String text && isWellFormed(text))) {
                violations.add(
                        "Value",
                        path,
                        "Map value must satisfy constraint: [Member must be well-formed Unicode, Member must not be null]");
                return;
            }
        }
    }

    private boolean isGood(Object value) {
        return switch (value) {
            case String text ->
                isWellFormed(text)
                        && fits(length(text))
                        && (allowed.isEmpty() || allowed.contains(text))
                        && (shape.pattern() == null
                                || shape.pattern().matcher(text).matches());
            case SdkBytes bytes -> fits(bytes.asByteArrayUnsafe().length);
            case Number number -> fits(number.longValue());
            default -> true;
        };
    }

    /** Returns what is wrong with a value that is not good, in the order in which AWS names it. */
    private List<String> faults(Object value) {
        List<String> faults = new ArrayList<>(2);
        if (value instanceof Number number) {
            if (number.longValue() > shape.max()) {
                faults.add("Member must have value less than or equal to " + shape.max());
            } else if (number.longValue() < shape.min()) {
                faults.add("Member must have value greater than or equal to " + shape.min());
            }
            return faults;
        }
        long length = value instanceof SdkBytes bytes ? bytes.asByteArrayUnsafe().length : length(value.toString());
        if (length > shape.max()) {
            faults.add(longest());
        } else if (length < shape.min()) {
            faults.add(shortest());
        }
        if (value instanceof String text) {
            addTextFaults(text, faults);
        }
        return faults;
    }

    private void addTextFaults(String text, List<String> faults) {
        if (shape.pattern() != null && !shape.pattern().matcher(text).matches()) {
            faults.add(matching());
        }
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            faults.add(oneOf());
        }
        if (!isWellFormed(text)) {
            faults.add("Member must be well-formed Unicode");
        }
    }

    private List<String> elementConstraints() {
        List<String> constraints = new ArrayList<>();
        if (element != null) {
            if (element.shape.max() != Long.MAX_VALUE) {
                constraints.add(element.longest());
            }
            if (element.shape.min() != Long.MIN_VALUE) {
                constraints.add(element.shortest());
            }
            if (element.shape.pattern() != null) {
                constraints.add(element.matching());
            }
            if (!element.allowed.isEmpty()) {
                constraints.add(element.oneOf());
            }
        }
        constraints.add("Member must not be null");
        return constraints;
    }

    private String longest() {
        return "Member must have length less than or equal to " + shape.max();
    }

    private String shortest() {
        return "Member must have length greater than or equal to " + shape.min();
    }

    private String matching() {
        return "Member must satisfy regular expression pattern: " + shape.pattern();
    }

    private String oneOf() {
        return "Member must satisfy enum value set: " + shape.values();
    }

    /** Text that has no UTF-8 form is not repeated either: no answer could carry it. */
    private String shown(Object value) {
        return isSensitive() || !isWellFormed(value.toString()) ? "Value" : "Value '" + value + "'";
    }

    private boolean isUnbounded() {
        return shape.min() == Long.MIN_VALUE && shape.max() == Long.MAX_VALUE;
    }

    private boolean fits(long number) {
        return number >= shape.min() && number <= shape.max();
    }

    /** The model counts Unicode characters, not UTF-16 units. */
    private static long length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int point = text.codePointAt(i);
                if (point < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
