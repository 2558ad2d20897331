// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.engine.store.TestStores;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.KeyState;

/** Threat 5, and damage: a version of key material that does not open fails alone. */
class DamagedMaterialTest extends EngineFixture {

    private static final String INTERNAL = "The request could not be processed.";

    /** Changes the store's file while no engine has it open. */
    private void damage(String statement) throws SQLException {
        engine.close();
        TestStores.run(home.resolve("sealkeep.db"), statement);
        open();
    }

    @Test
    void oldVersion_thatDoesNotOpen_failsAlone() throws SQLException {
        String keyId = newKey();
        SdkBytes old = encrypt(keyId, "old");
        kms.rotateKeyOnDemand(r -> r.keyId(keyId));
        SdkBytes current = encrypt(keyId, "current");
        damage("UPDATE backing_key SET wrapped = zeroblob(61) WHERE generation = 0");

        assertThat(decrypt(current)).isEqualTo("current");
        assertThat(decrypt(encrypt(keyId, "new"))).isEqualTo("new");
        assertRefused(() -> decrypt(old), "KMSInternalException", INTERNAL);
    }

    @Test
    void currentVersion_thatDoesNotOpen_leavesTheOldOnesReadable() throws SQLException {
        String keyId = newKey();
        SdkBytes old = encrypt(keyId, "old");
        kms.rotateKeyOnDemand(r -> r.keyId(keyId));
        damage("UPDATE backing_key SET wrapped = zeroblob(61) WHERE generation = 1");

        assertThat(decrypt(old)).isEqualTo("old");
        assertRefused(() -> encrypt(keyId, "new"), "KMSInternalException", INTERNAL);
    }

    @Test
    void version_movedToTheRowOfAnotherKey_doesNotOpen() throws SQLException {
        String keyId = newKey();
        String other = newKey();
        damage("UPDATE backing_key SET wrapped = (SELECT wrapped FROM backing_key WHERE key_id = '" + other + "')"
                + " WHERE key_id = '" + keyId + "'");

        assertRefused(() -> encrypt(keyId, "x"), "KMSInternalException", INTERNAL);
        assertThat(decrypt(encrypt(other, "x"))).isEqualTo("x");
    }

    @Test
    void key_ofWhichNothingOpens_canBeLookedAtAndDeleted() throws SQLException {
        String keyId = newKey();
        kms.createAlias(r -> r.aliasName("alias/x").targetKeyId(keyId));
        damage("UPDATE backing_key SET wrapped = zeroblob(61)");

        assertThat(kms.describeKey(r -> r.keyId("alias/x")).keyMetadata().keyState())
                .isEqualTo(KeyState.ENABLED);
        assertThat(kms.listKeyRotations(r -> r.keyId(keyId)).rotations()).isEmpty();
        assertThat(kms.getKeyPolicy(r -> r.keyId(keyId)).policy()).isNotEmpty();
        kms.scheduleKeyDeletion(r -> r.keyId(keyId));
    }
}
