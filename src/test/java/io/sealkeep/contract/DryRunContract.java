// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.DryRunModifierType;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * DryRun, in every operation that has it: what would succeed is refused with words of its own, and nothing is done; what would
 * fail fails as it would. AWS KMS Developer Guide, "Testing your permissions".
 */
public abstract class DryRunContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";

    private static void assertWouldSucceed(ThrowingCallable call) {
        assertRefused(
                call, "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
    }

    /** Returns the names of the operations that are tested here, by the factories and by tests of their own. */
    public static List<String> operations() {
        return Stream.concat(
                        KeyUse.all().stream().map(KeyUse::operation),
                        Stream.of("CreateGrant", "RetireGrant", "RevokeGrant"))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> everyUseOfAKey_asDryRun_saysThatItWouldSucceed() {
        return KeyUse.all().stream()
                .map(use -> dynamicTest(use.operation() + ", as dry run: says that it would succeed", () -> {
                    KeyMetadata key = sharedKey(use.spec(), use.usage());
                    SdkBytes made = use.before().apply(client(), key);

                    assertWouldSucceed(() -> use.call().make(client(), key, made, true));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyUseOfAKey_withDryRunFalse_isDone() {
        return KeyUse.all().stream()
                .map(use -> dynamicTest(use.operation() + ", with DryRun false: is done", () -> {
                    KeyMetadata key = sharedKey(use.spec(), use.usage());
                    SdkBytes made = use.before().apply(client(), key);

                    assertThatNoException().isThrownBy(() -> use.call().make(client(), key, made, false));
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyUseOfAKey_asDryRunWithDisabledKey_failsAsItWould() {
        return KeyUse.all().stream()
                .map(use -> dynamicTest(use.operation() + ", as dry run with disabled key: fails as it would", () -> {
                    KeyMetadata key = newKey(use.spec(), use.usage());
                    SdkBytes made = use.before().apply(client(), key);
                    client().disableKey(r -> r.keyId(key.keyId()));

                    assertDisabled(() -> use.call().make(client(), key, made, true), key);
                }));
    }

    @Test
    void encrypt_asDryRunWithKeyForSomethingElse_failsAsItWould() {
        KeyMetadata key = sharedKey(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);

        assertWrongUsage(
                () -> client().encrypt(
                                r -> r.keyId(key.keyId()).plaintext(bytes("x")).dryRun(true)),
                key,
                "Encrypt");
    }

    @Test
    void encrypt_asDryRunOfTooMuch_failsAsItWould() {
        String keyId = keyId();

        assertRefused(
                () -> client().encrypt(
                                r -> r.keyId(keyId).plaintext(bytes(4097)).dryRun(true)),
                VALIDATION,
                tooLong("plaintext", 4096));
    }

    @Test
    void decrypt_asDryRunWithNoKey_failsAsItWould() {
        SdkBytes ciphertext = encrypted(keyId(), "x");
        String arn = arnOfNoKey(newKey());

        assertRefused(
                () -> client().decrypt(
                                r -> r.keyId(arn).ciphertextBlob(ciphertext).dryRun(true)),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }

    @Test
    void decrypt_asDryRunIgnoringTheCiphertext_looksAtTheKeyAlone() {
        String keyId = keyId();

        assertWouldSucceed(() -> client().decrypt(
                        r -> r.keyId(keyId).dryRun(true).dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
    }

    @Test
    void decrypt_asDryRunIgnoringTheCiphertextWithDisabledKey_failsAsItWould() {
        KeyMetadata key = disabledKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);

        assertDisabled(
                () -> client().decrypt(r ->
                        r.keyId(key.keyId()).dryRun(true).dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                key);
    }

    @Test
    void decrypt_asDryRunIgnoringTheCiphertextWithoutKey_isRefused() {
        assertRefused(
                () -> client().decrypt(r -> r.dryRun(true).dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)),
                VALIDATION);
    }

    @Test
    void reEncrypt_asDryRunIgnoringTheCiphertext_looksAtTheKeysAlone() {
        String source = keyId();
        String destination = keyId();

        assertWouldSucceed(() -> client().reEncrypt(r -> r.sourceKeyId(source)
                .destinationKeyId(destination)
                .dryRun(true)
                .dryRunModifiers(DryRunModifierType.IGNORE_CIPHERTEXT)));
    }

    private CreateGrantResponse grant(KeyMetadata key, Boolean dryRun) {
        return client().createGrant(r -> r.keyId(key.keyId())
                .granteePrincipal(principal(key))
                .retiringPrincipal(principal(key))
                .operations(GrantOperation.ENCRYPT)
                .dryRun(dryRun));
    }

    /** The one principal that every account has. */
    private static String principal(KeyMetadata key) {
        return key.arn().substring(0, key.arn().indexOf(":kms:")) + ":iam::" + key.awsAccountId() + ":root";
    }

    private List<GrantListEntry> grants(KeyMetadata key) {
        return client().listGrants(r -> r.keyId(key.keyId())).grants();
    }

    @Test
    void createGrant_asDryRun_saysThatItWouldSucceedAndMakesNone() {
        KeyMetadata key = newKey();

        assertWouldSucceed(() -> grant(key, true));
        assertThat(grants(key)).isEmpty();
    }

    @Test
    void createGrant_asDryRunOnDisabledKey_failsAsItWould() {
        KeyMetadata key = disabledKey(KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);

        assertDisabled(() -> grant(key, true), key);
    }

    @Test
    void revokeGrant_asDryRun_saysThatItWouldSucceedAndLeavesIt() {
        KeyMetadata key = newKey();
        String grantId = grant(key, null).grantId();

        assertWouldSucceed(() ->
                client().revokeGrant(r -> r.keyId(key.keyId()).grantId(grantId).dryRun(true)));
        assertThat(grants(key)).extracting(GrantListEntry::grantId).containsExactly(grantId);
    }

    /** Which of its errors AWS answers is not known. */
    @Test
    void revokeGrant_asDryRunOfNoGrant_failsAsItWould() {
        KeyMetadata key = newKey();

        assertThat(code(refusal(() -> client().revokeGrant(r ->
                        r.keyId(key.keyId()).grantId("0".repeat(64)).dryRun(true)))))
                .isIn("NotFoundException", "InvalidGrantIdException");
    }

    @Test
    void retireGrant_asDryRun_saysThatItWouldSucceedAndLeavesIt() {
        KeyMetadata key = newKey();
        String grantId = grant(key, null).grantId();

        assertWouldSucceed(() ->
                client().retireGrant(r -> r.keyId(key.arn()).grantId(grantId).dryRun(true)));
        assertThat(grants(key)).extracting(GrantListEntry::grantId).containsExactly(grantId);
    }

    /** Which of its errors AWS answers is not known. */
    @Test
    void retireGrant_asDryRunOfNoGrant_failsAsItWould() {
        KeyMetadata key = newKey();

        assertThat(code(refusal(() -> client().retireGrant(
                                r -> r.keyId(key.arn()).grantId("0".repeat(64)).dryRun(true)))))
                .isIn("NotFoundException", "InvalidGrantIdException");
    }
}
