// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What RSA signs in place of a digest: EMSA-PSS and EMSA-PKCS1-v1_5 (RFC 8017, 9.1 and 9.2). Knows no key. Safe for
 * concurrent use.
 *
 * <p>Written out here because KMS signs digests made elsewhere, which the JDK's PSS does not take.
 */
final class RsaPadding {

    private static final byte TRAILER = (byte) 0xbc;
    private static final byte[] EIGHT_ZEROS = new byte[8];

    private RsaPadding() {}

    /**
     * Returns the PSS encoding of a digest for a modulus of {@code bits}, a multiple of 8, with as much salt as the
     * digest has bytes and MGF1 of the same hash ("RSA key specs" in the AWS KMS Developer Guide).
     */
    static byte[] pss(Sha sha, byte[] digest, byte[] salt, int bits) {
        byte[] hash = sha.digest(EIGHT_ZEROS, digest, salt);
        byte[] block = new byte[bits / 8 - hash.length - 1];
        block[block.length - salt.length - 1] = 1;
        System.arraycopy(salt, 0, block, block.length - salt.length, salt.length);
        mask(sha, hash, block);
        return ByteBuffer.allocate(bits / 8).put(block).put(hash).put(TRAILER).array();
    }

    /** Returns whether {@code encoded}, as long as the modulus, is a PSS encoding of that digest. */
    static boolean isPss(Sha sha, byte[] digest, byte[] encoded) {
        int hashAt = encoded.length - sha.bytes() - 1;
        // The modulus has a multiple of 8 bits and the encoding one bit less: the first bit must be clear.
        if (encoded[encoded.length - 1] != TRAILER || encoded[0] < 0) {
            return false;
        }
        byte[] block = Arrays.copyOf(encoded, hashAt);
        byte[] hash = Arrays.copyOfRange(encoded, hashAt, encoded.length - 1);
        mask(sha, hash, block);
        int saltAt = block.length - sha.bytes();
        byte[] salt = Arrays.copyOfRange(block, saltAt, block.length);
        byte[] padding = new byte[saltAt];
        padding[saltAt - 1] = 1;
        return MessageDigest.isEqual(padding, Arrays.copyOf(block, saltAt))
                && MessageDigest.isEqual(hash, sha.digest(EIGHT_ZEROS, digest, salt));
    }

    /** Masks the block with MGF1 of the hash (RFC 8017, B.2.1), and clears the one bit that the encoding lacks. */
    private static void mask(Sha sha, byte[] hash, byte[] block) {
        for (int i = 0, counter = 0; i < block.length; counter++) {
            byte[] mask =
                    sha.digest(hash, ByteBuffer.allocate(4).putInt(counter).array());
            for (int j = 0; j < mask.length && i < block.length; j++, i++) {
                block[i] ^= mask[j];
            }
        }
        block[0] &= 0x7f;
    }

    /**
     * Returns the PKCS #1 v1.5 encoding of a digest for a modulus of {@code bits}. There is one alone: who verifies
     * compares with it, and has no parser to fool (Bleichenbacher 2006).
     */
    static byte[] pkcs1(Sha sha, byte[] digest, int bits) {
        byte[] encoded = new byte[bits / 8];
        byte[] info = sha.digestInfo();
        int infoAt = encoded.length - info.length - digest.length;
        Arrays.fill(encoded, 2, infoAt - 1, (byte) 0xff);
        encoded[1] = 1;
        System.arraycopy(info, 0, encoded, infoAt, info.length);
        System.arraycopy(digest, 0, encoded, encoded.length - digest.length, digest.length);
        return encoded;
    }
}
