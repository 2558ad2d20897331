// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES-256-GCM with a 96-bit IV and a 128-bit tag (NIST SP 800-38D). Knows no format. Safe for concurrent use.
 *
 * <p>The caller answers for the IV: one key must never meet the same IV twice.
 */
public final class AesGcm {

    /** Length of a key in bytes. */
    public static final int KEY_BYTES = 32;

    /** Length of an IV in bytes: the one length that GCM takes as it is (SP 800-38D, 7.1). */
    public static final int IV_BYTES = 12;

    /** Length of a tag in bytes: the full tag, since short ones can be forged by trial (SP 800-38D, appendix C). */
    public static final int TAG_BYTES = 16;

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    /** Looked up once: a look-up through all providers costs as much as encrypting a kilobyte. */
    private static final Provider PROVIDER = provider();

    private AesGcm() {}

    /**
     * Encrypts {@code plaintext} into {@code target} from {@code offset} on: as many bytes as the plaintext has, then the tag.
     *
     * @param aad parts that are authenticated, one after the other, and not encrypted
     */
    static void seal(byte[] key, byte[] iv, byte[] plaintext, byte[] target, int offset, byte[]... aad) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, iv, aad);
            cipher.doFinal(plaintext, 0, plaintext.length, target, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to encrypt", e);
        }
    }

    /**
     * Decrypts what stands in {@code source} from {@code offset} to its end, tag last.
     *
     * @return the plaintext, or null if the tag does not fit: wrong key, IV, additional data or ciphertext
     */
    static byte @Nullable [] open(byte[] key, byte[] iv, byte[] source, int offset, byte[]... aad) {
        if (source.length - offset < TAG_BYTES) {
            return null;
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, iv, aad).doFinal(source, offset, source.length - offset);
        } catch (AEADBadTagException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to decrypt", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[]... aad) throws GeneralSecurityException {
        if (key.length != KEY_BYTES || iv.length != IV_BYTES) {
            throw new IllegalArgumentException("AES-256-GCM takes a key of 32 bytes and an IV of 12");
        }
        Cipher cipher = Cipher.getInstance(TRANSFORMATION, PROVIDER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, iv));
        for (byte[] part : aad) {
            cipher.updateAAD(part);
        }
        return cipher;
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(TRANSFORMATION).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + TRANSFORMATION, e);
        }
    }
}
