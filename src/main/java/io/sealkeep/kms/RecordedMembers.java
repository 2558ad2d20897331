// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * Reads named members of SDK requests and responses in the spelling of CloudTrail's records: the first letter in lower case,
 * {@code AWSAccountId} becoming {@code aWSAccountId} as the samples have it. Bytes are never read. Stateless.
 */
final class RecordedMembers {

    private static final Map<Class<?>, Map<String, SdkField<?>>> FIELDS = new ConcurrentHashMap<>();

    private RecordedMembers() {}

    /** Returns the named members that are set, in the order of the names. */
    static Map<String, Object> of(SdkPojo pojo, List<String> names, Map<String, Object> defaults) {
        Map<String, SdkField<?>> fields = fields(pojo);
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : names) {
            SdkField<?> field = fields.get(name);
            Object value = field == null ? null : plain(field.getValueOrDefault(pojo));
            if (value == null) {
                value = defaults.get(name);
            }
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    /** Returns a text member, or null where it is absent or not a text. */
    static @Nullable String text(SdkPojo pojo, String name) {
        SdkField<?> field = fields(pojo).get(name);
        return field != null && field.getValueOrDefault(pojo) instanceof String text ? text : null;
    }

    /** Returns a structure member, or null where it is absent. */
    static @Nullable SdkPojo structure(SdkPojo pojo, String name) {
        SdkField<?> field = fields(pojo).get(name);
        return field != null && field.getValueOrDefault(pojo) instanceof SdkPojo inner ? inner : null;
    }

    private static Map<String, SdkField<?>> fields(SdkPojo pojo) {
        return FIELDS.computeIfAbsent(pojo.getClass(), type -> {
            Map<String, SdkField<?>> byName = new LinkedHashMap<>();
            pojo.sdkFields().forEach(field -> byName.put(lowerCamel(field.locationName()), field));
            return byName;
        });
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case SdkBytes ignored -> null;
            case SdkAutoConstructList<?> ignored -> null;
            case SdkAutoConstructMap<?, ?> ignored -> null;
            case SdkPojo pojo -> all(pojo);
            case List<?> list -> {
                List<Object> items = new ArrayList<>(list.size());
                for (Object item : list) {
                    Object member = plain(item);
                    if (member != null) {
                        items.add(member);
                    }
                }
                yield items;
            }
            default -> value;
        };
    }

    private static Map<String, Object> all(SdkPojo pojo) {
        Map<String, Object> members = new LinkedHashMap<>();
        fields(pojo).forEach((name, field) -> {
            Object member = plain(field.getValueOrDefault(pojo));
            if (member != null) {
                members.put(name, member);
            }
        });
        return members;
    }

    private static String lowerCamel(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
