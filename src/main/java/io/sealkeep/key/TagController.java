// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.key;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;

/** A key's tags. Safe for concurrent use. */
@RestController
@RequestMapping(path = "/v1/keys/{keyId}/tags", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Tags")
class TagController {

    private final KmsClient kms;

    TagController(KmsClient kms) {
        this.kms = kms;
    }

    @GetMapping
    @Operation(
            operationId = "listResourceTags",
            summary = "List a key's tags",
            description = "Errors: 400 `ValidationException`, `InvalidMarkerException`; 404 `NotFoundException`.")
    TagPage list(
            @PathVariable @KeyId String keyId,
            @RequestParam @Nullable Integer limit,
            @RequestParam @Nullable String cursor) {
        ListResourceTagsResponse page =
                kms.listResourceTags(r -> r.keyId(keyId).limit(limit).marker(cursor));
        return new TagPage(page.tags().stream().map(KeyTag::of).toList(), page.nextMarker());
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "tagResource", summary = "Add tags to a key, or change their values", description = """
                    Tags that the request does not name stay as they are. At most 50 a key.

                    Errors: 400 `TagException`, `ValidationException`; 404 `NotFoundException`; 409 `KMSInvalidStateException`, \
                    `LimitExceededException`.""")
    void put(@PathVariable @KeyId String keyId, @RequestBody TagsInput input) {
        kms.tagResource(r -> r.keyId(keyId).tags(KeyTag.sdk(input.tags())));
    }

    /** The tag keys come from the map of all parameters: a list parameter would be split at commas, which a tag key may hold. */
    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "untagResource", summary = "Remove tags from a key", description = """
                    A tag that the key does not have is no error.

                    Errors: 400 `TagException`, `ValidationException`; 404 `NotFoundException`; 409 `KMSInvalidStateException`.""")
    @Parameter(
            name = "tagKeys",
            in = ParameterIn.QUERY,
            required = true,
            description = "A tag key to remove; repeat the parameter for several",
            array = @ArraySchema(schema = @Schema(type = "string")),
            example = "[\"Project\"]")
    void remove(
            @PathVariable @KeyId String keyId,
            @Parameter(hidden = true) @RequestParam MultiValueMap<String, String> query) {
        kms.untagResource(r -> r.keyId(keyId).tagKeys(query.get("tagKeys")));
    }
}
