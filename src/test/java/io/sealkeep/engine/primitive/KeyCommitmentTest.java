// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/**
 * Threat 4: one ciphertext that opens under two keys. GCM's tag is linear in the ciphertext, so whoever knows two keys can choose
 * one block such that both tags are equal (Dodis, Grubbs, Ristenpart and Woodage, "Fast Message Franking", 2018). Without a
 * commitment such a blob would say one thing to one key and another to the other.
 */
class KeyCommitmentTest {

    private static final String KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String MATERIAL_ID = "ab".repeat(32);
    private static final byte[] CONTEXT = ContextEncoding.encode(null);

    @Test
    void ciphertext_madeToOpenUnderTwoKeys_doesUnderPlainGcm() throws GeneralSecurityException {
        byte[] first = filled(32, 1);
        byte[] second = filled(32, 2);
        byte[] iv = filled(12, 3);
        byte[] aad = "associated".getBytes(StandardCharsets.US_ASCII);

        byte[] sealed = Collision.of(first, second, iv, aad);

        assertThat(AesGcm.open(first, iv, sealed, 0, aad)).isNotNull();
        assertThat(AesGcm.open(second, iv, sealed, 0, aad)).isNotNull();
    }

    /** The attacker gives the blob the one or the other key's commitment: it opens under that one at most. */
    @Test
    void blob_madeToOpenUnderTwoKeys_opensUnderOneAtMost() throws GeneralSecurityException {
        byte[] firstMaterial = filled(32, 1);
        byte[] secondMaterial = filled(32, 2);
        byte[] salt = filled(16, 4);
        byte[] iv = filled(12, 3);
        byte[] first = derive(firstMaterial, salt);
        byte[] second = derive(secondMaterial, salt);
        for (byte[] committed : new byte[][] {first, second}) {
            byte[] header = ByteBuffer.allocate(130)
                    .put(CiphertextBlob.prefix(KEY_ID, MATERIAL_ID))
                    .put(salt)
                    .put(iv)
                    .put(committed, 32, 32)
                    .array();
            byte[] aad = ByteBuffer.allocate(header.length + CONTEXT.length)
                    .put(header)
                    .put(CONTEXT)
                    .array();
            byte[] sealed = Collision.of(Arrays.copyOf(first, 32), Arrays.copyOf(second, 32), iv, aad);
            byte[] bytes = ByteBuffer.allocate(header.length + sealed.length)
                    .put(header)
                    .put(sealed)
                    .array();
            CiphertextBlob blob = CiphertextBlob.parse(bytes);
            assertThat(blob).isNotNull();
            // The collision is real: without the commitment either key would open it.
            assertThat(AesGcm.open(Arrays.copyOf(first, 32), iv, bytes, 130, header, CONTEXT))
                    .isNotNull();
            assertThat(AesGcm.open(Arrays.copyOf(second, 32), iv, bytes, 130, header, CONTEXT))
                    .isNotNull();

            boolean opensUnderFirst = key(firstMaterial).open(blob, CONTEXT) != null;
            boolean opensUnderSecond = key(secondMaterial).open(blob, CONTEXT) != null;

            assertThat(opensUnderFirst && opensUnderSecond).isFalse();
        }
    }

    private static SymmetricKey key(byte[] material) {
        return new SymmetricKey(KEY_ID, MATERIAL_ID, SecretBytes.takeOver(material.clone()));
    }

    private static byte[] derive(byte[] material, byte[] salt) {
        byte[] info = ByteBuffer.allocate(15 + 4 + 36 + 4 + 32)
                .put("sealkeep/blob/1".getBytes(StandardCharsets.US_ASCII))
                .putInt(36)
                .put(KEY_ID.getBytes(StandardCharsets.US_ASCII))
                .putInt(32)
                .put(HexFormat.of().parseHex(MATERIAL_ID))
                .array();
        return Hkdf.derive(material, salt, info, 64);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /**
     * Finds one block C and a tag T such that (C, T) is valid under both keys. With H = E(K, 0), L the length block, A the hash of
     * the associated data so far and J = E(K, IV || 1): T = ((A + C)·H + L)·H + J, hence C·(H1² + H2²) = A1·H1² + A2·H2² + L·(H1 + H2) + J1 + J2,
     * all in GF(2^128).
     */
    private static final class Collision {

        static byte[] of(byte[] first, byte[] second, byte[] iv, byte[] aad) throws GeneralSecurityException {
            Block h1 = encrypt(first, new byte[16]);
            Block h2 = encrypt(second, new byte[16]);
            byte[] counter = Arrays.copyOf(iv, 16);
            counter[15] = 1;
            Block lengths = Block.of(ByteBuffer.allocate(16)
                    .putLong(aad.length * 8L)
                    .putLong(128)
                    .array());
            Block sum = hashed(aad, h1)
                    .times(h1)
                    .times(h1)
                    .plus(hashed(aad, h2).times(h2).times(h2))
                    .plus(lengths.times(h1.plus(h2)))
                    .plus(encrypt(first, counter))
                    .plus(encrypt(second, counter));
            Block c = sum.times(h1.times(h1).plus(h2.times(h2)).inverse());
            Block tag =
                    hashed(aad, h1).plus(c).times(h1).plus(lengths).times(h1).plus(encrypt(first, counter));
            return ByteBuffer.allocate(32).put(c.bytes()).put(tag.bytes()).array();
        }

        private static Block hashed(byte[] aad, Block h) {
            Block hash = new Block(0, 0);
            for (int i = 0; i < aad.length; i += 16) {
                hash = hash.plus(Block.of(Arrays.copyOf(Arrays.copyOfRange(aad, i, Math.min(i + 16, aad.length)), 16)));
                if (i + 16 < aad.length) {
                    hash = hash.times(h);
                }
            }
            return hash.times(h);
        }

        private static Block encrypt(byte[] key, byte[] block) throws GeneralSecurityException {
            Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return Block.of(aes.doFinal(block));
        }
    }

    /** An element of GF(2^128) as GCM writes it: the first bit is the coefficient of x^0 (NIST SP 800-38D, 6.3). */
    private record Block(long high, long low) {

        static Block of(byte[] bytes) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Block(buffer.getLong(), buffer.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        }

        Block plus(Block other) {
            return new Block(high ^ other.high, low ^ other.low);
        }

        Block times(Block other) {
            Block product = new Block(0, 0);
            Block shifted = other;
            for (int i = 0; i < 128; i++) {
                long bit = i < 64 ? high >>> (63 - i) : low >>> (127 - i);
                if ((bit & 1) == 1) {
                    product = product.plus(shifted);
                }
                boolean carry = (shifted.low & 1) == 1;
                shifted = new Block(shifted.high >>> 1, (shifted.high << 63) | (shifted.low >>> 1));
                if (carry) {
                    shifted = shifted.plus(new Block(0xe100000000000000L, 0));
                }
            }
            return product;
        }

        /** By Fermat: x^(2^128 - 2). */
        Block inverse() {
            Block result = new Block(0x8000000000000000L, 0);
            Block power = this;
            for (int i = 0; i < 127; i++) {
                power = power.times(power);
                result = result.times(power);
            }
            return result;
        }
    }
}
