// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** Making keys. So far of one kind: symmetric, with material made here, in one region. */
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

    CreateKeyResponse createKey(CreateKeyRequest request) {
        checkKind(request);
        Tags.check(request.tags(), limits.tagsPerKey());
        Names names = keys.names();
        String policy = request.policy() == null ? Policies.defaultPolicy(names) : request.policy();
        Policies.check(policy);
        KeyRef ref = new KeyRef(names.region(), UUID.randomUUID().toString());
        return changes.make(names, change -> {
            if (change.rows().countKeys(names.region()) >= limits.keysPerRegion()) {
                throw Refusal.limitExceeded("The request was rejected because a quota was exceeded: "
                        + limits.keysPerRegion() + " KMS keys in this account and region.");
            }
            BackingKeyRow material = backingKeys.make(ref, 0, null, change.now());
            KeyRow key = new KeyRow(
                    ref,
                    request.description() == null ? "" : request.description(),
                    KeySpec.SYMMETRIC_DEFAULT,
                    KeyUsageType.ENCRYPT_DECRYPT,
                    OriginType.AWS_KMS,
                    KeyState.ENABLED,
                    change.now(),
                    null,
                    material.materialId(),
                    null,
                    0);
            change.rows().insertKey(key, policy);
            change.rows().insertBackingKey(material);
            change.rows().putTags(ref, request.tags());
            change.noteKey(names.keyArn(ref.keyId()));
            return CreateKeyResponse.builder()
                    .keyMetadata(Metadata.of(key, names))
                    .build();
        });
    }

    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: older clients still send it
    private static void checkKind(CreateKeyRequest request) {
        String spec = spec(request.keySpecAsString(), request.customerMasterKeySpecAsString());
        if (!spec.equals(KeySpec.SYMMETRIC_DEFAULT.toString())) {
            throw Refusal.unsupported("KeySpec " + spec + " is not supported by the embedded KMS yet.");
        }
        KeyUsageType usage = request.keyUsage();
        if (usage != null && usage != KeyUsageType.ENCRYPT_DECRYPT) {
            throw Refusal.validation("KeyUsage " + usage + " is not compatible with KeySpec " + spec);
        }
        if (request.customKeyStoreId() != null || request.xksKeyId() != null) {
            throw Refusal.unsupported("Custom key stores are not supported by the embedded KMS yet.");
        }
        OriginType origin = request.origin();
        if (origin != null && origin != OriginType.AWS_KMS) {
            throw Refusal.unsupported("Origin " + origin + " is not supported by the embedded KMS yet.");
        }
        if (Boolean.TRUE.equals(request.multiRegion())) {
            throw Refusal.unsupported("Multi-region keys are not supported by the embedded KMS yet.");
        }
    }

    private static String spec(@Nullable String keySpec, @Nullable String customerMasterKeySpec) {
        if (keySpec != null && customerMasterKeySpec != null) {
            throw Refusal.validation("You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                    + " CustomerMasterKeySpec is deprecated.");
        }
        if (keySpec != null) {
            return keySpec;
        }
        return customerMasterKeySpec != null ? customerMasterKeySpec : KeySpec.SYMMETRIC_DEFAULT.toString();
    }
}
