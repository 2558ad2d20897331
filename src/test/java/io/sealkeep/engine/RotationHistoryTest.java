// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** A key's rotations, listed while it rotates. */
class RotationHistoryTest extends HookedEngineFixture {

    @Test
    void listKeyRotations_whileTheKeyRotates_showsOneMoment() {
        String keyId = newKey();
        store.beforeRead = () -> kms.rotateKeyOnDemand(r -> r.keyId(keyId));

        List<RotationsListEntry> all = kms.listKeyRotations(
                        r -> r.keyId(keyId).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
                .rotations();

        assertThat(all.getLast().keyMaterialState()).isEqualTo(KeyMaterialState.CURRENT);
        assertThat(all.subList(0, all.size() - 1))
                .isNotEmpty()
                .allMatch(entry -> entry.keyMaterialState() == KeyMaterialState.NON_CURRENT);
    }
}
