// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.kms.model.Tag;

/** What tags may be given to a key. Lengths are the API model's to check. */
final class Tags {

    private Tags() {}

    /**
     * Checks the tags of one request.
     *
     * @throws software.amazon.awssdk.services.kms.model.TagException if there are too many, two with one key, or one whose key
     *     begins with {@code aws:} in any case
     */
    static void check(List<Tag> tags, int limit) {
        if (tags.size() > limit) {
            throw tooMany();
        }
        Set<String> seen = new HashSet<>();
        for (Tag tag : tags) {
            if (!seen.add(tag.tagKey())) {
                throw Refusal.tag("Duplicate tag keys");
            }
            if (tag.tagKey().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw Refusal.tag("Tags beginning with aws: are reserved");
            }
        }
    }

    static RuntimeException tooMany() {
        return Refusal.tag("Too many tags");
    }
}
