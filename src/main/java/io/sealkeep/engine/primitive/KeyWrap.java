// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** AES key wrap with padding (RFC 5649; NIST SP 800-38F, 6.3). Safe for concurrent use. */
final class KeyWrap {

    private static final String TRANSFORMATION = "AES/KWP/NoPadding";

    /** Looked up once: see {@link AesGcm}. */
    private static final Provider PROVIDER = provider();

    private static final int SHORTEST = 16;

    private KeyWrap() {}

    /** Returns what was wrapped, or null if it does not open. */
    static byte @Nullable [] unwrap(byte[] key, byte[] wrapped) {
        if (wrapped.length < SHORTEST || wrapped.length % 8 != 0) {
            return null;
        }
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION, PROVIDER);
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"));
            return cipher.doFinal(wrapped);
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES key wrap failed", e);
        }
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(TRANSFORMATION).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + TRANSFORMATION, e);
        }
    }
}
