// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.home.StartRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of one mapping of a seed file, read one by one and refused by name: whatever is wrong, the message says of which key and
 * which member, and repeats no value. One thread.
 */
final class SeedMembers {

    /** What may be repeated as the name of a member: a slip in a file's indentation can make one of anything, also of a secret. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,30}");

    private static final Pattern KEY_ID =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}");

    private final String source;
    private final String place;
    private final Map<String, Object> members;

    private SeedMembers(String source, String place, Map<String, Object> members) {
        this.source = source;
        this.place = place;
        this.members = members;
    }

    /** Returns the members of the whole file. */
    static SeedMembers root(String source, @Nullable Object value) {
        return of(source, "", value == null ? "" : value);
    }

    private static SeedMembers of(String source, String place, Object value) {
        Map<String, Object> members = new LinkedHashMap<>();
        SeedMembers read = new SeedMembers(source, place, members);
        if (!(value instanceof Map<?, ?> map)) {
            throw read.refusal("it must be a mapping of members.");
        }
        map.forEach((name, member) -> {
            if (!(name instanceof String text)) {
                throw read.refusal("the name of a member must be text.");
            }
            members.put(text, member == null ? "" : member);
        });
        return read;
    }

    String source() {
        return source;
    }

    /**
     * Returns the same members, called by the key that they are of.
     *
     * @param member where the id stands; what is no id goes into no message
     */
    SeedMembers named(String member, String keyId) {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw refusal(member, "it must be a UUID, or mrk- and 32 hex digits, in lower case.");
        }
        return new SeedMembers(source, "key " + keyId, members);
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** Refuses any member but these. */
    SeedMembers only(Set<String> names) {
        for (String name : members.keySet()) {
            if (!names.contains(name)) {
                throw refusal(
                        (NAME.matcher(name).matches() ? "there is no member " + name : "there is no such member as one of these")
                                + "; the members are " + String.join(", ", names.stream().sorted().toList()) + ".");
            }
        }
        return this;
    }

    /** Returns a text; null where the member is not there. */
    @Nullable
    String text(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw refusal(name, "it must be text.");
    }

    String required(String name) {
        String text = text(name);
        if (text == null || text.isEmpty()) {
            throw refusal(name, "it must be there.");
        }
        return text;
    }

    /** Returns {@code true} or {@code false}; null where the member is not there. */
    @Nullable
    Boolean flag(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw refusal(name, "it must be true or false.");
        };
    }

    /** Returns the text or the mapping as it stands; null where the member is not there. */
    @Nullable
    Object value(String name) {
        return members.get(name);
    }

    /** Returns the texts of a list; empty where the member is not there. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(name)) {
            if (!(each instanceof String text)) {
                throw refusal(name, "it must be a list of texts.");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Returns the mappings of a list, each called by its number; empty where the member is not there. */
    List<SeedMembers> mappings(String name) {
        List<SeedMembers> mappings = new ArrayList<>();
        for (Object each : list(name)) {
            mappings.add(of(source, (place.isEmpty() ? "" : place + ", ") + name + "[" + mappings.size() + "]", each));
        }
        return mappings;
    }

    /** Returns the members of a member; none where it is not there. */
    SeedMembers mapping(String name) {
        Object value = members.getOrDefault(name, "");
        return of(source, (place.isEmpty() ? "" : place + ", ") + name, value.equals("") ? Map.of() : value);
    }

    boolean isList(String name) {
        return members.get(name) instanceof List;
    }

    private List<?> list(String name) {
        Object value = members.getOrDefault(name, "");
        if (value.equals("")) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> each == null ? (Object) "" : each).toList();
        }
        throw refusal(name, "it must be a list.");
    }

    StartRefusedException refusal(String member, String why) {
        return refusal(member + ": " + why);
    }

    StartRefusedException refusal(String why) {
        return new StartRefusedException("The seed file " + source + " is refused" + (place.isEmpty() ? "" : ", " + place)
                + ": " + why + " Nothing was seeded.");
    }
}
