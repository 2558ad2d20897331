// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkerKeyTest {

    private static final byte[] STORE = new byte[16];

    private static MarkerKey key(int fill, byte[] storeId) {
        byte[] root = new byte[RootKey.BYTES];
        Arrays.fill(root, (byte) fill);
        return RootKey.ofInsecure(root).markerKey(storeId);
    }

    /** HMAC-SHA-256 of {@code 00000001 61 00000001 62} under 32 bytes of 0x0b, by OpenSSL 3.0. */
    @Test
    void tag_ofKnownParts_isHalfOfTheHmac() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0x0b);

        assertThat(new MarkerKey(SecretBytes.takeOver(key)).tag("a", "b"))
                .isEqualTo(HexFormat.of().parseHex("88156f99d8b182db7c634be4ea09b2a4"));
    }

    @Test
    void tag_ofTheSame_isTheSameInEveryProcess() {
        assertThat(key(1, STORE).fits(key(1, STORE).tag("list", "region", "name"), "list", "region", "name"))
                .isTrue();
    }

    @Test
    void tag_ofOtherParts_doesNotFit() {
        byte[] tag = key(1, STORE).tag("list", "region", "name");
        List<String[]> others = List.of(
                new String[] {"lisu", "region", "name"},
                new String[] {"list", "regioo", "name"},
                new String[] {"list", "region", "namf"},
                new String[] {"listr", "egion", "name"},
                new String[] {"region", "list", "name"},
                new String[] {"list", "region", "name", ""},
                new String[] {"list", "region"});

        for (String[] other : others) {
            assertThat(key(1, STORE).fits(tag, other))
                    .as(Arrays.toString(other))
                    .isFalse();
        }
    }

    @Test
    void tag_ofAnotherRootKeyOrStore_doesNotFit() {
        byte[] otherStore = STORE.clone();
        otherStore[15] = 1;
        byte[] tag = key(1, STORE).tag("x");

        assertThat(key(2, STORE).fits(tag, "x")).isFalse();
        assertThat(key(1, otherStore).fits(tag, "x")).isFalse();
    }

    @Test
    void fits_withPartOfATag_isFalse() {
        MarkerKey key = key(1, STORE);
        for (int length = 0; length < MarkerKey.TAG_BYTES; length++) {
            assertThat(key.fits(Arrays.copyOf(key.tag("x"), length), "x")).isFalse();
        }
    }

    @Test
    void close_always_wipesTheKey() {
        MarkerKey key = key(1, STORE);
        key.close();

        assertThatExceptionOfType(SecretBytes.WipedException.class).isThrownBy(() -> key.tag("x"));
    }

    @Test
    void toString_always_saysNothing() {
        assertThat(key(65, STORE)).hasToString("MarkerKey[…]");
    }
}
