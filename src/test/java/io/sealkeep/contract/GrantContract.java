// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Grants: made and listed. Principals are those that exist in every account: the account itself, and an AWS service. */
public abstract class GrantContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String INVALID_ARN = "InvalidArnException";
    private static final String SERVICE = "dynamodb.us-west-1.amazonaws.com";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/ExampleTable";

    /** A change to a request that would be sound without it. */
    private interface Change extends Consumer<CreateGrantRequest.Builder> {}

    private static String account(KeyMetadata key) {
        return "arn:aws:iam::" + key.awsAccountId() + ":root";
    }

    private CreateGrantResponse grant(KeyMetadata key, Change change) {
        CreateGrantRequest.Builder request = CreateGrantRequest.builder()
                .keyId(key.keyId())
                .granteePrincipal(account(key))
                .operations(GrantOperation.DECRYPT, GrantOperation.ENCRYPT);
        change.accept(request);
        return client().createGrant(request.build());
    }

    private List<GrantListEntry> grants(KeyMetadata key) {
        return client().listGrants(r -> r.keyId(key.keyId())).grants();
    }

    private static String name() {
        return "contract-" + UUID.randomUUID();
    }

    private KeyMetadata newKey(String spec, String usage) {
        return client().createKey(r -> r.keySpec(spec).keyUsage(usage)).keyMetadata();
    }

    @Test
    void createGrant_always_answersIdAndToken() {
        CreateGrantResponse made = grant(newKey(), r -> {});

        assertThat(made.grantId()).matches("[0-9a-f]{64}");
        assertThat(made.grantToken()).matches("[A-Za-z0-9+/=_-]{32,8192}");
    }

    @Test
    void createGrant_withAllMembers_isListedWithThem() {
        KeyMetadata key = newKey();
        String name = name();
        CreateGrantResponse made = grant(
                key,
                r -> r.keyId(key.arn())
                        .retiringPrincipal(SERVICE)
                        .name(name)
                        .operationsWithStrings("ReEncryptFrom", "RetireGrant", "CreateGrant", "DescribeKey")
                        .constraints(c -> c.encryptionContextSubset(Map.of("a", "b"))));

        assertThat(grants(key)).singleElement().satisfies(entry -> {
            assertThat(entry.grantId()).isEqualTo(made.grantId());
            assertThat(entry.keyId()).isEqualTo(key.arn());
            assertThat(entry.granteePrincipal()).isEqualTo(account(key));
            assertThat(entry.retiringPrincipal()).isEqualTo(SERVICE);
            assertThat(entry.issuingAccount()).isEqualTo(account(key));
            assertThat(entry.name()).isEqualTo(name);
            assertThat(entry.operationsAsStrings())
                    .containsExactlyInAnyOrder("ReEncryptFrom", "RetireGrant", "CreateGrant", "DescribeKey");
            assertThat(entry.constraints().encryptionContextSubset()).isEqualTo(Map.of("a", "b"));
            assertThat(entry.constraints().hasEncryptionContextEquals()).isFalse();
            assertThat(entry.creationDate()).isNotNull();
        });
    }

    @Test
    void createGrant_toAService_isListedAsSuch() {
        KeyMetadata key = newKey();
        grant(
                key,
                r -> r.granteePrincipal(null)
                        .granteeServicePrincipal(SERVICE)
                        .retiringServicePrincipal(SERVICE)
                        .constraints(c -> c.sourceArn(TABLE).encryptionContextEquals(Map.of("a", "b"))));

        assertThat(grants(key)).singleElement().satisfies(entry -> {
            assertThat(entry.granteeServicePrincipal()).isEqualTo(SERVICE);
            assertThat(entry.retiringServicePrincipal()).isEqualTo(SERVICE);
            assertThat(entry.granteePrincipal()).isNull();
            assertThat(entry.retiringPrincipal()).isNull();
            assertThat(entry.constraints().sourceArn()).isEqualTo(TABLE);
            assertThat(entry.constraints().encryptionContextEquals()).isEqualTo(Map.of("a", "b"));
        });
    }

    @Test
    void createGrant_againUnderItsName_answersTheSameIdAndAnotherToken() {
        KeyMetadata key = newKey();
        String name = name();
        Change change = r -> r.name(name).constraints(c -> c.encryptionContextEquals(Map.of("a", "1", "b", "2")));
        CreateGrantResponse first = grant(key, change);

        CreateGrantResponse second = grant(key, change);

        assertThat(second.grantId()).isEqualTo(first.grantId());
        assertThat(second.grantToken()).isNotEqualTo(first.grantToken());
        assertThat(grants(key)).hasSize(1);
    }

    @Test
    void createGrant_againWithoutName_makesAnother() {
        KeyMetadata key = newKey();

        assertThat(grant(key, r -> {}).grantId())
                .isNotEqualTo(grant(key, r -> {}).grantId());
        assertThat(grants(key)).hasSize(2);
    }

    @Test
    void createGrant_underTheNameOfADifferentOne_makesAnother() {
        KeyMetadata key = newKey();
        String name = name();
        List<Change> differences = List.of(
                r -> {},
                r -> r.granteePrincipal(SERVICE),
                r -> r.retiringPrincipal(SERVICE),
                r -> r.operations(GrantOperation.DECRYPT),
                r -> r.constraints(c -> c.encryptionContextEquals(Map.of("a", "b"))),
                r -> r.constraints(c -> c.encryptionContextSubset(Map.of("a", "b"))),
                r -> r.constraints(c -> c.encryptionContextSubset(Map.of("a", "c"))));

        List<String> ids = differences.stream()
                .map(difference ->
                        grant(key, r -> difference.accept(r.name(name))).grantId())
                .toList();

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(grants(key)).extracting(GrantListEntry::grantId).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void createGrant_underTheSameNameOnAnotherKey_makesAnother() {
        KeyMetadata one = newKey();
        KeyMetadata other = newKey();
        String name = name();

        assertThat(grant(one, r -> r.name(name)).grantId())
                .isNotEqualTo(grant(other, r -> r.name(name)).grantId());
        assertThat(grants(one)).hasSize(1);
        assertThat(grants(other)).hasSize(1);
    }

    @Test
    void createGrant_ofNoKey_isRefused() {
        KeyMetadata key = newKey();
        String arn = arnOfNoKey(key);

        assertRefused(() -> grant(key, r -> r.keyId(arn)), "NotFoundException", "Key '" + arn + "' does not exist");
    }

    @Test
    void createGrant_ofAnAlias_isRefused() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());

        for (String name : List.of(alias, aliasArn(key, alias))) {
            assertRefused(
                    () -> grant(key, r -> r.keyId(name)),
                    INVALID_ARN,
                    "Key Aliases are not supported for this operation.");
        }
    }

    @Test
    void createGrant_withAPrincipalThatIsNone_isRefused() {
        KeyMetadata key = newKey();

        for (String principal : List.of(key.arn(), "arn:aws:iam::111122223333:group/x", "nobody")) {
            assertRefused(
                    () -> grant(key, r -> r.granteePrincipal(principal)),
                    INVALID_ARN,
                    "ARN does not refer to a valid principal: " + principal);
            assertRefused(
                    () -> grant(key, r -> r.retiringPrincipal(principal)),
                    INVALID_ARN,
                    "ARN does not refer to a valid principal: " + principal);
        }
    }

    @TestFactory
    List<DynamicTest> createGrant_withMembersThatDoNotGoTogether_isRefused() {
        Map<String, Change> faults = new LinkedHashMap<>();
        faults.put("no grantee", r -> r.granteePrincipal(null));
        faults.put("two grantees", r -> r.granteeServicePrincipal(SERVICE));
        faults.put("two retiring principals", r -> r.retiringPrincipal(SERVICE).retiringServicePrincipal(SERVICE));
        faults.put(
                "service without SourceArn",
                r -> r.granteePrincipal(null).granteeServicePrincipal(SERVICE).retiringServicePrincipal(SERVICE));
        faults.put(
                "service without retiring principal",
                r -> r.granteePrincipal(null).granteeServicePrincipal(SERVICE).constraints(c -> c.sourceArn(TABLE)));
        faults.put("service of no name", r -> r.granteePrincipal(null).granteeServicePrincipal("dynamodb"));
        faults.put("SourceArn that is none", r -> r.constraints(c -> c.sourceArn("arn:aws:s3:::bucket-of-no-account")));
        faults.put("no operation", r -> r.operations(List.of()));
        faults.put("unknown operation", r -> r.operationsWithStrings("ScheduleKeyDeletion"));
        faults.put(
                "two contexts",
                r -> r.constraints(
                        c -> c.encryptionContextEquals(Map.of("a", "b")).encryptionContextSubset(Map.of("a", "b"))));
        faults.put("nine pairs", r -> r.constraints(c -> c.encryptionContextEquals(pairs(9))));
        faults.put("long value", r -> r.constraints(c -> c.encryptionContextSubset(Map.of("a", "x".repeat(385)))));
        faults.put("name that may not be", r -> r.name("with space"));
        KeyMetadata key = newKey();
        List<DynamicTest> tests = new ArrayList<>();
        faults.forEach((name, fault) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            assertRefused(() -> grant(key, fault), VALIDATION);
            assertThat(grants(key)).isEmpty();
        })));
        return tests;
    }

    private static Map<String, String> pairs(int number) {
        Map<String, String> pairs = new LinkedHashMap<>();
        IntStream.range(0, number).forEach(i -> pairs.put("key-" + i, "value"));
        return pairs;
    }

    @Test
    void createGrant_withTheLargestContext_isListedWithIt() {
        KeyMetadata key = newKey();
        Map<String, String> context = pairs(7);
        context.put("long", "ж".repeat(384));
        grant(key, r -> r.constraints(c -> c.encryptionContextEquals(context)));

        assertThat(grants(key).getFirst().constraints().encryptionContextEquals())
                .isEqualTo(context);
    }

    @Test
    void createGrant_ofCreateGrantAlone_isRefused() {
        KeyMetadata key = newKey();

        assertRefused(
                () -> grant(key, r -> r.operations(GrantOperation.CREATE_GRANT)),
                VALIDATION,
                "Grants must not contain only the CreateGrant operation.");
    }

    /** AWS KMS Developer Guide, "Key type reference": what each kind of key has, beside CreateGrant, RetireGrant and DescribeKey. */
    @TestFactory
    List<DynamicTest> createGrant_ofAnOperation_isMadeWhereTheKeyHasIt() {
        Map<String, String> operations = new LinkedHashMap<>();
        operations.put(
                "SYMMETRIC_DEFAULT ENCRYPT_DECRYPT",
                "Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext"
                        + " GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext");
        operations.put("RSA_2048 ENCRYPT_DECRYPT", "Encrypt Decrypt ReEncryptFrom ReEncryptTo GetPublicKey");
        operations.put("ECC_NIST_P256 SIGN_VERIFY", "Sign Verify GetPublicKey");
        operations.put("ECC_NIST_P256 KEY_AGREEMENT", "DeriveSharedSecret GetPublicKey");
        operations.put("HMAC_256 GENERATE_VERIFY_MAC", "GenerateMac VerifyMac");
        List<DynamicTest> tests = new ArrayList<>();
        operations.forEach((kind, names) -> tests.add(DynamicTest.dynamicTest(
                kind, () -> check(kind.split(" ", -1), List.of((names + " RetireGrant DescribeKey").split(" ", -1))))));
        return tests;
    }

    private void check(String[] kind, List<String> valid) {
        KeyMetadata key = newKey(kind[0], kind[1]);
        for (GrantOperation operation : GrantOperation.knownValues()) {
            Change change = r -> r.operations(operation, GrantOperation.CREATE_GRANT);
            if (valid.contains(operation.toString())) {
                assertThatNoException().as("%s", operation).isThrownBy(() -> grant(key, change));
            } else if (operation != GrantOperation.CREATE_GRANT) {
                assertRefused(() -> grant(key, change), VALIDATION);
            }
        }
    }

    @Test
    void createGrant_withContextOnAKeyThatTakesNone_isRefused() {
        KeyMetadata key = newKey("HMAC_256", "GENERATE_VERIFY_MAC");

        assertRefused(
                () -> grant(
                        key,
                        r -> r.operations(GrantOperation.GENERATE_MAC)
                                .constraints(c -> c.encryptionContextEquals(Map.of("a", "b")))),
                VALIDATION,
                "EncryptionContext is supported only when creating a grant for a symmetric encryption KMS key.");
        grant(key, r -> r.operations(GrantOperation.GENERATE_MAC).constraints(c -> c.sourceArn(TABLE)));
    }

    @Test
    void createGrant_asADryRun_makesNothing() {
        KeyMetadata key = newKey();

        assertRefused(
                () -> grant(key, r -> r.dryRun(true)),
                "DryRunOperationException",
                "The request would have succeeded, but the DryRun option is set.");
        assertThat(grants(key)).isEmpty();
    }

    @Test
    void listGrants_ofAnAliasOrNoKey_isRefused() {
        KeyMetadata key = newKey();
        String arn = arnOfNoKey(key);
        String alias = newAlias(key.keyId());

        assertRefused(
                () -> client().listGrants(r -> r.keyId(arn)), "NotFoundException", "Key '" + arn + "' does not exist");
        assertRefused(
                () -> client().listGrants(r -> r.keyId(alias)),
                INVALID_ARN,
                "Key Aliases are not supported for this operation.");
    }

    @Test
    void listGrants_byIdOrGrantee_namesThoseAlone() {
        KeyMetadata key = newKey();
        KeyMetadata other = newKey();
        String ours = grant(key, r -> {}).grantId();
        String services = grant(key, r -> r.granteePrincipal(SERVICE)).grantId();
        String elsewhere = grant(other, r -> {}).grantId();

        assertThat(client().listGrants(r -> r.keyId(key.keyId()).grantId(ours)).grants())
                .extracting(GrantListEntry::grantId)
                .containsExactly(ours);
        assertThat(client().listGrants(r -> r.keyId(key.keyId()).granteePrincipal(SERVICE))
                        .grants())
                .extracting(GrantListEntry::grantId)
                .containsExactly(services);
        assertThat(client().listGrants(r -> r.keyId(key.keyId()).grantId(ours).granteePrincipal(SERVICE))
                        .grants())
                .isEmpty();
        assertThat(client().listGrants(r -> r.keyId(key.keyId()).grantId(elsewhere))
                        .grants())
                .isEmpty();
    }

    @Test
    void listRetirableGrants_ofAPrincipal_namesThoseOfAllKeys() {
        KeyMetadata one = newKey();
        KeyMetadata other = newKey();
        String retiring = UUID.randomUUID() + ".us-west-1.amazonaws.com";
        List<String> ours = List.of(
                grant(one, r -> r.retiringPrincipal(retiring)).grantId(),
                grant(other, r -> r.retiringPrincipal(retiring)).grantId());
        grant(one, r -> r.granteePrincipal(retiring));

        assertThat(client().listRetirableGrants(r -> r.retiringPrincipal(retiring))
                        .grants())
                .extracting(GrantListEntry::grantId)
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @Test
    void listRetirableGrants_ofNoneOrTwoPrincipals_isRefused() {
        assertRefused(() -> client().listRetirableGrants(r -> {}), VALIDATION);
        assertRefused(
                () -> client().listRetirableGrants(
                                r -> r.retiringPrincipal(SERVICE).retiringServicePrincipal(SERVICE)),
                VALIDATION);
    }
}
