// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** A key's policy, as a text. */
public abstract class PolicyContract extends KmsContract {

    private static final String MALFORMED = "MalformedPolicyDocumentException";

    private String policy(String keyId) {
        return client().getKeyPolicy(r -> r.keyId(keyId)).policy();
    }

    /** A policy that every account may set: the account decides by IAM. */
    private static String policy(KeyMetadata key, String sid) {
        return """
                {"Version":"2012-10-17","Id":"%s",
                  "Statement":[{"Sid":"%s","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},
                   "Action":"kms:*",   "Resource":"*"}] }""".formatted(sid, sid, key.awsAccountId());
    }

    @Test
    void getKeyPolicy_ofNewKey_letsTheAccountDecide() {
        KeyMetadata key = newKey();

        assertThat(policy(key.keyId()))
                .contains("\"Version\"", "\"2012-10-17\"", "\"key-default-1\"", "Enable IAM User Permissions")
                .contains(":iam::" + key.awsAccountId() + ":root", "\"kms:*\"");
    }

    @Test
    void getKeyPolicy_withItsOneName_findsIt() {
        KeyMetadata key = newKey();

        var answer = client().getKeyPolicy(r -> r.keyId(key.arn()).policyName("default"));

        assertThat(answer.policy()).isEqualTo(policy(key.keyId()));
        assertThat(answer.policyName()).isEqualTo("default");
    }

    @Test
    void getKeyPolicy_withAnotherName_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().getKeyPolicy(r -> r.keyId(keyId).policyName("other")),
                "NotFoundException",
                "No such policy exists");
    }

    @Test
    void putKeyPolicy_always_isGivenBackByteForByte() {
        KeyMetadata key = newKey();
        String policy = policy(key, "spaces  and lines");
        client().putKeyPolicy(r -> r.keyId(key.keyId()).policyName("default").policy(policy));

        assertThat(policy(key.keyId())).isEqualTo(policy);
    }

    @Test
    void createKey_withPolicy_keepsItByteForByte() {
        String policy = policy(newKey(), "given");
        String keyId = client().createKey(r -> r.policy(policy)).keyMetadata().keyId();

        assertThat(policy(keyId)).isEqualTo(policy);
    }

    @Test
    void putKeyPolicy_thatIsNoJson_isRefusedAndStays() {
        String keyId = keyId();
        String before = policy(keyId);

        assertRefused(() -> client().putKeyPolicy(r -> r.keyId(keyId).policy("{not json")), MALFORMED);
        assertRefused(() -> client().putKeyPolicy(r -> r.keyId(keyId).policy("[]")), MALFORMED);
        assertRefused(() -> client().putKeyPolicy(r -> r.keyId(keyId).policy("{}")), MALFORMED);
        assertThat(policy(keyId)).isEqualTo(before);
    }

    @Test
    void createKey_withPolicyThatIsNoJson_isRefused() {
        assertRefused(() -> client().createKey(r -> r.policy("nonsense")), MALFORMED);
    }

    @Test
    void putKeyPolicy_thatIsTooLong_isRefused() {
        KeyMetadata key = newKey();
        String policy = policy(key, "x".repeat(33_000));

        assertRefused(() -> client().putKeyPolicy(r -> r.keyId(key.keyId()).policy(policy)), "LimitExceededException");
    }

    @Test
    void listKeyPolicies_always_namesTheOne() {
        String keyId = keyId();

        var answer = client().listKeyPolicies(r -> r.keyId(keyId));

        assertThat(answer.policyNames()).containsExactly("default");
        assertThat(answer.truncated()).isFalse();
        assertThat(answer.nextMarker()).isNull();
    }

    @Test
    void getKeyPolicy_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().getKeyPolicy(r -> r.keyId(id)), "NotFoundException");
    }

    @Test
    void listKeyPolicies_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().listKeyPolicies(r -> r.keyId(id)), "NotFoundException");
    }

    @Test
    void putKeyPolicy_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();
        String policy = policy(newKey(), "x");

        assertRefused(() -> client().putKeyPolicy(r -> r.keyId(id).policy(policy)), "NotFoundException");
    }
}
