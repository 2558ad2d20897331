// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.Tag;

/** A tag of a key. Not a secret. */
record KeyTag(@Nullable String tagKey, @Nullable String tagValue) {

    static KeyTag of(Tag tag) {
        return new KeyTag(tag.tagKey(), tag.tagValue());
    }

    static @Nullable List<Tag> sdk(@Nullable List<KeyTag> tags) {
        return tags == null
                ? null
                : tags.stream()
                        .map(tag -> Tag.builder()
                                .tagKey(tag.tagKey)
                                .tagValue(tag.tagValue)
                                .build())
                        .toList();
    }
}
