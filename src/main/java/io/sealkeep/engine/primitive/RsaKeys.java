// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** Makes RSA key pairs and reads them back. Safe for concurrent use. */
final class RsaKeys {

    /** Looked up once: see {@link AesGcm}. */
    static final Provider CIPHERS;

    private static final Provider KEYS;

    static {
        try {
            CIPHERS = Cipher.getInstance("RSA/ECB/NoPadding").getProvider();
            KEYS = KeyFactory.getInstance("RSA").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no RSA", e);
        }
    }

    private RsaKeys() {}

    static int bits(KeySpec spec) {
        return switch (spec) {
            case RSA_2048 -> 2048;
            case RSA_3072 -> 3072;
            case RSA_4096 -> 4096;
            default -> throw new IllegalArgumentException(spec + " is no spec of an RSA key");
        };
    }

    /**
     * Returns a new key pair with the public exponent 65537, encoded; takes from a tenth of a second to several
     * seconds.
     */
    static SecretBytes generate(KeySpec spec, RandomBytes random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", KEYS);
            generator.initialize(new RSAKeyGenParameterSpec(bits(spec), RSAKeyGenParameterSpec.F4), random.source());
            KeyPair pair = generator.generateKeyPair();
            return StoredKeyPair.encode(
                    pair.getPrivate().getEncoded(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("RSA failed to make a key pair", e);
        }
    }

    static RSAPublicKey publicNumbers(byte[] spki) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA", KEYS).generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not an RSA public key in its form at rest");
        }
    }

    /** Reads a private key, and wipes it. */
    static RSAPrivateCrtKey privateNumbers(SecretBytes pkcs8) {
        try (pkcs8) {
            return pkcs8.use(bytes -> {
                try {
                    return (RSAPrivateCrtKey)
                            KeyFactory.getInstance("RSA", KEYS).generatePrivate(new PKCS8EncodedKeySpec(bytes));
                } catch (GeneralSecurityException e) {
                    throw new IllegalArgumentException("Not an RSA private key in its form at rest");
                }
            });
        }
    }
}
