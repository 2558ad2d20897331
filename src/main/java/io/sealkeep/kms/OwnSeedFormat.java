// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import io.sealkeep.engine.Seed;
import io.sealkeep.engine.primitive.IncorrectMaterialException;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.home.SealkeepProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.Tag;
import tools.jackson.databind.json.JsonMapper;

/**
 * The seed file's own format: {@code keys}, each with members named as those of {@code POST /v1/keys}, beside {@code keyId}, {@code
 * region}, {@code enabled}, {@code aliases} and {@code material}. Described in {@code docs/seeding.md}. What CreateKey would refuse is
 * the engine's to refuse. Immutable.
 */
final class OwnSeedFormat {

    private static final Set<String> ROOT = Set.of("keys");
    private static final Set<String> TAG = Set.of("tagKey", "tagValue");
    private static final Set<String> KEY = Set.of(
            "keyId",
            "region",
            "description",
            "keySpec",
            "keyUsage",
            "origin",
            "multiRegion",
            "enabled",
            "policy",
            "tags",
            "aliases",
            "material");

    private final String region;

    /** Takes the region of keys that name none. */
    OwnSeedFormat(String region) {
        this.region = region;
    }

    /**
     * Reads the whole file; the caller closes what is returned.
     *
     * @throws io.sealkeep.home.StartRefusedException if it is malformed
     */
    Seed read(SeedMembers root) {
        List<Seed.Entry> keys = new ArrayList<>();
        try {
            for (SeedMembers key : root.only(ROOT).mappings("keys")) {
                keys.add(key(key));
            }
            return new Seed(root.source(), keys);
        } catch (RuntimeException e) {
            keys.forEach(Seed.Entry::close);
            throw e;
        }
    }

    private Seed.Entry key(SeedMembers members) {
        String keyId = members.required("keyId");
        SeedMembers key = members.named("keyId", keyId).only(KEY);
        String keyRegion = key.has("region") ? key.required("region") : region;
        if (!keyRegion.matches(SealkeepProperties.REGION_PATTERN)) {
            throw key.refusal("region", "it must be a region name, such as us-east-1.");
        }
        Boolean enabled = key.flag("enabled");
        List<String> aliases = key.texts("aliases");
        CreateKeyRequest request = request(key, keyId);
        return new Seed.Entry(keyRegion, keyId, request, enabled == null || enabled, aliases, material(key, request), null);
    }

    private static CreateKeyRequest request(SeedMembers key, String keyId) {
        Boolean multiRegion = key.flag("multiRegion");
        return CreateKeyRequest.builder()
                .description(key.text("description"))
                .keySpec(key.text("keySpec"))
                .keyUsage(key.text("keyUsage"))
                .origin(key.text("origin"))
                .multiRegion(multiRegion == null ? Boolean.valueOf(keyId.startsWith("mrk-")) : multiRegion)
                .policy(policy(key))
                .tags(key.mappings("tags").stream()
                        .map(tag -> Tag.builder()
                                .tagKey(tag.only(TAG).required("tagKey"))
                                .tagValue(tag.has("tagValue") ? tag.text("tagValue") : "")
                                .build())
                        .toList())
                .build();
    }

    /** A policy is its JSON, or the same as YAML, whose text values are all that a policy needs. */
    private static @Nullable String policy(SeedMembers key) {
        Object policy = key.value("policy");
        if (policy instanceof Map<?, ?>) {
            return JsonMapper.shared().writeValueAsString(policy);
        }
        return key.text("policy");
    }

    private static List<SecretBytes> material(SeedMembers key, CreateKeyRequest request) {
        KeySpec spec = request.keySpec() == null ? KeySpec.SYMMETRIC_DEFAULT : request.keySpec();
        if (spec == KeySpec.UNKNOWN_TO_SDK_VERSION) {
            throw key.refusal("keySpec", "KMS has no such key spec.");
        }
        if (!key.has("material")) {
            return List.of();
        }
        try {
            return List.of(SeedMaterial.read(spec, key.required("material")));
        } catch (IncorrectMaterialException | IllegalArgumentException e) {
            throw key.refusal("material", String.valueOf(e.getMessage()));
        }
    }
}
