// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;
import software.amazon.awssdk.services.kms.model.Tag;

/** What happens by itself when its time has come. */
class SweepTest extends EngineFixture {

    private TestRecord sweep() throws Exception {
        TestRecord record = new TestRecord();
        record.during(() -> {
            engine.sweep();
            return true;
        });
        return record;
    }

    private String materialId(String keyId) {
        return kms.describeKey(r -> r.keyId(keyId)).keyMetadata().currentKeyMaterialId();
    }

    @Test
    void keyPendingDeletion_beforeItsDate_stays() throws Exception {
        String keyId = newKey();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        clock.forward(Duration.ofDays(7).minusMillis(1));

        assertThat(sweep().events).isEmpty();
        kms.cancelKeyDeletion(r -> r.keyId(keyId));
    }

    @Test
    void keyPendingDeletion_atItsDate_isGoneWithAllThatIsItsOwn() throws Exception {
        String keyId = newKey();
        String other = newKey();
        kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(keyId));
        kms.tagResource(
                r -> r.keyId(keyId).tags(Tag.builder().tagKey("a").tagValue("b").build()));
        SdkBytes ciphertext = encrypt("alias/x", "lost for good");
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        clock.forward(Duration.ofDays(7));

        TestRecord record = sweep();

        assertThat(record.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("DeleteKey");
            assertThat(event.keyArn()).isEqualTo(arn(keyId));
            assertThat(event.region()).isEqualTo(TestCallers.REGION);
        });
        assertThat(engine.outbox().pending()).isEqualTo(record.rows);
        assertRefused(
                () -> kms.describeKey(r -> r.keyId(keyId)),
                "NotFoundException",
                "Key '" + arn(keyId) + "' does not exist");
        assertRefused(
                () -> encrypt("alias/x", "x"),
                "NotFoundException",
                "Alias " + arn(keyId).replace("key/" + keyId, "alias/x") + " is not found.");
        assertRefused(() -> decrypt(ciphertext), "InvalidCiphertextException", "");
        assertThat(kms.listKeys(r -> {}).keys()).extracting(k -> k.keyId()).containsExactly(other);
        assertThat(kms.listAliases(r -> {}).aliases()).isEmpty();
        assertThat(sweep().events).isEmpty();
        kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(other));
    }

    /** Threat 17: a time server's fault that lasts seconds. */
    @Test
    void keyPendingDeletion_whenTheClockJumpsAheadForAMoment_stays() throws Exception {
        String keyId = newKey();
        SdkBytes ciphertext = encrypt(keyId, "still there");
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(30));
        clock.forward(Duration.ofDays(1));
        assertThat(sweep().events).isEmpty();

        clock.jump(Duration.ofDays(31));
        for (int seconds = 0; seconds < 295; seconds += 5) {
            assertThat(sweep().events).as("%s s after the jump", seconds).isEmpty();
            clock.forward(Duration.ofSeconds(5));
        }
        clock.jump(Duration.ofDays(-31));
        for (int i = 0; i < 100; i++) {
            assertThat(sweep().events).isEmpty();
            clock.forward(Duration.ofSeconds(5));
        }

        kms.cancelKeyDeletion(r -> r.keyId(keyId));
        kms.enableKey(r -> r.keyId(keyId));
        assertThat(decrypt(ciphertext)).isEqualTo("still there");
    }

    @Test
    void keyPendingDeletion_whenTheClockStaysWhereItJumped_goesAfterTheGrace() throws Exception {
        String keyId = newKey();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        clock.forward(Duration.ofHours(1));
        clock.jump(Duration.ofDays(8));
        assertThat(sweep().events).isEmpty();
        clock.forward(ClockWatch.GRACE.minusNanos(1));
        assertThat(sweep().events).isEmpty();
        clock.forward(Duration.ofNanos(1));

        assertThat(sweep().events).hasSize(1);
    }

    @Test
    void keyPendingDeletion_whenTheClockWasSetBack_goesAtItsDate() throws Exception {
        String keyId = newKey();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        clock.jump(Duration.ofDays(-1));
        assertThat(sweep().events).isEmpty();
        clock.forward(Duration.ofDays(8));

        assertThat(sweep().events).hasSize(1);
    }

    @Test
    void keyPendingDeletion_afterAStart_waitsForTheGrace() throws Exception {
        String keyId = newKey();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId).pendingWindowInDays(7));
        engine.close();
        clock.forward(Duration.ofDays(8));
        open();
        clock.forward(ClockWatch.GRACE.minusNanos(1));
        assertThat(sweep().events).isEmpty();
        clock.forward(Duration.ofNanos(1));

        assertThat(sweep().events).hasSize(1);
    }

    @Test
    void rotation_whenTheClockJumps_isMadeAllTheSame() throws Exception {
        String keyId = newKey();
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));
        clock.jump(Duration.ofDays(90));

        assertThat(sweep().events).extracting(event -> event.name()).containsExactly("RotateKey");
    }

    @Test
    void keysOfEveryRegion_atTheirDate_areGone() throws Exception {
        String here = newKey();
        String there = in("us-east-1").createKey(r -> {}).keyMetadata().keyId();
        kms.scheduleKeyDeletion(r -> r.keyId(here).pendingWindowInDays(7));
        in("us-east-1").scheduleKeyDeletion(r -> r.keyId(there).pendingWindowInDays(8));
        clock.forward(Duration.ofDays(8));

        assertThat(sweep().events)
                .extracting(event -> event.keyArn())
                .containsExactly(arn(here), arn(there).replace(TestCallers.REGION, "us-east-1"));
    }

    @Test
    void rotation_atItsDate_makesNewMaterialAndBeginsANewPeriod() throws Exception {
        String keyId = newKey();
        SdkBytes ciphertext = encrypt(keyId, "old");
        String before = materialId(keyId);
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));
        clock.forward(Duration.ofDays(90).minusMillis(1));
        assertThat(sweep().events).isEmpty();
        clock.forward(Duration.ofMillis(1));

        TestRecord record = sweep();

        String after = materialId(keyId);
        assertThat(after).isNotEqualTo(before);
        assertThat(record.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("RotateKey");
            assertThat(event.details())
                    .containsEntry("rotationType", "AUTOMATIC")
                    .containsEntry("previousKeyMaterialId", before)
                    .containsEntry("currentKeyMaterialId", after);
        });
        assertThat(decrypt(ciphertext)).isEqualTo("old");
        GetKeyRotationStatusResponse status = kms.getKeyRotationStatus(r -> r.keyId(keyId));
        assertThat(status.nextRotationDate()).isEqualTo(millis(clock.instant().plus(Duration.ofDays(90))));
        assertThat(sweep().events).isEmpty();
        List<RotationsListEntry> rotations =
                kms.listKeyRotations(r -> r.keyId(keyId)).rotations();
        assertThat(rotations).singleElement().satisfies(entry -> {
            assertThat(entry.rotationType()).isEqualTo(RotationType.AUTOMATIC);
            assertThat(entry.rotationDate()).isEqualTo(millis(clock.instant()));
        });
    }

    @Test
    void rotation_ofDisabledKey_waitsUntilItIsEnabled() throws Exception {
        String keyId = newKey();
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));
        kms.disableKey(r -> r.keyId(keyId));
        clock.forward(Duration.ofDays(400));
        assertThat(sweep().events).isEmpty();

        kms.enableKey(r -> r.keyId(keyId));
        assertThat(sweep().events).hasSize(1);
        assertThat(sweep().events).isEmpty();
    }

    @Test
    void rotation_onDemand_leavesTheCalendarAlone() throws Exception {
        String keyId = newKey();
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));
        Instant next = kms.getKeyRotationStatus(r -> r.keyId(keyId)).nextRotationDate();
        clock.forward(Duration.ofDays(30));

        kms.rotateKeyOnDemand(r -> r.keyId(keyId));

        assertThat(kms.getKeyRotationStatus(r -> r.keyId(keyId)).nextRotationDate())
                .isEqualTo(next);
    }

    @Test
    void enableKeyRotation_again_countsFromTheSameDay() {
        String keyId = newKey();
        Instant start = millis(clock.instant());
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));
        clock.forward(Duration.ofDays(10));
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(200));

        assertThat(kms.getKeyRotationStatus(r -> r.keyId(keyId)).nextRotationDate())
                .isEqualTo(start.plus(Duration.ofDays(200)));
    }

    @Test
    void automaticRotations_always_areNotCountedAsOnDemand() throws Exception {
        String keyId = newKey();
        kms.enableKeyRotation(r -> r.keyId(keyId).rotationPeriodInDays(90));
        for (int i = 0; i < 30; i++) {
            clock.forward(Duration.ofDays(90));
            assertThat(sweep().events).hasSize(1);
        }
        kms.rotateKeyOnDemand(r -> r.keyId(keyId));

        assertThat(kms.listKeyRotations(r -> r.keyId(keyId)).rotations()).hasSize(31);
    }

    private static Instant millis(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }
}
