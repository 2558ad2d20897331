// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealkeep.call.OutboxRow;
import io.sealkeep.call.ServiceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;

/** What the engine tells the record of a call, and what it keeps of it with a change. */
class CallRecordTest extends EngineFixture {

    private static <T> TestRecord recorded(Callable<T> call) throws Exception {
        TestRecord record = new TestRecord();
        record.during(call);
        return record;
    }

    private static <T> TestRecord refused(Callable<T> call) {
        TestRecord record = new TestRecord();
        assertThatThrownBy(() -> record.during(call)).isInstanceOf(RuntimeException.class);
        return record;
    }

    private List<String> pending() {
        return engine.outbox().pending().stream().map(OutboxRow::eventId).toList();
    }

    @Test
    void cryptoCall_always_namesKeyAndMaterialAndChangesNothing() throws Exception {
        String keyId = newKey();
        kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(keyId));
        SdkBytes ciphertext = encrypt(keyId, "x");
        String materialId = kms.describeKey(r -> r.keyId(keyId)).keyMetadata().currentKeyMaterialId();

        for (Callable<?> call : List.<Callable<?>>of(
                () -> encrypt("alias/x", "x"),
                () -> decrypt(ciphertext),
                () -> kms.decrypt(r -> r.keyId(keyId).ciphertextBlob(ciphertext)),
                () -> kms.generateDataKey(r -> r.keyId(arn(keyId)).numberOfBytes(1)),
                () -> kms.generateDataKeyWithoutPlaintext(r -> r.keyId(keyId).numberOfBytes(1)))) {
            TestRecord record = recorded(call);
            assertThat(record.keys).containsExactly(arn(keyId));
            assertThat(record.additional).containsOnly(java.util.Map.entry("keyMaterialId", materialId));
            assertThat(record.responses).isEmpty();
        }
    }

    @Test
    void reEncrypt_always_namesSourceThenDestination() throws Exception {
        String source = newKey();
        String destination = newKey();
        SdkBytes ciphertext = encrypt(source, "x");

        TestRecord record =
                recorded(() -> kms.reEncrypt(r -> r.ciphertextBlob(ciphertext).destinationKeyId(destination)));

        assertThat(record.keys).containsExactly(arn(source), arn(destination));
        assertThat(record.additional.keySet()).containsExactly("sourceKeyMaterialId", "destinationKeyMaterialId");
        assertThat(record.additional.values()).allMatch(id -> id.matches("[0-9a-f]{64}"));
    }

    @Test
    void refusedCryptoCall_always_namesTheKey() {
        String keyId = newKey();
        SdkBytes ciphertext = encrypt(keyId, "x");
        kms.disableKey(r -> r.keyId(keyId));

        assertThat(refused(() -> encrypt(keyId, "x")).keys).containsExactly(arn(keyId));
        assertThat(refused(() -> decrypt(ciphertext)).keys).containsExactly(arn(keyId));
        assertThat(refused(() -> kms.decrypt(
                                r -> r.ciphertextBlob(ciphertext).encryptionContext(java.util.Map.of("a", "b"))))
                        .keys)
                .containsExactly(arn(keyId));
    }

    @Test
    void wrongKey_always_namesTheKeyThatWasAskedFor() {
        String asked = newKey();
        SdkBytes ciphertext = encrypt(newKey(), "x");

        assertThat(refused(() -> kms.decrypt(r -> r.keyId(asked).ciphertextBlob(ciphertext))).keys)
                .containsExactly(arn(asked));
    }

    @Test
    void change_always_commitsItsRecordWithIt() throws Exception {
        TestRecord creation = recorded(() -> kms.createKey(r -> {}));
        CreateKeyResponse created = (CreateKeyResponse) creation.responses.getFirst();
        String keyId = created.keyMetadata().keyId();
        assertThat(creation.keys).containsExactly(arn(keyId));

        TestRecord scheduling = recorded(() -> kms.scheduleKeyDeletion(r -> r.keyId(keyId)));
        assertThat(scheduling.keys).containsExactly(arn(keyId));
        assertThat(scheduling.responses).singleElement().isInstanceOf(ScheduleKeyDeletionResponse.class);

        List<String> expected = new ArrayList<>();
        creation.rows.forEach(row -> expected.add(row.eventId()));
        scheduling.rows.forEach(row -> expected.add(row.eventId()));
        assertThat(pending()).isEqualTo(expected);
    }

    @Test
    void everyChange_always_namesItsOneKey() throws Exception {
        String keyId = newKey();
        String grantId = kms.createGrant(r -> grant(r.keyId(keyId))).grantId();
        for (Callable<?> call : List.<Callable<?>>of(
                () -> kms.updateKeyDescription(r -> r.keyId(keyId).description("x")),
                () -> kms.disableKey(r -> r.keyId(keyId)),
                () -> kms.enableKey(r -> r.keyId(keyId)),
                () -> kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(keyId)),
                () -> kms.updateAlias(r -> r.aliasName("alias/x").targetKeyId(keyId)),
                () -> kms.deleteAlias(r -> r.aliasName("alias/x")),
                () -> kms.tagResource(r -> r.keyId(keyId)
                        .tags(Tag.builder().tagKey("a").tagValue("b").build())),
                () -> kms.untagResource(r -> r.keyId(keyId).tagKeys("a")),
                () -> kms.putKeyPolicy(r -> r.keyId(keyId).policy("{\"Statement\":{}}")),
                () -> kms.enableKeyRotation(r -> r.keyId(keyId)),
                () -> kms.disableKeyRotation(r -> r.keyId(keyId)),
                () -> kms.rotateKeyOnDemand(r -> r.keyId(keyId)),
                () -> kms.createGrant(r -> grant(r.keyId(keyId))),
                () -> kms.revokeGrant(r -> r.keyId(keyId).grantId(grantId)),
                () -> kms.scheduleKeyDeletion(r -> r.keyId(keyId)),
                () -> kms.cancelKeyDeletion(r -> r.keyId(keyId)))) {
            TestRecord record = recorded(call);
            assertThat(record.keys).containsExactly(arn(keyId));
            assertThat(record.responses).hasSize(1);
            assertThat(pending())
                    .containsAll(record.rows.stream().map(OutboxRow::eventId).toList());
        }
    }

    private static CreateGrantRequest.Builder grant(CreateGrantRequest.Builder request) {
        return request.granteePrincipal("arn:aws:iam::" + TestCallers.ACCOUNT + ":root")
                .operations(GrantOperation.ENCRYPT);
    }

    @Test
    void retireGrant_byToken_namesItsKeyAndGrant() throws Exception {
        String keyId = newKey();
        CreateGrantResponse made = kms.createGrant(r -> grant(r.keyId(keyId)));

        TestRecord record = recorded(() -> kms.retireGrant(r -> r.grantToken(made.grantToken())));

        assertThat(record.keys).containsExactly(arn(keyId));
        assertThat(record.additional).containsOnly(java.util.Map.entry("grantId", made.grantId()));
        assertThat(record.rows).isNotEmpty();
    }

    @Test
    void updateAlias_always_namesTheNewKey() throws Exception {
        String first = newKey();
        String second = newKey();
        kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(first));

        assertThat(recorded(() -> kms.updateAlias(r -> r.aliasName("alias/x").targetKeyId(second))).keys)
                .containsExactly(arn(second));
    }

    @Test
    void refusedChange_always_namesTheKeyAndLeavesNoRow() {
        String keyId = newKey();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId));

        TestRecord record = refused(() -> kms.disableKey(r -> r.keyId(keyId)));

        assertThat(record.keys).containsExactly(arn(keyId));
        assertThat(record.responses).isEmpty();
        assertThat(pending()).isEmpty();
    }

    @Test
    void change_whoseRecordCannotBeMade_isNotMade() {
        String keyId = newKey();
        TestRecord failing = new TestRecord();
        io.sealkeep.call.CallRecord record = new io.sealkeep.call.CallRecord() {
            @Override
            public void key(String keyArn) {
                failing.key(keyArn);
            }

            @Override
            public void additional(String name, String value) {}

            @Override
            public List<OutboxRow> change(software.amazon.awssdk.core.SdkPojo response, List<ServiceEvent> events) {
                throw new IllegalStateException("no record");
            }
        };

        assertThatThrownBy(() -> ScopedValue.where(io.sealkeep.call.CallRecord.CURRENT, record)
                .call(() -> kms.disableKey(r -> r.keyId(keyId))));

        assertThat(kms.describeKey(r -> r.keyId(keyId)).keyMetadata().enabled()).isTrue();
        assertThat(decrypt(encrypt(keyId, "still"))).isEqualTo("still");
    }

    @Test
    void rotateKeyOnDemand_always_addsTheServicesOwnEvent() throws Exception {
        String keyId = newKey();
        String before = kms.describeKey(r -> r.keyId(keyId)).keyMetadata().currentKeyMaterialId();

        TestRecord record = recorded(() -> kms.rotateKeyOnDemand(r -> r.keyId(keyId)));

        String after = kms.describeKey(r -> r.keyId(keyId)).keyMetadata().currentKeyMaterialId();
        assertThat(record.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("RotateKey");
            assertThat(event.region()).isEqualTo(TestCallers.REGION);
            assertThat(event.keyArn()).isEqualTo(arn(keyId));
            assertThat(event.details().toString())
                    .isEqualTo("{rotationType=ON_DEMAND, keyOrigin=AWS_KMS, previousKeyMaterialId=" + before
                            + ", currentKeyMaterialId=" + after + ", keyId=" + keyId + "}");
        });
        assertThat(pending()).hasSize(2);
    }

    @Test
    void settledRows_always_areGoneAlsoAfterARestart() throws Exception {
        TestRecord first = recorded(() -> kms.createKey(r -> {}));
        TestRecord second = recorded(() -> kms.createKey(r -> {}));

        engine.outbox().settle(List.of(first.rows.getFirst().eventId()));
        assertThat(pending()).containsExactly(second.rows.getFirst().eventId());

        engine.close();
        open();
        assertThat(engine.outbox().pending()).containsExactly(second.rows.getFirst());
    }

    @Test
    void settledRows_withTheNextChange_leaveTheStore() throws Exception {
        TestRecord first = recorded(() -> kms.createKey(r -> {}));
        engine.outbox().settle(List.of(first.rows.getFirst().eventId(), "an id that never was"));
        TestRecord second = recorded(() -> kms.createKey(r -> {}));

        assertThat(pending()).containsExactly(second.rows.getFirst().eventId());
    }
}
