// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.store.KeyRow;
import io.sealkeep.engine.store.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;

/** A key's policy: kept and given back byte for byte. A key has exactly one, called {@code default}. */
final class PolicyOperations {

    private static final String ONLY_NAME = "default";
    private static final int DEFAULT_LIMIT = 100;

    private final Keys keys;
    private final KeyStore store;
    private final Lists lists;
    private final Changes changes;

    PolicyOperations(Keys keys, KeyStore store, Lists lists, Changes changes) {
        this.keys = keys;
        this.store = store;
        this.lists = lists;
        this.changes = changes;
    }

    GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.GET_KEY_POLICY);
        checkName(request.policyName());
        String policy = store.read(rows -> rows.findPolicy(key.ref())).orElseThrow(() -> Keys.noSuchKey(key.arn()));
        return GetKeyPolicyResponse.builder()
                .policy(policy)
                .policyName(ONLY_NAME)
                .build();
    }

    PutKeyPolicyResponse putKeyPolicy(PutKeyPolicyRequest request) {
        Policies.check(request.policy());
        return changes.make(keys.names(), change -> {
            KeyRow key = change.key(request.keyId(), KeyOperation.PUT_KEY_POLICY);
            checkName(request.policyName());
            change.rows().updatePolicy(key.ref(), request.policy());
            return PutKeyPolicyResponse.builder().build();
        });
    }

    ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request) {
        Key key = keys.resolveKey(request.keyId(), KeyOperation.LIST_KEY_POLICIES);
        Page.Request asked =
                lists.request("policies of " + key.arn(), request.limit(), request.marker(), DEFAULT_LIMIT);
        List<String> fetched = Stream.of(ONLY_NAME)
                .filter(name -> name.compareTo(asked.after()) > 0)
                .toList();
        Page<String> page = asked.of(fetched, name -> name);
        return ListKeyPoliciesResponse.builder()
                .policyNames(page.items())
                .nextMarker(page.nextMarker())
                .truncated(page.isTruncated())
                .build();
    }

    private static void checkName(@Nullable String name) {
        if (name != null && !name.equals(ONLY_NAME)) {
            throw Refusal.notFound("No such policy exists");
        }
    }
}
