// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.store.KeyRef;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceResponse;

/** A key's tags. */
final class TagOperations {

    private static final int DEFAULT_LIMIT = 50;

    private final Keys keys;
    private final Lists lists;
    private final Changes changes;
    private final int tagsPerKey;

    TagOperations(Keys keys, Lists lists, Changes changes, int tagsPerKey) {
        this.keys = keys;
        this.lists = lists;
        this.changes = changes;
        this.tagsPerKey = tagsPerKey;
    }

    TagResourceResponse tagResource(TagResourceRequest request) {
        Tags.check(request.tags(), tagsPerKey);
        return changes.make(keys.names(), change -> {
            KeyRef key = change.key(request.keyId(), KeyOperation.TAG_RESOURCE).ref();
            change.rows().putTags(key, request.tags());
            if (change.rows().countTags(key) > tagsPerKey) {
                throw Tags.tooMany();
            }
            return TagResourceResponse.builder().build();
        });
    }

    UntagResourceResponse untagResource(UntagResourceRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRef key =
                    change.key(request.keyId(), KeyOperation.UNTAG_RESOURCE).ref();
            change.rows().deleteTags(key, request.tagKeys());
            return UntagResourceResponse.builder().build();
        });
    }

    ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.LIST_RESOURCE_TAGS);
        Page.Request asked = lists.request("tags of " + key.arn(), request.limit(), request.marker(), DEFAULT_LIMIT);
        Page<Tag> page = lists.read(asked, rows -> rows.tags(key.ref(), asked.after(), asked.fetch()), Tag::tagKey);
        return ListResourceTagsResponse.builder()
                .tags(page.items())
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }
}
