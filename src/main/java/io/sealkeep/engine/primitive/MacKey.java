// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.services.kms.model.KeySpec;

/**
 * One HMAC key (RFC 2104; FIPS 198-1) with the one hash that its spec names. Safe for concurrent use; closing wipes the
 * material.
 *
 * <p>A key is as long as the hash's output, made or imported ("HMAC keys in AWS KMS"; "Requirements for imported key
 * material").
 */
public final class MacKey implements KeyMaterial {

    /** Looked up once: see {@link AesGcm}. */
    private static final Provider PROVIDER = provider();

    private final String algorithm;
    private final String materialId;
    private final SecretBytes material;

    /** Takes the material over. */
    MacKey(KeySpec spec, String materialId, SecretBytes material) {
        if (material.length() != keyBytes(spec)) {
            throw new IllegalArgumentException(spec + " has keys of " + keyBytes(spec) + " bytes");
        }
        this.algorithm = "HmacSHA" + keyBytes(spec) * 8;
        this.materialId = materialId;
        this.material = material;
    }

    /** Returns how long a key of that spec is, in bytes: as long as its macs. */
    static int keyBytes(KeySpec spec) {
        return switch (spec) {
            case HMAC_224 -> 28;
            case HMAC_256 -> 32;
            case HMAC_384 -> 48;
            case HMAC_512 -> 64;
            default -> throw new IllegalArgumentException(spec + " is no spec of an HMAC key");
        };
    }

    @Override
    public String materialId() {
        return materialId;
    }

    /**
     * Returns the mac of the message, never truncated: 28, 32, 48 or 64 bytes.
     *
     * @throws SecretBytes.WipedException if the key was closed
     */
    public byte[] mac(byte[] message) {
        return material.use(key -> {
            try {
                Mac mac = Mac.getInstance(algorithm, PROVIDER);
                mac.init(new SecretKeySpec(key, algorithm));
                return mac.doFinal(message);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(algorithm + " failed", e);
            }
        });
    }

    /**
     * Returns whether {@code mac} is the mac of the message; in a time that does not depend on where they differ. A
     * truncated mac is not one.
     *
     * @throws SecretBytes.WipedException if the key was closed
     */
    public boolean verify(byte[] message, byte[] mac) {
        return MessageDigest.isEqual(mac(message), mac);
    }

    @Override
    public void close() {
        material.close();
    }

    @Override
    public String toString() {
        return "MacKey[" + materialId + "]";
    }

    private static Provider provider() {
        try {
            return Mac.getInstance("HmacSHA256").getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no HmacSHA256", e);
        }
    }
}
