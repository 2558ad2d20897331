// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Vouches for texts that one store hands out and gets back: HMAC-SHA-256 (RFC 2104, FIPS 198-1) under a key that only the
 * store's root key and its own id together make. Safe for concurrent use; closed by the engine.
 *
 * <p>What is guaranteed: a tag fits the very parts, in their order, that it was made for, in the store that it was made in,
 * after a restart too. What is not: that the parts are secret, or that they are handed back only once.
 */
public final class MarkerKey implements AutoCloseable {

    /** Length of a tag in bytes: half of the MAC, the least that RFC 2104, section 5 recommends. */
    public static final int TAG_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretBytes key;

    MarkerKey(SecretBytes key) {
        this.key = key;
    }

    /**
     * Returns the tag of some texts.
     *
     * @param parts none holds half a surrogate pair
     */
    public byte[] tag(String... parts) {
        byte[] message = encoded(parts);
        byte[] mac = key.use(bytes -> hmac(bytes, message));
        return Arrays.copyOf(mac, TAG_BYTES);
    }

    /** Returns whether this is the tag of these texts, in a time that does not tell how much of it is right. */
    public boolean fits(byte[] tag, String... parts) {
        return MessageDigest.isEqual(tag, tag(parts));
    }

    /** Every part behind its length, so that no two lists of parts have one encoding. */
    private static byte[] encoded(String... parts) {
        byte[][] texts = new byte[parts.length][];
        int size = 0;
        for (int i = 0; i < parts.length; i++) {
            texts[i] = parts[i].getBytes(StandardCharsets.UTF_8);
            size += Integer.BYTES + texts[i].length;
        }
        ByteBuffer encoded = ByteBuffer.allocate(size);
        for (byte[] text : texts) {
            encoded.putInt(text.length).put(text);
        }
        return encoded.array();
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + ALGORITHM, e);
        }
    }

    @Override
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "MarkerKey[…]";
    }
}
