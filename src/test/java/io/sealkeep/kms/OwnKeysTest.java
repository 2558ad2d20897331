// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnKeysTest {

    private static final String ID = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER = "mrk-11111111222233334444555555555555";

    private final OwnKeys own = new OwnKeys();

    @Test
    void arn_ofABareId_isCompletedFromAnotherKeyOfTheRegion() {
        own.learn("us-east-1", "arn:aws:kms:us-east-1:000000000001:key/" + ID);
        assertThat(own.arn("us-east-1", OTHER)).isEqualTo("arn:aws:kms:us-east-1:000000000001:key/" + OTHER);
    }

    @Test
    void arn_inARegionNotSeenYet_isLeftOut() {
        own.learn("us-east-1", "arn:aws:kms:us-east-1:000000000001:key/" + ID);
        assertThat(own.arn("eu-west-1", ID)).isNull();
    }

    @Test
    void arn_ofWhatIsNoKeyId_isLeftOut() {
        own.learn("us-east-1", "arn:aws:kms:us-east-1:000000000001:key/" + ID);
        assertThat(own.arn("us-east-1", "alias/app")).isNull();
        assertThat(own.arn("us-east-1", ID + "/x")).isNull();
    }
}
