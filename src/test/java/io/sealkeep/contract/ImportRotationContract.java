// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static io.sealkeep.contract.ImportFixture.importForEver;
import static io.sealkeep.contract.ImportFixture.random;
import static io.sealkeep.contract.ImportFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.ImportState;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** Symmetric keys that get new imported material and are rotated to it. */
public abstract class ImportRotationContract extends KmsContract {

    private static final String MATERIAL = "IncorrectKeyMaterialException";

    private KeyMetadata imported(byte[] material) {
        KeyMetadata key = client().createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
        importForEver(client(), key.keyId(), material);
        return key;
    }

    private String importNew(KeyMetadata key, byte[] material) {
        return client().importKeyMaterial(request(client(), key.keyId(), material)
                        .importType(ImportType.NEW_KEY_MATERIAL)
                        .keyMaterialDescription("the second")
                        .build())
                .keyMaterialId();
    }

    private KeyMetadata describe(KeyMetadata key) {
        return client().describeKey(r -> r.keyId(key.keyId())).keyMetadata();
    }

    private List<RotationsListEntry> materials(KeyMetadata key) {
        return client().listKeyRotations(
                        r -> r.keyId(key.keyId()).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
                .rotations();
    }

    @Test
    void importKeyMaterial_thatIsNew_waitsForTheRotation() {
        KeyMetadata key = imported(random(32));
        String first = describe(key).currentKeyMaterialId();

        String second = importNew(key, random(32));

        assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(describe(key).currentKeyMaterialId()).isEqualTo(first);
        assertThat(materials(key))
                .extracting(RotationsListEntry::keyMaterialId, RotationsListEntry::keyMaterialState)
                .containsExactly(
                        tuple(first, KeyMaterialState.CURRENT), tuple(second, KeyMaterialState.PENDING_ROTATION));
        assertThat(materials(key).getLast().importState()).isEqualTo(ImportState.IMPORTED);
        assertThat(materials(key).getLast().keyMaterialDescription()).isEqualTo("the second");
        assertThat(materials(key).getLast().rotationDate()).isNull();
    }

    @Test
    void rotateKeyOnDemand_toImportedMaterial_keepsTheOldForDecryption() {
        KeyMetadata key = imported(random(32));
        SdkBytes before = encrypted(key.keyId(), "before");
        String second = importNew(key, random(32));

        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));

        assertThat(describe(key).currentKeyMaterialId()).isEqualTo(second);
        assertThat(decrypted(before)).isEqualTo("before");
        SdkBytes after = encrypted(key.keyId(), "after");
        assertThat(client().decrypt(r -> r.ciphertextBlob(after)).keyMaterialId())
                .isEqualTo(second);
        assertThat(materials(key))
                .extracting(RotationsListEntry::keyMaterialState)
                .containsExactly(KeyMaterialState.NON_CURRENT, KeyMaterialState.CURRENT);
        assertThat(materials(key).getLast().rotationType()).isEqualTo(RotationType.ON_DEMAND);
        assertThat(materials(key).getLast().rotationDate()).isNotNull();
    }

    @Test
    void rotateKeyOnDemand_withNoMaterialThatWaits_isRefused() {
        KeyMetadata key = imported(random(32));

        assertRefused(
                () -> client().rotateKeyOnDemand(r -> r.keyId(key.keyId())),
                "KMSInvalidStateException",
                "No available key material pending rotation for the key: " + key.arn() + ".");
    }

    @Test
    void enableKeyRotation_ofImportedKey_isRefused() {
        KeyMetadata key = imported(random(32));

        assertRefused(
                () -> client().enableKeyRotation(r -> r.keyId(key.keyId())),
                "UnsupportedOperationException",
                key.arn() + " origin is EXTERNAL which is not valid for this operation.");
    }

    @Test
    void importKeyMaterial_thatIsNewButKnown_isRefused() {
        byte[] material = random(32);
        KeyMetadata key = imported(material);

        assertRefused(() -> importNew(key, material), MATERIAL);
    }

    @Test
    void importKeyMaterial_thatIsNewWhileOtherWaits_isRefused() {
        KeyMetadata key = imported(random(32));
        importNew(key, random(32));

        refusal(() -> importNew(key, random(32)));
        assertThat(materials(key)).hasSize(2);
    }

    @Test
    void deleteImportedKeyMaterial_thatWaits_makesRoomForOther() {
        KeyMetadata key = imported(random(32));
        String second = importNew(key, random(32));

        client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()).keyMaterialId(second));

        assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(materials(key)).hasSize(1);
        importNew(key, random(32));
        assertThat(materials(key)).hasSize(2);
    }

    @Test
    void deleteImportedKeyMaterial_ofTheOldOne_takesTheKeyOutOfUseUntilItIsBack() {
        byte[] first = random(32);
        KeyMetadata key = imported(first);
        String firstId = describe(key).currentKeyMaterialId();
        importNew(key, random(32));
        client().rotateKeyOnDemand(r -> r.keyId(key.keyId()));

        client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()).keyMaterialId(firstId));

        assertThat(describe(key).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
        assertThat(materials(key))
                .extracting(RotationsListEntry::importState)
                .containsExactly(ImportState.PENDING_IMPORT, ImportState.IMPORTED);
        client().importKeyMaterial(request(client(), key.keyId(), first)
                .importType(ImportType.EXISTING_KEY_MATERIAL)
                .keyMaterialId(firstId)
                .build());
        assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
    }

    /** Which words AWS has for it is not known. */
    @Test
    void deleteImportedKeyMaterial_ofUnknownId_isRefused() {
        KeyMetadata key = imported(random(32));

        refusal(() ->
                client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()).keyMaterialId("0".repeat(64))));
        assertThat(describe(key).keyState()).isEqualTo(KeyState.ENABLED);
    }

    @Test
    void importKeyMaterial_underAnotherMaterialsId_isRefused() {
        byte[] first = random(32);
        KeyMetadata key = imported(first);
        String second = importNew(key, random(32));

        assertRefused(
                () -> client().importKeyMaterial(request(client(), key.keyId(), first)
                        .keyMaterialId(second)
                        .build()),
                MATERIAL);
    }

    @Test
    void importKeyMaterial_againWithoutDescription_keepsIt() {
        byte[] second = random(32);
        KeyMetadata key = imported(random(32));
        importNew(key, second);

        importForEver(client(), key.keyId(), second);

        assertThat(materials(key).getLast().keyMaterialDescription()).isEqualTo("the second");
    }
}
