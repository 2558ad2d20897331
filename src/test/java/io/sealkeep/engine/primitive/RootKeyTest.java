// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootKeyTest {

    private static final MaterialPlace PLACE =
            new MaterialPlace("111122223333", "eu-central-1", "key", "material", "SYMMETRIC_DEFAULT");

    private static RootKey rootKey(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return RootKey.ofInsecure(bytes);
    }

    private static SecretBytes material() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 9);
        return SecretBytes.takeOver(bytes);
    }

    @Test
    void unwrap_ofWrapped_isTheMaterial() {
        byte[] wrapped = rootKey(1).wrap(material(), PLACE);

        assertThat(wrapped).hasSize(1 + 12 + 32 + 16);
        assertThat(rootKey(1).unwrap(wrapped, PLACE)).isEqualTo(material());
    }

    @Test
    void wrap_twice_differs() {
        assertThat(rootKey(1).wrap(material(), PLACE)).isNotEqualTo(rootKey(1).wrap(material(), PLACE));
    }

    @Test
    void unwrap_withAnotherRootKey_isRefused() {
        byte[] wrapped = rootKey(1).wrap(material(), PLACE);

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> rootKey(2).unwrap(wrapped, PLACE));
    }

    @Test
    void unwrap_atAnotherPlace_isRefused() {
        byte[] wrapped = rootKey(1).wrap(material(), PLACE);
        List<MaterialPlace> others = List.of(
                new MaterialPlace("111122223334", "eu-central-1", "key", "material", "SYMMETRIC_DEFAULT"),
                new MaterialPlace("111122223333", "eu-central-2", "key", "material", "SYMMETRIC_DEFAULT"),
                new MaterialPlace("111122223333", "eu-central-1", "kez", "material", "SYMMETRIC_DEFAULT"),
                new MaterialPlace("111122223333", "eu-central-1", "key", "materiam", "SYMMETRIC_DEFAULT"),
                new MaterialPlace("111122223333", "eu-central-1", "key", "material", "HMAC_256"),
                new MaterialPlace("111122223333", "eu-central-1", "keym", "aterial", "SYMMETRIC_DEFAULT"));

        for (MaterialPlace other : others) {
            assertThatExceptionOfType(RootKeyException.class)
                    .isThrownBy(() -> rootKey(1).unwrap(wrapped, other))
                    .withMessageContaining(other.keyId());
        }
    }

    @Test
    void unwrap_ofAnythingChanged_isRefused() {
        byte[] wrapped = rootKey(1).wrap(material(), PLACE);
        for (int bit = 0; bit < wrapped.length * 8; bit++) {
            byte[] changed = wrapped.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatExceptionOfType(RootKeyException.class)
                    .isThrownBy(() -> rootKey(1).unwrap(changed, PLACE));
        }
        for (int length = 0; length < wrapped.length; length++) {
            byte[] cut = Arrays.copyOf(wrapped, length);
            assertThatExceptionOfType(RootKeyException.class)
                    .isThrownBy(() -> rootKey(1).unwrap(cut, PLACE));
        }
    }

    @Test
    void checkValue_always_dependsOnRootKeyAndStore() {
        byte[] store = new byte[16];
        byte[] otherStore = new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

        assertThat(rootKey(1).checkValue(store))
                .hasSize(32)
                .isEqualTo(rootKey(1).checkValue(store))
                .isNotEqualTo(rootKey(2).checkValue(store))
                .isNotEqualTo(rootKey(1).checkValue(otherStore));
    }

    @Test
    void grantTokenTag_always_dependsOnRootKeyAndContent() {
        byte[] content = {1, 2, 3};

        assertThat(rootKey(1).grantTokenTag(content))
                .hasSize(32)
                .isEqualTo(rootKey(1).grantTokenTag(content))
                .isNotEqualTo(rootKey(2).grantTokenTag(content))
                .isNotEqualTo(rootKey(1).grantTokenTag(new byte[] {1, 2, 2}))
                .isNotEqualTo(rootKey(1).grantTokenTag(new byte[] {1, 2, 3, 0}));
    }

    @Test
    void toString_always_saysNothing() {
        assertThat(rootKey(65)).hasToString("RootKey[…]");
    }
}
