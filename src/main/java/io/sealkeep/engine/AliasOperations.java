// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.AliasName;
import io.sealkeep.engine.key.KeyIdentifier;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.key.SpecRules;
import io.sealkeep.engine.store.AliasRef;
import io.sealkeep.engine.store.AliasRow;
import io.sealkeep.engine.store.KeyRef;
import io.sealkeep.engine.store.KeyRow;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasResponse;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasResponse;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesResponse;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasResponse;

/** Aliases: names that lead to a key and can be made to lead to another. */
final class AliasOperations {

    private static final int DEFAULT_LIMIT = 50;

    private final Keys keys;
    private final Lists lists;
    private final Changes changes;
    private final EngineSettings.Limits limits;

    AliasOperations(Keys keys, Lists lists, Changes changes, EngineSettings.Limits limits) {
        this.keys = keys;
        this.lists = lists;
        this.changes = changes;
        this.limits = limits;
    }

    CreateAliasResponse createAlias(CreateAliasRequest request) {
        AliasName.check(request.aliasName());
        AliasName.checkTarget(request.targetKeyId());
        return changes.make(keys.names(), change -> {
            AliasRef alias = new AliasRef(change.names().region(), request.aliasName());
            String aliasArn = change.names().aliasArn(alias.name());
            KeyRow key = change.key(request.targetKeyId(), KeyOperation.CREATE_ALIAS);
            if (change.rows().findAlias(alias).isPresent()) {
                throw Refusal.alreadyExists("An alias with the name " + aliasArn + " already exists");
            }
            checkQuota(change, key.ref());
            change.rows().insertAlias(new AliasRow(alias, key.keyId(), change.now(), change.now()));
            return CreateAliasResponse.builder().build();
        });
    }

    UpdateAliasResponse updateAlias(UpdateAliasRequest request) {
        AliasName.check(request.aliasName());
        AliasName.checkTarget(request.targetKeyId());
        return changes.make(keys.names(), change -> {
            AliasRow alias = existing(change, request.aliasName());
            KeyRow target = change.key(request.targetKeyId(), KeyOperation.UPDATE_ALIAS);
            checkSameType(change, alias, target);
            if (!alias.keyId().equals(target.keyId())) {
                checkQuota(change, target.ref());
            }
            change.rows().moveAlias(alias.ref(), target.keyId(), change.now());
            return UpdateAliasResponse.builder().build();
        });
    }

    /** What a caller does by an alias must not become something else behind its back (AWS KMS API Reference, UpdateAlias). */
    private static void checkSameType(Change change, AliasRow alias, KeyRow target) {
        KeyRow current = change.rows()
                .findKey(new KeyRef(alias.ref().region(), alias.keyId()))
                .orElseThrow();
        SpecRules rules = SpecRules.of(current.spec());
        SpecRules targetRules = SpecRules.of(target.spec());
        if (rules.isAsymmetric() != targetRules.isAsymmetric() || current.usage() != target.usage()) {
            throw Refusal.validation("The current and the new KMS key must be of the same type: both symmetric, both"
                    + " asymmetric or both HMAC, with the same key usage.");
        }
    }

    DeleteAliasResponse deleteAlias(DeleteAliasRequest request) {
        AliasName.check(request.aliasName());
        return changes.make(keys.names(), change -> {
            AliasRow alias = existing(change, request.aliasName());
            change.key(alias.keyId(), KeyOperation.DELETE_ALIAS);
            change.rows().deleteAlias(alias.ref());
            return DeleteAliasResponse.builder().build();
        });
    }

    private static AliasRow existing(Change change, String name) {
        String arn = change.names().aliasArn(name);
        AliasRow alias = change.rows()
                .findAlias(new AliasRef(change.names().region(), name))
                .orElseThrow(() -> Keys.noSuchAlias(arn));
        return alias;
    }

    private void checkQuota(Change change, KeyRef key) {
        limits.checkAliases(change.rows().countAliasesOf(key), change.names().keyArn(key.keyId()));
    }

    ListAliasesResponse listAliases(ListAliasesRequest request) {
        Names names = keys.names();
        Page<AliasRow> page = request.keyId() == null ? ofRegion(request, names.region()) : ofKey(request, names);
        return ListAliasesResponse.builder()
                .aliases(page.items().stream().map(row -> entry(row, names)).toList())
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    private Page<AliasRow> ofRegion(ListAliasesRequest request, String region) {
        Page.Request asked = lists.request("aliases", request.limit(), request.marker(), DEFAULT_LIMIT);
        return lists.read(
                asked,
                rows -> rows.aliases(region, asked.after(), asked.fetch()),
                row -> row.ref().name());
    }

    private Page<AliasRow> ofKey(ListAliasesRequest request, Names names) {
        KeyRef key = new KeyRef(names.region(), KeyIdentifier.parseKey(request.keyId(), names));
        String arn = names.keyArn(key.keyId());
        if (keys.find(key) == null) {
            throw Keys.noSuchKey(arn);
        }
        Page.Request asked = lists.request("aliases of " + arn, request.limit(), request.marker(), DEFAULT_LIMIT);
        return lists.read(
                asked,
                rows -> rows.aliasesOf(key, asked.after(), asked.fetch()),
                row -> row.ref().name());
    }

    private static AliasListEntry entry(AliasRow row, Names names) {
        return AliasListEntry.builder()
                .aliasName(row.ref().name())
                .aliasArn(names.aliasArn(row.ref().name()))
                .targetKeyId(row.keyId())
                .creationDate(row.createdAt())
                .lastUpdatedDate(row.updatedAt())
                .build();
    }
}
