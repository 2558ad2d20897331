// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/**
 * What each operation does in each state that a caller can bring a key into: one test for each cell of the table in the AWS KMS
 * Developer Guide, "Key states of AWS KMS keys".
 */
public abstract class KeyStateContract extends KmsContract {

    /** Operation, then what it does on a key that is Enabled, Disabled, PendingDeletion. */
    private static final String TABLE = """
            Encrypt                          ok  disabled  pending
            Decrypt                          ok  disabled  pending
            ReEncrypt from                   ok  disabled  pending
            ReEncrypt to                     ok  disabled  pending
            GenerateDataKey                  ok  disabled  pending
            GenerateDataKeyWithoutPlaintext  ok  disabled  pending
            DescribeKey                      ok  ok        ok
            GetKeyPolicy                     ok  ok        ok
            PutKeyPolicy                     ok  ok        ok
            ListKeyPolicies                  ok  ok        ok
            ListAliases                      ok  ok        ok
            ListResourceTags                 ok  ok        ok
            ListKeyRotations                 ok  ok        ok
            DeleteAlias                      ok  ok        ok
            CreateAlias                      ok  ok        pending
            UpdateAlias from                 ok  ok        ok
            UpdateAlias to                   ok  ok        pending
            TagResource                      ok  ok        pending
            UntagResource                    ok  ok        pending
            UpdateKeyDescription             ok  ok        pending
            CreateGrant                      ok  disabled  pending
            ListGrants                       ok  ok        ok
            ListRetirableGrants              ok  ok        ok
            RetireGrant                      ok  ok        ok
            RevokeGrant                      ok  ok        ok
            EnableKey                        ok  ok        pending
            DisableKey                       ok  ok        pending
            EnableKeyRotation                ok  disabled  pending
            DisableKeyRotation               ok  disabled  pending
            GetKeyRotationStatus             ok  ok        ok
            RotateKeyOnDemand                ok  disabled  pending
            ScheduleKeyDeletion              ok  ok        pending
            CancelKeyDeletion                notPending  notPending  ok
            """;

    private static final String[] STATES = {"Enabled", "Disabled", "PendingDeletion"};

    /** A key with an alias, a grant and a ciphertext, made before it came into its state. */
    private record Prepared(KeyMetadata key, String alias, String grantId, SdkBytes ciphertext) {
        String id() {
            return key.keyId();
        }
    }

