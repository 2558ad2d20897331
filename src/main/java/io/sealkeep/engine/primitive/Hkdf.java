// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HKDF with SHA-512 (RFC 5869). Safe for concurrent use.
 *
 * <p>Written out on {@code MessageDigest}: {@code javax.crypto.KDF} of the JDK takes about twice as long, and this is half of
 * what an Encrypt costs. A test holds it against the JDK's.
 */
final class Hkdf {

    private static final int HASH_BYTES = 64;
    private static final int BLOCK_BYTES = 128;

    /** Never fed, only copied: looking one up takes several times as long. */
    private static final MessageDigest SHA_512 = lookUp();

    private Hkdf() {}

    /**
     * Derives {@code length} bytes.
     *
     * @param salt at most 128 bytes here, which is all we need; empty is the RFC's default of zeros
     * @param length 1 to 64: one block of output, and no counter to get wrong
     */
    static byte[] derive(byte[] inputKey, byte[] salt, byte[] info, int length) {
        if (salt.length > BLOCK_BYTES || length < 1 || length > HASH_BYTES) {
            throw new IllegalArgumentException("Salt at most 128 bytes, output 1 to 64");
        }
        MessageDigest sha512 = sha512();
        byte[] extracted = hmac(sha512, salt, inputKey);
        byte[] counted = Arrays.copyOf(info, info.length + 1);
        counted[info.length] = 1;
        byte[] block = hmac(sha512, extracted, counted);
        Arrays.fill(extracted, (byte) 0);
        if (length == HASH_BYTES) {
            return block;
        }
        byte[] derived = Arrays.copyOf(block, length);
        Arrays.fill(block, (byte) 0);
        return derived;
    }

    /** HMAC (RFC 2104) for keys no longer than a block. */
    private static byte[] hmac(MessageDigest sha512, byte[] key, byte[] message) {
        byte[] pad = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            pad[i] = (byte) ((i < key.length ? key[i] : 0) ^ 0x36);
        }
        sha512.update(pad);
        byte[] inner = sha512.digest(message);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            pad[i] ^= 0x36 ^ 0x5c;
        }
        sha512.update(pad);
        byte[] mac = sha512.digest(inner);
        Arrays.fill(pad, (byte) 0);
        return mac;
    }

    /** Returns a digest of its own to each caller. */
    static MessageDigest sha512() {
        try {
            return (MessageDigest) SHA_512.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The SHA-512 of this Java runtime cannot be copied", e);
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-512", e);
        }
    }
}
