// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/** Encodings that are almost those of the standard, signed with the right key: none may verify. */
class RsaForgeryTest {

    private static final byte[] MESSAGE = {1, 2, 3};
    private static final int BITS = 2048;
    private static final int BYTES = 256;
    private static final String DIGEST_INFO = "3031300d060960864801650304020105000420";

    private static boolean verifies(SigningAlgorithmSpec algorithm, byte[] encoded) throws Exception {
        return ((Signer) TestMaterials.of(KeySpec.RSA_2048)).verify(algorithm, MessageType.RAW, MESSAGE, sign(encoded));
    }

    private static byte[] sign(byte[] encoded) throws Exception {
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(TestMaterials.pkcs8(TestMaterials.pair(KeySpec.RSA_2048))));
        Cipher cipher = Cipher.getInstance("RSA/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(encoded);
    }

    private static byte[] digest() {
        return Sha.SHA_256.digest(MESSAGE);
    }

    private static boolean pkcs1(byte[] encoded) throws Exception {
        return verifies(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256, encoded);
    }

    private static boolean pss(byte[] encoded) throws Exception {
        return verifies(SigningAlgorithmSpec.RSASSA_PSS_SHA_256, encoded);
    }

    /** What stands before the digest, padded on the left to the whole block. */
    private static byte[] block(String info, String after) {
        byte[] tail = HexFormat.of().parseHex("00" + info + HexFormat.of().formatHex(digest()) + after);
        byte[] block = new byte[BYTES];
        Arrays.fill(block, 2, BYTES - tail.length, (byte) 0xff);
        block[1] = 1;
        System.arraycopy(tail, 0, block, BYTES - tail.length, tail.length);
        return block;
    }

    @Test
    void block_asTheStandardHasIt_verifies() throws Exception {
        assertThat(pkcs1(block(DIGEST_INFO, ""))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "302f300b0609608648016503040201 0420, '', parameters left out",
                "30333 00f0609608648016503040201 0500 0500 0420, '', parameters twice",
                "3031300d060960864801650304020105000420, 00, a byte after the digest",
                "308131300d060960864801650304020105000420, '', a length in long form",
                "3080300d060960864801650304020105000420, 0000, an indefinite length",
                "3031300d060960864801650304020305000420, '', the name of SHA-512",
                "3031300d060960864801650304020605000420, '', the name of SHA-512/256",
                "30353011060960864801650304020105000400 0000 0420, '', more in the parameters",
                "'', '', no DigestInfo at all",
                "3031300d060960864801650304020105000424, 00000000, a longer digest"
            })
    void block_withAnotherDigestInfo_isRefused(String info, String after, String what) throws Exception {
        assertThat(pkcs1(block(info.replace(" ", ""), after))).as(what).isFalse();
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                changed("the type of encryption", block -> block[1] = 2),
                changed("no type", block -> block[1] = 0),
                changed("a first byte", block -> block[0] = 1),
                changed("a padding byte of zero", block -> block[50] = 0),
                changed("a padding byte of another value", block -> block[50] = (byte) 0xfe),
                changed("an end of the padding that is not zero", block -> block[BYTES - 52] = (byte) 0xff),
                changed("an earlier end of the padding", block -> block[BYTES - 53] = 0),
                // What e = 3 made forgeable: eight bytes of padding, the digest, then whatever is wanted.
                changed("padding that is short, and garbage at the end", block -> {
                    byte[] tail = Arrays.copyOfRange(block, BYTES - 52, BYTES);
                    Arrays.fill(block, 10, BYTES, (byte) 0x77);
                    System.arraycopy(tail, 0, block, 10, tail.length);
                }));
    }

    private static Arguments changed(String what, Consumer<byte[]> change) {
        byte[] block = block(DIGEST_INFO, "");
        change.accept(block);
        return Arguments.of(what, block);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void block_withAnotherPadding_isRefused(String what, byte[] block) throws Exception {
        assertThat(pkcs1(block)).as(what).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "20, false", "31, false", "32, true", "33, false", "64, false", "222, false"})
    void pss_withASalt_ofTheDigestsLengthAlone_verifies(int saltBytes, boolean valid) throws Exception {
        assertThat(pss(RsaPadding.pss(Sha.SHA_256, digest(), new byte[saltBytes], BITS)))
                .isEqualTo(valid);
    }

    @Test
    void pss_withAnotherTrailer_isRefused() throws Exception {
        byte[] encoded = RsaPadding.pss(Sha.SHA_256, digest(), new byte[32], BITS);
        encoded[BYTES - 1] = (byte) 0xcc;

        assertThat(pss(encoded)).isFalse();
    }

    @Test
    void pss_ofAnotherHash_isRefused() throws Exception {
        assertThat(pss(RsaPadding.pss(Sha.SHA_512, Sha.SHA_512.digest(MESSAGE), new byte[64], BITS)))
                .isFalse();
    }

    /**
     * The first bit must be clear; with the key's modulus a block that has it set may still be small enough to sign.
     */
    @Test
    void pss_withItsFirstBitSet_isRefused() {
        byte[] encoded = RsaPadding.pss(Sha.SHA_256, digest(), new byte[32], BITS);
        encoded[0] |= (byte) 0x80;

        assertThat(RsaPadding.isPss(Sha.SHA_256, digest(), encoded)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0", "100", "189", "190"})
    void pss_withOtherPaddingUnderTheMask_isRefused(int at) throws Exception {
        byte[] encoded = RsaPadding.pss(Sha.SHA_256, digest(), new byte[32], BITS);
        encoded[at] ^= 1;

        assertThat(pss(encoded)).isFalse();
    }

    @Test
    void signature_notLessThanTheModulus_isRefused() {
        Signer key = (Signer) TestMaterials.of(KeySpec.RSA_2048);
        byte[] modulus = RsaKeys.publicNumbers(((KeyPairMaterial) key).publicKey())
                .getModulus()
                .toByteArray();
        byte[] ones = new byte[BYTES];
        Arrays.fill(ones, (byte) 0xff);

        for (byte[] signature : new byte[][] {Arrays.copyOfRange(modulus, 1, BYTES + 1), ones, new byte[BYTES]}) {
            assertThat(key.verify(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256, MessageType.RAW, MESSAGE, signature))
                    .isFalse();
            assertThat(key.verify(SigningAlgorithmSpec.RSASSA_PSS_SHA_256, MessageType.RAW, MESSAGE, signature))
                    .isFalse();
        }
    }

    /** The number of a right signature in one byte more: the JDK's RSA would take it. */
    @Test
    void signature_withAZeroBefore_isRefused() throws Exception {
        byte[] longer = ByteBuffer.allocate(BYTES + 1)
                .put((byte) 0)
                .put(sign(block(DIGEST_INFO, "")))
                .array();

        assertThat(((Signer) TestMaterials.of(KeySpec.RSA_2048))
                        .verify(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256, MessageType.RAW, MESSAGE, longer))
                .isFalse();
    }
}