    @TestFactory
    List<DynamicTest> eachOperation_inEachState_doesWhatTheTableSays() {
        Map<String, Consumer<Prepared>> operations = operations();
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("  +", -1);
            Consumer<Prepared> operation = operations.get(cells[0]);
            for (int i = 0; i < STATES.length; i++) {
                String state = STATES[i];
                String outcome = cells[i + 1];
                tests.add(DynamicTest.dynamicTest(
                        cells[0] + ", " + state + ": " + outcome, () -> check(operation, prepared(state), outcome)));
            }
        }
        return tests;
    }

    private static void check(Consumer<Prepared> operation, Prepared key, String outcome) {
        String arn = key.key().arn();
        switch (outcome) {
            case "ok" -> assertThatNoException().isThrownBy(() -> operation.accept(key));
            case "disabled" -> assertRefused(() -> operation.accept(key), "DisabledException", arn + " is disabled.");
            case "pending" ->
                assertRefused(() -> operation.accept(key), "KMSInvalidStateException", arn + " is pending deletion.");
            case "notPending" ->
                assertRefused(
                        () -> operation.accept(key), "KMSInvalidStateException", arn + " is not pending deletion.");
            default -> throw new IllegalArgumentException(outcome);
        }
    }

    private Prepared prepared(String state) {
        KeyMetadata key = newKey();
        Prepared prepared = new Prepared(key, newAlias(key.keyId()), newGrant(key), encrypted(key.keyId(), "x"));
        switch (state) {
            case "Disabled" -> client().disableKey(r -> r.keyId(key.keyId()));
            case "PendingDeletion" -> client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));
            default -> {}
        }
        return prepared;
    }

    private String newGrant(KeyMetadata key) {
        return client().createGrant(
                        r -> r.keyId(key.keyId()).granteePrincipal(account(key)).operations(GrantOperation.ENCRYPT))
                .grantId();
    }

    private static String account(KeyMetadata key) {
        return "arn:aws:iam::" + key.awsAccountId() + ":root";
    }

    private Map<String, Consumer<Prepared>> operations() {
        Map<String, Consumer<Prepared>> all = new LinkedHashMap<>();
        all.put("Encrypt", key -> encrypted(key.id(), "x"));
        all.put("Decrypt", key -> decrypted(key.ciphertext()));
        all.put("ReEncrypt from", key -> {
            String other = keyId();
            client().reEncrypt(r -> r.ciphertextBlob(key.ciphertext()).destinationKeyId(other));
        });
        all.put("ReEncrypt to", key -> {
            SdkBytes other = encrypted(keyId(), "y");
            client().reEncrypt(r -> r.ciphertextBlob(other).destinationKeyId(key.id()));
        });
        all.put(
                "GenerateDataKey",
                key -> client().generateDataKey(r -> r.keyId(key.id()).keySpec(DataKeySpec.AES_256)));
        all.put(
                "GenerateDataKeyWithoutPlaintext",
                key -> client().generateDataKeyWithoutPlaintext(
                                r -> r.keyId(key.id()).keySpec(DataKeySpec.AES_256)));
        all.put("DescribeKey", key -> client().describeKey(r -> r.keyId(key.id())));
        all.put("GetKeyPolicy", key -> client().getKeyPolicy(r -> r.keyId(key.id())));
        all.put("PutKeyPolicy", key -> {
            String policy = client().getKeyPolicy(r -> r.keyId(key.id())).policy();
            client().putKeyPolicy(r -> r.keyId(key.id()).policy(policy));
        });
        all.put("ListKeyPolicies", key -> client().listKeyPolicies(r -> r.keyId(key.id())));
        all.put("ListAliases", key -> client().listAliases(r -> r.keyId(key.id())));
        all.put("ListResourceTags", key -> client().listResourceTags(r -> r.keyId(key.id())));
        all.put("ListKeyRotations", key -> client().listKeyRotations(r -> r.keyId(key.id())));
        all.put("DeleteAlias", key -> client().deleteAlias(r -> r.aliasName(key.alias())));
        all.put("CreateAlias", key -> newAlias(key.id()));
        all.put("UpdateAlias from", key -> {
            String other = keyId();
            client().updateAlias(r -> r.aliasName(key.alias()).targetKeyId(other));
        });
        all.put("UpdateAlias to", key -> {
            String alias = newAlias(keyId());
            client().updateAlias(r -> r.aliasName(alias).targetKeyId(key.id()));
        });
        all.put(
                "TagResource",
                key -> client().tagResource(r -> r.keyId(key.id()).tags(tag("a", "b"))));
        all.put(
                "UntagResource",
                key -> client().untagResource(r -> r.keyId(key.id()).tagKeys("a")));
        all.put(
                "UpdateKeyDescription",
                key -> client().updateKeyDescription(r -> r.keyId(key.id()).description("x")));
        all.put("CreateGrant", key -> newGrant(key.key()));
        all.put("ListGrants", key -> client().listGrants(r -> r.keyId(key.id())));
        all.put(
                "ListRetirableGrants",
                key -> client().listRetirableGrants(r -> r.retiringPrincipal(account(key.key()))));
        all.put(
                "RetireGrant",
                key -> client().retireGrant(r -> r.keyId(key.key().arn()).grantId(key.grantId())));
        all.put(
                "RevokeGrant",
                key -> client().revokeGrant(r -> r.keyId(key.id()).grantId(key.grantId())));
        all.put("EnableKey", key -> client().enableKey(r -> r.keyId(key.id())));
        all.put("DisableKey", key -> client().disableKey(r -> r.keyId(key.id())));
        all.put("EnableKeyRotation", key -> client().enableKeyRotation(r -> r.keyId(key.id())));
        all.put("DisableKeyRotation", key -> client().disableKeyRotation(r -> r.keyId(key.id())));
        all.put("GetKeyRotationStatus", key -> client().getKeyRotationStatus(r -> r.keyId(key.id())));
        all.put("RotateKeyOnDemand", key -> client().rotateKeyOnDemand(r -> r.keyId(key.id())));
        all.put("ScheduleKeyDeletion", key -> client().scheduleKeyDeletion(r -> r.keyId(key.id())));
        all.put("CancelKeyDeletion", key -> client().cancelKeyDeletion(r -> r.keyId(key.id())));
        return all;
    }
}
