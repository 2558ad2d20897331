// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What TagResource takes. */
@Schema(name = "PutTags", example = "{\"tags\": [{\"tagKey\": \"Project\", \"tagValue\": \"Example\"}]}")
record TagsInput(@Nullable List<KeyTag> tags) {}
