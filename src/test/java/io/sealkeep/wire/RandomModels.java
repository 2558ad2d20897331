// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Fills any structure of the SDK's model with random members, by the SDK's own description of it. */
final class RandomModels {

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "alias/demo",
            "\"\\/\b\f\n\r\t",
            "\u0000\u001F\u007F\u0080",
            "äöü€",
            "\uD83D\uDD11",
            "\u2028\u2029",
            "{\"a\":[1]}",
            "null",
            "x".repeat(5000),
            "\uFEFFbom",
            "日本語".repeat(40));

    private final Random random;

    RandomModels(long seed) {
        this.random = new Random(seed);
    }

    /** Sets each member of the builder with a chance of three in four, and returns what it builds. */
    SdkPojo fill(SdkPojo builder) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (random.nextInt(4) != 0) {
                field.set(builder, value(WireMember.of(field)));
            }
        }
        return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    }

    private Object value(WireMember member) {
        return switch (member.kind()) {
            case TEXT -> text();
            case INTEGER -> random.nextBoolean() ? random.nextInt() : random.nextInt(2000);
            case BOOLEAN -> random.nextBoolean();
            case TIMESTAMP -> Instant.ofEpochMilli(random.nextLong(-1_000_000_000_000L, 4_000_000_000_000L));
            case BLOB -> SdkBytes.fromByteArray(bytes());
            case STRUCTURE -> fill(Objects.requireNonNull(member.structure()).get());
            case LIST -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    list.add(value(Objects.requireNonNull(member.element())));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(text(), value(Objects.requireNonNull(member.element())));
                }
                yield map;
            }
        };
    }

    private String text() {
        return random.nextInt(3) == 0 ? "key-" + random.nextInt(1_000_000) : TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(4) == 0 ? random.nextInt(9000) : random.nextInt(8)];
        random.nextBytes(bytes);
        return bytes;
    }
}
