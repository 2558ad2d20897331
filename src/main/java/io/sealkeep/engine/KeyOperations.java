// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.store.KeyRow;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionResponse;

/** Looking at keys, and their way from enabled to deleted. Making one is {@link CreateKeyOperation}. */
final class KeyOperations {

    private static final int DEFAULT_LIMIT = 100;
    private static final int DEFAULT_WINDOW_DAYS = 30;

    private final Keys keys;
    private final Lists lists;
    private final Changes changes;
    private final GrantTokens tokens;

    KeyOperations(Keys keys, Lists lists, Changes changes, GrantTokens tokens) {
        this.keys = keys;
        this.lists = lists;
        this.changes = changes;
        this.tokens = tokens;
    }

    DescribeKeyResponse describeKey(DescribeKeyRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.DESCRIBE_KEY);
        return DescribeKeyResponse.builder()
                .keyMetadata(Metadata.of(key, keys.names()))
                .build();
    }

    ListKeysResponse listKeys(ListKeysRequest request) {
        Names names = keys.names();
        Page.Request asked = lists.request("keys", request.limit(), request.marker(), DEFAULT_LIMIT);
        Page<String> page =
                lists.read(asked, rows -> rows.keyIds(names.region(), asked.after(), asked.fetch()), keyId -> keyId);
        return ListKeysResponse.builder()
                .keys(page.items().stream()
                        .map(keyId -> KeyListEntry.builder()
                                .keyId(keyId)
                                .keyArn(names.keyArn(keyId))
                                .build())
                        .toList())
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    UpdateKeyDescriptionResponse updateKeyDescription(UpdateKeyDescriptionRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.UPDATE_KEY_DESCRIPTION);
            change.rows().updateKey(key.withDescription(request.description()));
            return UpdateKeyDescriptionResponse.builder().build();
        });
    }

    EnableKeyResponse enableKey(EnableKeyRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.ENABLE_KEY);
            change.rows().updateKey(key.withState(KeyState.ENABLED));
            return EnableKeyResponse.builder().build();
        });
    }

    DisableKeyResponse disableKey(DisableKeyRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.DISABLE_KEY);
            change.rows().updateKey(key.withState(KeyState.DISABLED));
            return DisableKeyResponse.builder().build();
        });
    }

    /** A primary whose replicas still exist waits for the last of them to be deleted; then its waiting period begins. */
    ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
        int days = request.pendingWindowInDays() == null ? DEFAULT_WINDOW_DAYS : request.pendingWindowInDays();
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.SCHEDULE_KEY_DELETION);
            boolean waits =
                    key.isPrimary() && change.rows().regionsOf(key.keyId()).size() > 1;
            Instant deletion = waits ? null : change.now().plus(Duration.ofDays(days));
            KeyRow pending = key.withDeletion(new KeyRow.Deletion(days, deletion));
            change.rows().updateKey(pending);
            CustomKeyStoreRecords.scheduledDeletion(change, key);
            return ScheduleKeyDeletionResponse.builder()
                    .keyId(change.names().keyArn(key.keyId()))
                    .deletionDate(deletion)
                    .keyState(pending.state())
                    .pendingWindowInDays(days)
                    .build();
        });
    }

    /** A key comes back disabled; one whose imported material is not all there comes back waiting for it. */
    CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.CANCEL_KEY_DELETION);
            boolean complete =
                    !key.isImported() || Imports.isComplete(key, change.rows().backingKeys(key.ref()));
            change.rows().updateKey(key.withState(complete ? KeyState.DISABLED : KeyState.PENDING_IMPORT));
            return CancelKeyDeletionResponse.builder()
                    .keyId(change.names().keyArn(key.keyId()))
                    .build();
        });
    }
}
