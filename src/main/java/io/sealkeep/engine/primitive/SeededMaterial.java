// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The ids of key material that a seed file fixes. Stateless; safe for concurrent use.
 *
 * <p>A ciphertext blob names key and material, so a blob of one instance opens in another only where the material has one id in
 * both. The ids of imported material cannot have that: they are derived from the root key ({@link RootKey#materialId}), which is
 * another in each. This one is a plain SHA-256 (FIPS 180-4) of format, key id and material, and so lets anybody who holds an id try
 * out whether a guess at the material is right. For material of a seed file that gives nothing away: it lies in the clear in a file
 * that is shared on purpose. <strong>For any other material it must not be used.</strong>
 */
public final class SeededMaterial {

    private static final byte[] DOMAIN = "sealkeep/seed/material-id/1".getBytes(StandardCharsets.US_ASCII);

    private SeededMaterial() {}

    /**
     * Returns the id of a seeded key's material: 64 hex digits, the same wherever the same key is seeded with the same material.
     *
     * @param keyId the key's id
     * @param encoded the material as {@link KeyMaterials#importable} encodes it, so that no matter in which form it was given
     */
    public static String id(String keyId, SecretBytes encoded) {
        byte[] name = keyId.getBytes(StandardCharsets.US_ASCII);
        // Every part but the last stands behind its length, so that no two keys and materials have one encoding.
        byte[] head = ByteBuffer.allocate(2 * Integer.BYTES + DOMAIN.length + name.length)
                .putInt(DOMAIN.length)
                .put(DOMAIN)
                .putInt(name.length)
                .put(name)
                .array();
        return encoded.use(bytes -> HexFormat.of().formatHex(Sha.SHA_256.digest(head, bytes)));
    }
}
