// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** Rotation of key material, as far as a caller can bring it about. */
public abstract class RotationContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String UNSUPPORTED = "UnsupportedOperationException";

    private GetKeyRotationStatusResponse status(String keyId) {
        return client().getKeyRotationStatus(r -> r.keyId(keyId));
    }

    private List<RotationsListEntry> rotations(String keyId) {
        return client().listKeyRotations(r -> r.keyId(keyId)).rotations();
    }

    private List<RotationsListEntry> materials(String keyId) {
        return client().listKeyRotations(r -> r.keyId(keyId).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
                .rotations();
    }

    @Test
    void getKeyRotationStatus_ofNewKey_isOff() {
        GetKeyRotationStatusResponse status = status(keyId());

        assertThat(status.keyRotationEnabled()).isFalse();
        assertThat(status.rotationPeriodInDays()).isNull();
        assertThat(status.nextRotationDate()).isNull();
        assertThat(status.onDemandRotationStartDate()).isNull();
    }

    @Test
    void enableKeyRotation_withoutPeriod_rotatesEveryYear() {
        KeyMetadata key = newKey();
        client().enableKeyRotation(r -> r.keyId(key.keyId()));

        GetKeyRotationStatusResponse status = status(key.arn());
        assertThat(status.keyId()).isEqualTo(key.keyId());
        assertThat(status.keyRotationEnabled()).isTrue();
        assertThat(status.rotationPeriodInDays()).isEqualTo(365);
        assertThat(status.nextRotationDate())
                .isCloseTo(key.creationDate().plus(Duration.ofDays(365)), within(10, ChronoUnit.MINUTES));
    }

    @Test
    void enableKeyRotation_withPeriod_keepsIt() {
        KeyMetadata key = newKey();
        for (int days : new int[] {90, 2560, 180}) {
            client().enableKeyRotation(r -> r.keyId(key.keyId()).rotationPeriodInDays(days));

            assertThat(status(key.keyId()).rotationPeriodInDays()).isEqualTo(days);
            assertThat(status(key.keyId()).nextRotationDate())
                    .isCloseTo(key.creationDate().plus(Duration.ofDays(days)), within(10, ChronoUnit.MINUTES));
        }
    }

    @Test
    void enableKeyRotation_withPeriodOutOfBounds_isRefused() {
        String keyId = keyId();

        assertRefused(
                () -> client().enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(89)),
                VALIDATION,
                "1 validation error detected: Value '89' at 'rotationPeriodInDays' failed to satisfy constraint: Member must"
                        + " have value greater than or equal to 90");
        assertRefused(
                () -> client().enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(2561)),
                VALIDATION,
                "1 validation error detected: Value '2561' at 'rotationPeriodInDays' failed to satisfy constraint: Member must"
                        + " have value less than or equal to 2560");
        assertThat(status(keyId).keyRotationEnabled()).isFalse();
    }

    @Test
    void disableKeyRotation_always_turnsItOff() {
        String keyId = keyId();
        client().enableKeyRotation(r -> r.keyId(keyId));
        client().disableKeyRotation(r -> r.keyId(keyId));
        client().disableKeyRotation(r -> r.keyId(keyId));

        assertThat(status(keyId).keyRotationEnabled()).isFalse();
        assertThat(status(keyId).nextRotationDate()).isNull();
    }

    @Test
    void getKeyRotationStatus_ofDisabledKey_staysOn() {
        String keyId = keyId();
        client().enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(100));
        client().disableKey(r -> r.keyId(keyId));

        assertThat(status(keyId).keyRotationEnabled()).isTrue();
        assertThat(status(keyId).rotationPeriodInDays()).isEqualTo(100);
    }

    @Test
    void getKeyRotationStatus_ofKeyPendingDeletion_isOffUntilCancelled() {
        String keyId = keyId();
        client().enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(100));
        client().scheduleKeyDeletion(r -> r.keyId(keyId));
        assertThat(status(keyId).keyRotationEnabled()).isFalse();

        client().cancelKeyDeletion(r -> r.keyId(keyId));
        assertThat(status(keyId).keyRotationEnabled()).isTrue();
        assertThat(status(keyId).rotationPeriodInDays()).isEqualTo(100);
    }

    @Test
    void rotateKeyOnDemand_always_encryptsUnderNewMaterialAndOpensTheOld() {
        String keyId = keyId();
        List<SdkBytes> ciphertexts = new ArrayList<>();
        List<String> materialIds = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SdkBytes ciphertext = encrypted(keyId, "text " + i);
            ciphertexts.add(ciphertext);
            materialIds.add(client().decrypt(r -> r.ciphertextBlob(ciphertext)).keyMaterialId());
            assertThat(client().rotateKeyOnDemand(r -> r.keyId(keyId)).keyId()).isEqualTo(keyId);
        }

        assertThat(materialIds).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{64}"));
        for (int i = 0; i < 4; i++) {
            SdkBytes ciphertext = ciphertexts.get(i);
            var opened = client().decrypt(r -> r.ciphertextBlob(ciphertext).keyId(keyId));
            assertThat(opened.plaintext().asUtf8String()).isEqualTo("text " + i);
            assertThat(opened.keyMaterialId()).isEqualTo(materialIds.get(i));
        }
    }

    @Test
    void rotateKeyOnDemand_always_showsInDescribeKey() {
        KeyMetadata key = newKey();
        client().rotateKeyOnDemand(r -> r.keyId(key.arn()));

        KeyMetadata rotated = client().describeKey(r -> r.keyId(key.keyId())).keyMetadata();
        assertThat(rotated.currentKeyMaterialId()).matches("[0-9a-f]{64}").isNotEqualTo(key.currentKeyMaterialId());
        assertThat(rotated.toBuilder()
                        .currentKeyMaterialId(key.currentKeyMaterialId())
                        .build())
                .isEqualTo(key);
    }

    @Test
    void rotateKeyOnDemand_beyondTwentyFive_isRefused() {
        KeyMetadata key = newKey();
        for (int i = 0; i < 25; i++) {
            client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));
        }

        assertThat(message(refusal(() -> client().rotateKeyOnDemand(r -> r.keyId(key.keyId())))))
                .startsWith("The on-demand rotations limit has been reached for the given keyId.");
        assertRefused(() -> client().rotateKeyOnDemand(r -> r.keyId(key.keyId())), "LimitExceededException");
        assertThat(rotations(key.keyId())).hasSize(25);
    }

    @Test
    void rotateKeyOnDemand_ofNoKey_isRefused() {
        String arn = arnOfNoKey(newKey());

        assertRefused(
                () -> client().rotateKeyOnDemand(r -> r.keyId(arn)),
                "NotFoundException",
                "Key '" + arn + "' does not exist");
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, ENCRYPT_DECRYPT", "ECC_NIST_P256, SIGN_VERIFY", "HMAC_256, GENERATE_VERIFY_MAC"})
    void rotateKeyOnDemand_ofKeyThatDoesNotRotate_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertRefused(() -> client().rotateKeyOnDemand(r -> r.keyId(key.keyId())), UNSUPPORTED, "");
    }

    @ParameterizedTest
    @CsvSource({"RSA_2048, ENCRYPT_DECRYPT", "ECC_NIST_P256, SIGN_VERIFY", "HMAC_256, GENERATE_VERIFY_MAC"})
    void enableKeyRotation_ofKeyThatDoesNotRotate_isRefused(KeySpec spec, KeyUsageType usage) {
        KeyMetadata key = sharedKey(spec, usage);

        assertRefused(() -> client().enableKeyRotation(r -> r.keyId(key.keyId())), UNSUPPORTED, "");
    }

    @Test
    void listKeyRotations_ofNewKey_isEmpty() {
        String keyId = keyId();

        assertThat(rotations(keyId)).isEmpty();
        assertThat(client().listKeyRotations(r -> r.keyId(keyId)).truncated()).isFalse();
    }

    @Test
    void listKeyRotations_afterRotations_listsThemOldestFirst() {
        KeyMetadata key = newKey();
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));
        String second =
                client().describeKey(r -> r.keyId(key.keyId())).keyMetadata().currentKeyMaterialId();
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));

        List<RotationsListEntry> rotations = rotations(key.keyId());
        assertThat(rotations).hasSize(2).allSatisfy(entry -> {
            assertThat(entry.keyId()).isEqualTo(key.keyId());
            assertThat(entry.rotationType()).isEqualTo(RotationType.ON_DEMAND);
            assertThat(entry.rotationDate()).isCloseTo(key.creationDate(), within(10, ChronoUnit.MINUTES));
        });
        assertThat(rotations.get(0).keyMaterialId()).isEqualTo(second);
        assertThat(rotations.get(0).keyMaterialState()).isEqualTo(KeyMaterialState.NON_CURRENT);
        assertThat(rotations.get(1).keyMaterialState()).isEqualTo(KeyMaterialState.CURRENT);
    }

    @Test
    void listKeyRotations_withAllKeyMaterial_beginsWithTheFirst() {
        KeyMetadata key = newKey();
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));

        List<RotationsListEntry> materials = materials(key.keyId());
        assertThat(materials).hasSize(2);
        assertThat(materials.getFirst().keyMaterialId()).isEqualTo(key.currentKeyMaterialId());
        assertThat(materials.getFirst().keyMaterialState()).isEqualTo(KeyMaterialState.NON_CURRENT);
        assertThat(materials.getFirst().rotationDate()).isNull();
        assertThat(materials.getFirst().rotationType()).isNull();
        assertThat(materials.getLast()).isEqualTo(rotations(key.keyId()).getFirst());
    }

    @Test
    void enableKeyRotation_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().enableKeyRotation(r -> r.keyId(id)), "NotFoundException");
    }

    @Test
    void disableKeyRotation_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().disableKeyRotation(r -> r.keyId(id)), "NotFoundException");
    }

    @Test
    void getKeyRotationStatus_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().getKeyRotationStatus(r -> r.keyId(id)), "NotFoundException");
    }

    @Test
    void listKeyRotations_ofNoKey_isRefused() {
        String id = UUID.randomUUID().toString();

        assertRefused(() -> client().listKeyRotations(r -> r.keyId(id)), "NotFoundException");
    }
}
