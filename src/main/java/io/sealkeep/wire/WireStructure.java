// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** The members of one structure of the SDK's model, in the model's order and by name. Made once a class; immutable. */
final class WireStructure {

    private static final Map<Class<?>, WireStructure> KNOWN = new ConcurrentHashMap<>();

    private final List<WireMember> members;
    private final Map<String, Integer> positions;

    private WireStructure(List<SdkField<?>> fields) {
        List<WireMember> list = new ArrayList<>(fields.size());
        Map<String, Integer> byName = new HashMap<>();
        for (SdkField<?> field : fields) {
            byName.put(field.locationName(), list.size());
            list.add(WireMember.of(field));
        }
        if (list.size() > Long.SIZE) {
            throw new IllegalStateException("The reader marks members already seen in a long");
        }
        this.members = List.copyOf(list);
        this.positions = Map.copyOf(byName);
    }

    /** Returns the members of a structure, or of the structure that a builder builds. */
    static WireStructure of(SdkPojo structureOrBuilder) {
        WireStructure known = KNOWN.get(structureOrBuilder.getClass());
        if (known == null) {
            known = new WireStructure(structureOrBuilder.sdkFields());
            KNOWN.put(structureOrBuilder.getClass(), known);
        }
        return known;
    }

    List<WireMember> members() {
        return members;
    }

    /** Returns the member's place in {@link #members}, or null for a name that the model does not have. */
    @Nullable
    Integer position(String name) {
        return positions.get(name);
    }
}
