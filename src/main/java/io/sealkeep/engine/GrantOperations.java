// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.GrantRules;
import io.sealkeep.engine.key.KeyIdentifier;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Names;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.GrantPrincipal;
import io.sealkeep.engine.store.GrantRow;
import io.sealkeep.engine.store.GrantTerms;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.KeyStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.ListGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListGrantsResponse;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsResponse;
import software.amazon.awssdk.services.kms.model.RetireGrantRequest;
import software.amazon.awssdk.services.kms.model.RetireGrantResponse;
import software.amazon.awssdk.services.kms.model.RevokeGrantRequest;
import software.amazon.awssdk.services.kms.model.RevokeGrantResponse;

/**
 * Grants: permissions on one key, made, listed and ended. They are kept and shown; nobody is authenticated yet, so nobody's
 * permission depends on one.
 *
 * <p>Source: AWS KMS Developer Guide, "Grants in AWS KMS".
 */
final class GrantOperations {

    private static final int DEFAULT_LIMIT = 50;

    private final Keys keys;
    private final KeyStore store;
    private final Lists lists;
    private final Changes changes;
    private final GrantTokens tokens;
    private final EngineSettings.Limits limits;

    GrantOperations(EngineParts parts) {
        this.keys = parts.keys();
        this.store = parts.store();
        this.lists = parts.lists();
        this.changes = parts.changes();
        this.tokens = parts.grantTokens();
        this.limits = parts.settings().limits();
    }

