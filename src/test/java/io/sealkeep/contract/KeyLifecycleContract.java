// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.CustomerMasterKeySpec;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/** Keys from their making to their scheduled end. */
public abstract class KeyLifecycleContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String NOT_FOUND = "NotFoundException";

    @Test
    @SuppressWarnings("deprecation")
    void createKey_withoutMembers_makesEnabledSymmetricKey() {
        KeyMetadata key = client().createKey(r -> {}).keyMetadata();

        assertThat(key.keyId()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(key.arn()).matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/" + key.keyId());
        assertThat(key.awsAccountId()).isEqualTo(key.arn().split(":", 6)[4]);
        assertThat(key.creationDate()).isNotNull();
        assertThat(key.enabled()).isTrue();
        assertThat(key.description()).isEmpty();
        assertThat(key.keyUsage()).isEqualTo(KeyUsageType.ENCRYPT_DECRYPT);
        assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(key.origin()).isEqualTo(OriginType.AWS_KMS);
        assertThat(key.keyManager()).isEqualTo(KeyManagerType.CUSTOMER);
        assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
        assertThat(key.customerMasterKeySpec()).isEqualTo(CustomerMasterKeySpec.SYMMETRIC_DEFAULT);
        assertThat(key.encryptionAlgorithms()).containsExactly(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT);
        assertThat(key.multiRegion()).isFalse();
        assertThat(key.deletionDate()).isNull();
        assertThat(key.hasSigningAlgorithms()).isFalse();
    }

    @Test
    void createKey_always_answersWhatDescribeKeyAnswers() {
        KeyMetadata key = client().createKey(r -> r.description("What it is for: ключ 🔑"))
                .keyMetadata();

        assertThat(client().describeKey(r -> r.keyId(key.keyId())).keyMetadata())
                .isEqualTo(key);
        assertThat(key.description()).isEqualTo("What it is for: ключ 🔑");
    }

    @Test
    void createKey_twice_makesTwoKeys() {
        assertThat(keyId()).isNotEqualTo(keyId());
    }

    @Test
    void createKey_withTheDefaultsSpelledOut_isTheSame() {
        KeyMetadata key = client().createKey(r -> r.keySpec(KeySpec.SYMMETRIC_DEFAULT)
                        .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
                        .origin(OriginType.AWS_KMS)
                        .multiRegion(false)
                        .bypassPolicyLockoutSafetyCheck(false))
                .keyMetadata();

        assertThat(key.keySpec()).isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
        assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
    }

    @Test
    @SuppressWarnings("deprecation")
    void createKey_withOldNameOfKeySpec_isTheSame() {
        assertThat(client().createKey(r -> r.customerMasterKeySpec(CustomerMasterKeySpec.SYMMETRIC_DEFAULT))
                        .keyMetadata()
                        .keySpec())
                .isEqualTo(KeySpec.SYMMETRIC_DEFAULT);
    }

    @Test
    @SuppressWarnings("deprecation")
    void createKey_withBothNamesOfKeySpec_isRefused() {
        assertRefused(
                () -> client().createKey(r -> r.keySpec(KeySpec.SYMMETRIC_DEFAULT)
                        .customerMasterKeySpec(CustomerMasterKeySpec.SYMMETRIC_DEFAULT)),
                VALIDATION,
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                        + " CustomerMasterKeySpec is deprecated.");
    }

    @Test
    void createKey_withUsageThatTheSpecHasNot_isRefused() {
        assertRefused(() -> client().createKey(r -> r.keyUsage(KeyUsageType.SIGN_VERIFY)), VALIDATION);
    }

    @Test
    void createKey_withUsageUnknown_isRefused() {
        assertRefused(() -> client().createKey(r -> r.keyUsage("RANDOM")), VALIDATION);
    }

    @Test
    void createKey_withLongestDescription_keepsIt() {
        String longest = "x".repeat(8192);

        assertThat(client().createKey(r -> r.description(longest)).keyMetadata().description())
                .isEqualTo(longest);
    }

    @Test
    void createKey_withTooLongDescription_isRefused() {
        assertRefused(() -> client().createKey(r -> r.description("x".repeat(8193))), VALIDATION);
    }

    @Test
    void describeKey_byAnyOfTheFourIdentifiers_findsTheKey() {
        KeyMetadata key = newKey();
        String alias = newAlias(key.keyId());

        for (String identifier : new String[] {key.keyId(), key.arn(), alias, aliasArn(key, alias)}) {
            assertThat(client().describeKey(r -> r.keyId(identifier)).keyMetadata())
                    .isEqualTo(key);
        }
    }

    @Test
    void describeKey_ofKeyThatIsNot_isRefusedWithItsArn() {
        String arn = arnOfNoKey(newKey());
        String id = arn.substring(arn.indexOf("/") + 1);

        assertRefused(() -> client().describeKey(r -> r.keyId(id)), NOT_FOUND, "Key '" + arn + "' does not exist");
        assertRefused(() -> client().describeKey(r -> r.keyId(arn)), NOT_FOUND, "Key '" + arn + "' does not exist");
    }

    @Test
    void describeKey_ofMultiRegionKeyThatIsNot_isRefusedWithItsArn() {
        KeyMetadata key = newKey();
        String id = "mrk-d3b95762d3b95762d3b95762d3b95762";

        assertRefused(
                () -> client().describeKey(r -> r.keyId(id)),
                NOT_FOUND,
                "Key '" + key.arn().replace(key.keyId(), id) + "' does not exist");
    }

    @Test
    void describeKey_ofWhatNoKeyIdLooksLike_isRefused() {
        for (String id : new String[] {"fake-key-id", "134f2428cec14b25a1ae9048164dba47", "mrk-fake-key-id"}) {
            assertRefused(() -> client().describeKey(r -> r.keyId(id)), NOT_FOUND, "Invalid keyId '" + id + "'");
        }
    }

    @Test
    void describeKey_byArnOfAnotherRegion_isRefusedWithThatRegion() {
        KeyMetadata key = newKey();
        String region = key.arn().split(":", 6)[3];
        String other = region.equals("ap-southeast-1") ? "ap-southeast-2" : "ap-southeast-1";

        assertRefused(
                () -> client().describeKey(r -> r.keyId(key.arn().replace(region, other))),
                NOT_FOUND,
                "Invalid arn " + other);
    }

    @Test
    void describeKey_ofAliasThatIsNot_isRefused() {
        KeyMetadata key = newKey();
        String alias = aliasName();

        assertRefused(
                () -> client().describeKey(r -> r.keyId(alias)),
                NOT_FOUND,
                "Alias " + aliasArn(key, alias) + " is not found.");
        assertRefused(() -> client().describeKey(r -> r.keyId(aliasArn(key, alias))), NOT_FOUND);
    }

    @Test
    void describeKey_withoutKeyId_isRefused() {
        assertRefused(
                () -> client().describeKey(r -> {}),
                VALIDATION,
                "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void updateKeyDescription_always_replacesIt() {
        String keyId = keyId();

        client().updateKeyDescription(r -> r.keyId(keyId).description("new"));
        assertThat(client().describeKey(r -> r.keyId(keyId)).keyMetadata().description())
                .isEqualTo("new");

        client().updateKeyDescription(r -> r.keyId(arn(keyId)).description(""));
        assertThat(client().describeKey(r -> r.keyId(keyId)).keyMetadata().description())
                .isEmpty();
    }

    @Test
    void updateKeyDescription_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().updateKeyDescription(r -> r.keyId(id).description("x")), NOT_FOUND);
    }

    @Test
    void disableKey_thenEnableKey_switchesTheKey() {
        KeyMetadata key = newKey();
        client().disableKey(r -> r.keyId(key.keyId()));

        KeyMetadata disabled = client().describeKey(r -> r.keyId(key.keyId())).keyMetadata();
        assertThat(disabled.keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(disabled.enabled()).isFalse();
        assertRefused(() -> encrypted(key.keyId(), "x"), "DisabledException", key.arn() + " is disabled.");

        client().enableKey(r -> r.keyId(key.arn()));
        assertThat(client().describeKey(r -> r.keyId(key.keyId())).keyMetadata())
                .isEqualTo(key);
        assertThat(decrypted(encrypted(key.keyId(), "again"))).isEqualTo("again");
    }

    @Test
    void enableKey_ofEnabledKey_changesNothing() {
        KeyMetadata key = newKey();
        client().enableKey(r -> r.keyId(key.keyId()));

        assertThat(client().describeKey(r -> r.keyId(key.keyId())).keyMetadata())
                .isEqualTo(key);
    }

    @Test
    void scheduleKeyDeletion_withoutWindow_waitsThirtyDays() {
        KeyMetadata key = newKey();
        ScheduleKeyDeletionResponse scheduled = client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));

        assertThat(scheduled.keyId()).isEqualTo(key.arn());
        assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(scheduled.pendingWindowInDays()).isEqualTo(30);
        assertThat(scheduled.deletionDate()).isCloseTo(inDays(key, 30), within(10, ChronoUnit.MINUTES));
    }

    @Test
    void scheduleKeyDeletion_always_showsInDescribeKey() {
        KeyMetadata key = newKey();
        ScheduleKeyDeletionResponse scheduled =
                client().scheduleKeyDeletion(r -> r.keyId(key.arn()).pendingWindowInDays(7));

        KeyMetadata pending = client().describeKey(r -> r.keyId(key.keyId())).keyMetadata();
        assertThat(pending.keyState()).isEqualTo(KeyState.PENDING_DELETION);
        assertThat(pending.enabled()).isFalse();
        assertThat(pending.deletionDate()).isEqualTo(scheduled.deletionDate());
        assertThat(pending.deletionDate()).isCloseTo(inDays(key, 7), within(10, ChronoUnit.MINUTES));
    }

    @Test
    void scheduleKeyDeletion_withWindowOutOfBounds_isRefused() {
        String keyId = keyId();

        assertRefused(() -> client().scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(6)), VALIDATION);
        assertRefused(() -> client().scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(31)), VALIDATION);
        assertThat(client().describeKey(r -> r.keyId(keyId)).keyMetadata().keyState())
                .isEqualTo(KeyState.ENABLED);
    }

    @Test
    void cancelKeyDeletion_always_leavesTheKeyDisabled() {
        KeyMetadata key = newKey();
        String plaintext = "before";
        var ciphertext = encrypted(key.keyId(), plaintext);
        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));

        assertThat(client().cancelKeyDeletion(r -> r.keyId(key.keyId())).keyId())
                .isEqualTo(key.arn());

        KeyMetadata cancelled = client().describeKey(r -> r.keyId(key.keyId())).keyMetadata();
        assertThat(cancelled.keyState()).isEqualTo(KeyState.DISABLED);
        assertThat(cancelled.deletionDate()).isNull();
        client().enableKey(r -> r.keyId(key.keyId()));
        assertThat(decrypted(ciphertext)).isEqualTo(plaintext);
    }

    @Test
    void cancelKeyDeletion_ofKeyThatIsNotPending_isRefused() {
        KeyMetadata key = newKey();

        assertRefused(
                () -> client().cancelKeyDeletion(r -> r.keyId(key.keyId())),
                "KMSInvalidStateException",
                key.arn() + " is not pending deletion.");
    }

    private static Instant inDays(KeyMetadata key, int days) {
        return key.creationDate().plus(Duration.ofDays(days));
    }
}
