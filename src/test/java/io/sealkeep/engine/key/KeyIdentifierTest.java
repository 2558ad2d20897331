// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.NotFoundException;

class KeyIdentifierTest {

    private static final Names NAMES = new Names("000000000000", "us-east-1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1234abcd-12ab-34cd-56ef-1234567890ab",
                "1234ABCD-12AB-34CD-56EF-1234567890AB",
                "mrk-1234abcd12ab34cd56ef1234567890ab"
            })
    void parse_ofAKeyId_isThatKey(String id) {
        assertThat(KeyIdentifier.parseKey(id, NAMES)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234abcd-12ab-34cd-56ef-1234567890a",
                "1234abcd-12ab-34cd-56ef-1234567890abc",
                "1234abcd-12ab-34cd-56ef-1234567890ag",
                "1234abcd012ab-34cd-56ef-1234567890ab",
                "1234abcd-12ab-34cd-56ef1-234567890ab",
                "123-abcd-12ab-34cd-56ef-1234567890ab",
                "mrk-1234ABCD12ab34cd56ef1234567890ab",
                "mrk-1234abcd12ab34cd56ef1234567890a"
            })
    void parse_ofWhatIsNoKeyId_isNotFound(String id) {
        assertThatThrownBy(() -> KeyIdentifier.parseKey(id, NAMES))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Invalid keyId '" + id + "'");
    }
}