    /** A grant with the same name and all else the same is not made again; its id is answered, with a new token. */
    CreateGrantResponse createGrant(CreateGrantRequest request) {
        Names names = keys.names();
        GrantTerms terms = GrantRequests.terms(request, names);
        tokens.check(request.grantTokens());
        return changes.make(names, change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.CREATE_GRANT);
            GrantRequests.checkContext(terms, key);
            GrantRules.check(terms.operations(), key);
            Optional<GrantRow> same =
                    terms.name() == null ? Optional.empty() : change.rows().findGrant(key.ref(), terms);
            if (same.isEmpty()) {
                limits.checkGrants(change.rows().countGrantsOf(key.ref()));
            }
            RequestOptions.refuseDryRun(request.dryRun());
            GrantRow grant = same.orElseGet(() -> insert(change, key, terms));
            return CreateGrantResponse.builder()
                    .grantId(grant.grantId())
                    .grantToken(tokens.issue(names, grant.grantId()))
                    .build();
        });
    }

    private GrantRow insert(Change change, KeyRow key, GrantTerms terms) {
        GrantRow grant = new GrantRow(key.ref(), tokens.newGrantId(), terms, change.now());
        change.rows().insertGrant(grant);
        return grant;
    }

    ListGrantsResponse listGrants(ListGrantsRequest request) {
        Names names = keys.names();
        GrantPrincipal grantee = GrantRequests.principal(
                "Grantee", request.granteePrincipal(), request.granteeServicePrincipal(), names);
        String grantId = request.grantId() == null ? null : GrantRequests.grantId(request.grantId());
        Key key = keys.resolveKey(request.keyId(), KeyOperation.LIST_GRANTS);
        Page.Request asked = lists.request("grants of " + key.arn(), request.limit(), request.marker(), DEFAULT_LIMIT);
        Page<GrantRow> page = asked.of(
                grantId == null
                        ? store.read(rows -> rows.grantsOf(key.ref(), grantee, asked.after(), asked.fetch()))
                        : one(key, grantee, grantId, asked.after()),
                GrantRow::grantId);
        return ListGrantsResponse.builder()
                .grants(entries(page, names))
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    private List<GrantRow> one(Key key, @Nullable GrantPrincipal grantee, String grantId, String after) {
        return store
                .read(rows -> rows.findGrant(key.ref().region(), grantId))
                .filter(grant -> grant.key().equals(key.ref()))
                .filter(grant -> grantee == null || grant.terms().grantee().equals(grantee))
                .filter(grant -> grant.grantId().compareTo(after) > 0)
                .stream()
                .toList();
    }

    ListRetirableGrantsResponse listRetirableGrants(ListRetirableGrantsRequest request) {
        Names names = keys.names();
        GrantPrincipal retiring = GrantRequests.principal(
                "Retiring", request.retiringPrincipal(), request.retiringServicePrincipal(), names);
        if (retiring == null) {
            throw Refusal.validation("You must specify either RetiringPrincipal or RetiringServicePrincipal.");
        }
        Page.Request asked = lists.request("retirable grants", request.limit(), request.marker(), DEFAULT_LIMIT);
        Page<GrantRow> page = asked.of(
                store.read(rows -> rows.retirableGrants(names.region(), retiring, asked.after(), asked.fetch())),
                GrantRow::grantId);
        return ListRetirableGrantsResponse.builder()
                .grants(entries(page, names))
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    /** A grant is named by a token, or by its key's ARN and its own id. AWS takes no bare key id here, and says so in these words. */
    RetireGrantResponse retireGrant(RetireGrantRequest request) {
        boolean isByToken = request.grantToken() != null;
        boolean isById = request.keyId() != null && request.grantId() != null;
        boolean isByNeither = request.keyId() == null && request.grantId() == null;
        if (isByToken ? !isByNeither : !isById) {
            throw Refusal.validation("You must specify either GrantToken, or both KeyId and GrantId.");
        }
        return isByToken ? retireByToken(request) : retireById(request);
    }

    private RetireGrantResponse retireByToken(RetireGrantRequest request) {
        Names names = keys.names();
        String grantId = tokens.grantId(names, request.grantToken());
        CallRecord.current().additional("grantId", grantId);
        return changes.make(names, change -> {
            GrantRow grant = change.rows().findGrant(names.region(), grantId).orElseThrow(Refusal::invalidGrantToken);
            change.key(grant.key().keyId(), KeyOperation.RETIRE_GRANT);
            return retire(change, grant, request.dryRun());
        });
    }

    private RetireGrantResponse retireById(RetireGrantRequest request) {
        KeyIdentifier.refuseAlias(request.keyId());
        if (!request.keyId().startsWith("arn:")) {
            throw Refusal.notFound("Invalid arn " + request.keyId());
        }
        String grantId = GrantRequests.grantId(request.grantId());
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.RETIRE_GRANT);
            return retire(change, existing(change, key, grantId), request.dryRun());
        });
    }

    private static RetireGrantResponse retire(Change change, GrantRow grant, @Nullable Boolean dryRun) {
        RequestOptions.refuseDryRun(dryRun);
        change.rows().deleteGrant(grant);
        return RetireGrantResponse.builder().build();
    }

    RevokeGrantResponse revokeGrant(RevokeGrantRequest request) {
        String grantId = GrantRequests.grantId(request.grantId());
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.REVOKE_GRANT);
            GrantRow grant = existing(change, key, grantId);
            RequestOptions.refuseDryRun(request.dryRun());
            change.rows().deleteGrant(grant);
            return RevokeGrantResponse.builder().build();
        });
    }

    private static GrantRow existing(Change change, KeyRow key, String grantId) {
        return change.rows()
                .findGrant(key.ref().region(), grantId)
                .filter(grant -> grant.key().equals(key.ref()))
                .orElseThrow(() -> Refusal.notFound("Grant ID " + grantId + " not found"));
    }

    private static List<GrantListEntry> entries(Page<GrantRow> page, Names names) {
        return page.items().stream().map(grant -> entry(grant, names)).toList();
    }

    /** AWS shows an empty name where a grant has none. */
    private static GrantListEntry entry(GrantRow grant, Names names) {
        GrantTerms terms = grant.terms();
        GrantListEntry.Builder entry = GrantListEntry.builder()
                .keyId(names.keyArn(grant.key().keyId()))
                .grantId(grant.grantId())
                .name(terms.name() == null ? "" : terms.name())
                .creationDate(grant.createdAt())
                .issuingAccount(names.accountRootArn())
                .operations(terms.operations())
                .constraints(terms.constraints());
        GrantPrincipal grantee = terms.grantee();
        GrantPrincipal retiring = terms.retiring();
        entry = grantee.isService()
                ? entry.granteeServicePrincipal(grantee.name())
                : entry.granteePrincipal(grantee.name());
        if (retiring == null) {
            return entry.build();
        }
        return retiring.isService()
                ? entry.retiringServicePrincipal(retiring.name()).build()
                : entry.retiringPrincipal(retiring.name()).build();
    }
}
