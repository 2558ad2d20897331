// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.key.SpecRules;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.OriginType;

/**
 * Making keys of every spec and usage, with material made here or none yet, in one region or as the primary of several, in a custom
 * key store or in none.
 */
final class CreateKeyOperation {

    private final Keys keys;
    private final Changes changes;
    private final BackingKeys backingKeys;
    private final EngineSettings.Limits limits;

    CreateKeyOperation(Keys keys, Changes changes, BackingKeys backingKeys, EngineSettings.Limits limits) {
        this.keys = keys;
        this.changes = changes;
        this.backingKeys = backingKeys;
        this.limits = limits;
    }

    /** What a key is to be: all that the request says, checked. */
    record Wanted(KeyRef ref, KeyRow.Kind kind, String description, String policy, boolean isMultiRegion) {

        KeyRow row(@Nullable String materialId, KeyRow.@Nullable Custody custody) {
            return new KeyRow(
                    ref,
                    kind,
                    description,
                    kind.origin() == OriginType.EXTERNAL ? KeyState.PENDING_IMPORT : KeyState.ENABLED,
                    null,
                    materialId,
                    null,
                    0,
                    isMultiRegion ? ref.region() : null,
                    custody);
        }
    }

    CreateKeyResponse createKey(CreateKeyRequest request) {
        Names names = keys.names();
        Wanted wanted = wanted(request, names, newKeyId(Boolean.TRUE.equals(request.multiRegion())));
        if (wanted.kind().origin() == OriginType.EXTERNAL) {
            return insert(request, wanted, null, names);
        }
        try (BackingKeys.Fresh material = backingKeys.make(wanted.kind().spec())) {
            return insert(request, wanted, material, names);
        }
    }

    /** Returns what a request wants of a key of that id; refuses what no key can be. */
    Wanted wanted(CreateKeyRequest request, Names names, String keyId) {
        KeySpec spec = spec(request);
        OriginType origin = request.origin() == null ? OriginType.AWS_KMS : request.origin();
        KeyRow.Kind kind = new KeyRow.Kind(spec, SpecRules.of(spec).usage(request.keyUsage()), origin, changes.now());
        CustomKeyStores.check(request, spec, origin);
        Tags.check(request.tags(), limits.tagsPerKey());
        String policy = request.policy() == null ? Policies.defaultPolicy(names) : request.policy();
        Policies.check(policy);
        return new Wanted(
                new KeyRef(names.region(), keyId),
                kind,
                request.description() == null ? "" : request.description(),
                policy,
                Boolean.TRUE.equals(request.multiRegion()));
    }

    private static String newKeyId(boolean isMultiRegion) {
        String id = UUID.randomUUID().toString();
        return isMultiRegion ? "mrk-" + id.replace("-", "") : id;
    }

    private CreateKeyResponse insert(
            CreateKeyRequest request, Wanted wanted, BackingKeys.@Nullable Fresh material, Names names) {
        KeyRef ref = wanted.ref();
        return changes.make(names, change -> {
            limits.checkKeys(change.rows().countKeys(ref.region()));
            KeyRow.Custody custody =
                    CustomKeyStores.custody(change, request, wanted.kind().origin());
            KeyRow key = wanted.row(material == null ? null : material.materialId(), custody);
            change.rows().insertKey(key, wanted.policy());
            BackingKeyRow row = null;
            if (material != null) {
                row = backingKeys.row(ref, 0, null, material, change.now());
                change.rows().insertBackingKey(row);
                CustomKeyStoreRecords.creation(change, key, row);
            }
            change.rows().putTags(ref, request.tags());
            change.noteKey(names.keyArn(ref.keyId()));
            List<String> regions = wanted.isMultiRegion() ? List.of(ref.region()) : List.of();
            return CreateKeyResponse.builder()
                    .keyMetadata(Metadata.of(key, row, regions, names))
                    .build();
        });
    }

    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: older clients still send it
    private static KeySpec spec(CreateKeyRequest request) {
        String keySpec = request.keySpecAsString();
        String olderName = request.customerMasterKeySpecAsString();
        if (keySpec != null && olderName != null) {
            throw Refusal.validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                    + " CustomerMasterKeySpec is deprecated.");
        }
        if (keySpec == null && olderName == null) {
            return KeySpec.SYMMETRIC_DEFAULT;
        }
        return KeySpec.fromValue(keySpec != null ? keySpec : olderName);
    }
}
