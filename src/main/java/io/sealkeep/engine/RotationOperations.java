// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.BackingKeyRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.ImportState;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsRequest;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandRequest;
import software.amazon.awssdk.services.kms.model.RotateKeyOnDemandResponse;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** Rotation of key material: by the calendar, on demand, and its history. */
final class RotationOperations {

    private static final int DEFAULT_PERIOD_DAYS = 365;
    private static final int DEFAULT_LIMIT = 100;

    private final Keys keys;
    private final Lists lists;
    private final Changes changes;
    private final Rotator rotator;

    RotationOperations(Keys keys, Lists lists, Changes changes, Rotator rotator) {
        this.keys = keys;
        this.lists = lists;
        this.changes = changes;
        this.rotator = rotator;
    }

    /** A new period counts from the last automatic rotation, or from when rotation was turned on. */
    EnableKeyRotationResponse enableKeyRotation(EnableKeyRotationRequest request) {
        int days = request.rotationPeriodInDays() == null ? DEFAULT_PERIOD_DAYS : request.rotationPeriodInDays();
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.ENABLE_KEY_ROTATION);
            KeyRow.Rotation before = key.rotation();
            KeyRow.Rotation rotation = new KeyRow.Rotation(days, before == null ? change.now() : before.since());
            change.copies(key).forEach(copy -> change.rows().updateKey(copy.withRotation(rotation)));
            return EnableKeyRotationResponse.builder().build();
        });
    }

    DisableKeyRotationResponse disableKeyRotation(DisableKeyRotationRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.DISABLE_KEY_ROTATION);
            change.copies(key).forEach(copy -> change.rows().updateKey(copy.withRotation(null)));
            return DisableKeyRotationResponse.builder().build();
        });
    }

    /** A replica shows its primary's. A key that is pending deletion does not rotate and says so; its rotation comes back if the deletion is cancelled. */
    GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.GET_KEY_ROTATION_STATUS);
        KeyRow.Rotation rotation =
                key.row().deletion() != null ? null : key.row().rotation();
        GetKeyRotationStatusResponse.Builder status =
                GetKeyRotationStatusResponse.builder().keyId(key.row().keyId()).keyRotationEnabled(rotation != null);
        if (rotation != null) {
            status.rotationPeriodInDays(rotation.periodDays()).nextRotationDate(rotation.next());
        }
        return status.build();
    }

    RotateKeyOnDemandResponse rotateKeyOnDemand(RotateKeyOnDemandRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.ROTATE_KEY_ON_DEMAND);
            if (key.onDemandRotations() >= rotator.onDemandLimit()) {
                throw Refusal.limitExceeded(
                        "The on-demand rotations limit has been reached for the given keyId. No more"
                                + " on-demand rotations can be performed for this key: "
                                + change.names().keyArn(key.keyId()));
            }
            rotator.rotate(change, key, RotationType.ON_DEMAND);
            return RotateKeyOnDemandResponse.builder().keyId(key.keyId()).build();
        });
    }

    /** Oldest first. The material that a key was made with is no rotation, and listed only with all key material. */
    ListKeyRotationsResponse listKeyRotations(ListKeyRotationsRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.LIST_KEY_ROTATIONS);
        boolean all = request.includeKeyMaterial() == IncludeKeyMaterial.ALL_KEY_MATERIAL;
        String list = (all ? "materials of " : "rotations of ") + key.arn();
        Page.Request asked = lists.request(list, request.limit(), request.marker(), DEFAULT_LIMIT);
        List<BackingKeyRow> fetched = key.backingKeys().stream()
                .filter(row -> all || row.rotated() != null)
                .filter(row -> position(row).compareTo(asked.after()) > 0)
                .limit(asked.fetch())
                .toList();
        Page<BackingKeyRow> page = asked.of(fetched, RotationOperations::position);
        return ListKeyRotationsResponse.builder()
                .rotations(page.items().stream().map(row -> entry(row, key)).toList())
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    private static String position(BackingKeyRow row) {
        return String.format(Locale.ROOT, "%010d", row.generation());
    }

    private RotationsListEntry entry(BackingKeyRow row, Key key) {
        RotationsListEntry.Builder entry = RotationsListEntry.builder()
                .keyId(row.key().keyId())
                .keyMaterialId(row.materialId())
                .keyMaterialState(state(row, key));
        BackingKeyRow.Rotated rotated = row.rotated();
        if (rotated != null) {
            entry.rotationDate(rotated.at()).rotationType(rotated.type());
        }
        BackingKeyRow.Imported imported = row.imported();
        if (imported != null) {
            entry.importState(row.isPresent() ? ImportState.IMPORTED : ImportState.PENDING_IMPORT)
                    .keyMaterialDescription(imported.description());
            if (row.isPresent()) {
                entry.validTo(imported.expiresAt()).expirationModel(Imports.expirationModel(imported));
            }
        }
        return entry.build();
    }

    private KeyMaterialState state(BackingKeyRow row, Key key) {
        if (row.materialId().equals(key.row().currentMaterialId())) {
            return KeyMaterialState.CURRENT;
        }
        if (Imports.isPermanent(row)) {
            return KeyMaterialState.NON_CURRENT;
        }
        boolean everywhere = key.regions().stream()
                .map(region -> keys.find(new KeyRef(region, row.key().keyId())))
                .allMatch(copy -> copy != null
                        && copy.backingKeys().stream()
                                .anyMatch(each -> each.materialId().equals(row.materialId()) && each.isPresent()));
        return everywhere
                ? KeyMaterialState.PENDING_ROTATION
                : KeyMaterialState.PENDING_MULTI_REGION_IMPORT_AND_ROTATION;
    }
}
