// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

class AwsBackendTest {

    private final AwsBackend backend =
            new AwsBackend(region -> KmsClient.builder().region(region).build(), null);

    @Test
    void client_inARegionThatAwsLacks_isRefusedAndTheNameForgotten() throws Exception {
        assertThatThrownBy(() -> backend.client("xx-nowhere-1"))
                .isInstanceOf(KmsException.class)
                .hasMessageContaining("no region");
        assertThat(namesKeptByTheSdk().containsKey("xx-nowhere-1")).isFalse();
    }

    /** The SDK shows it to nobody. */
    private static Map<?, ?> namesKeptByTheSdk() throws ReflectiveOperationException {
        Field values = Class.forName(Region.class.getName() + "$RegionCache").getDeclaredField("VALUES");
        values.setAccessible(true);
        return (Map<?, ?>) values.get(null);
    }

    @Test
    void client_ofARegion_isMadeOnce() {
        try (backend) {
            assertThat(backend.client("eu-central-1")).isSameAs(backend.client("eu-central-1"));
        }
    }
}
