// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AesGcmTest {

    private static final HexFormat HEX = HexFormat.of();

    /**
     * Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B: those with a 256-bit key
     * and a 96-bit IV.
     */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,'','',"
                        + "'',530f8afbc74536b9a963b4f1c4cb738b",
                "0000000000000000000000000000000000000000000000000000000000000000,000000000000000000000000,"
                        + "00000000000000000000000000000000,'',cea7403d4d606b6e074ec5d3baf39d18,"
                        + "d0d1c8a799996bf0265b98b5d48ab919",
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,"
                        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                        + "b16aedf5aa0de657ba637b391aafd255,'',"
                        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                        + "c5f61e6393ba7a0abcc9f662898015ad,b094dac5d93471bdec1a502270e3cc6c",
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,cafebabefacedbaddecaf888,"
                        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
                        + "b16aedf5aa0de657ba637b39,feedfacedeadbeeffeedfacedeadbeefabaddad2,"
                        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                        + "c5f61e6393ba7a0abcc9f662,76fc6ece0f4e1768cddf8853bb2d551b"
            })
    void sealAndOpen_ofPublishedVectors_fit(
            String key, String iv, String plaintext, String aad, String ciphertext, String tag) {
        byte[] expected = HEX.parseHex(ciphertext + tag);
        byte[] sealed = new byte[expected.length + 3];

        AesGcm.seal(HEX.parseHex(key), HEX.parseHex(iv), HEX.parseHex(plaintext), sealed, 3, HEX.parseHex(aad));

        assertThat(Arrays.copyOfRange(sealed, 3, sealed.length)).isEqualTo(expected);
        assertThat(AesGcm.open(HEX.parseHex(key), HEX.parseHex(iv), sealed, 3, HEX.parseHex(aad)))
                .isEqualTo(HEX.parseHex(plaintext));
    }

    @Test
    void aad_inParts_isTheirConcatenation() {
        byte[] key = new byte[32];
        byte[] iv = new byte[12];
        byte[] sealed = new byte[4 + 16];

        AesGcm.seal(key, iv, new byte[4], sealed, 0, new byte[] {1, 2}, new byte[] {3});

        assertThat(AesGcm.open(key, iv, sealed, 0, new byte[] {1, 2, 3})).isEqualTo(new byte[4]);
        assertThat(AesGcm.open(key, iv, sealed, 0, new byte[] {1, 2})).isNull();
    }

    @Test
    void open_ofLessThanATag_isNull() {
        assertThat(AesGcm.open(new byte[32], new byte[12], new byte[15], 0)).isNull();
        assertThat(AesGcm.open(new byte[32], new byte[12], new byte[20], 5)).isNull();
    }

    @Test
    void keyOrIv_ofOtherLength_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AesGcm.seal(new byte[16], new byte[12], new byte[1], new byte[17], 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AesGcm.seal(new byte[32], new byte[16], new byte[1], new byte[17], 0));
    }
}
