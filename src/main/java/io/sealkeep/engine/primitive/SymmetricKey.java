// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One backing key of a {@code SYMMETRIC_DEFAULT} key: turns plaintext and encryption context into a {@link CiphertextBlob} and
 * back. Safe for concurrent use; closing wipes the material, see {@link SecretBytes}.
 *
 * <p>What is guaranteed: the blob opens only under this very material, with the same key id, material id and context, and with
 * no bit changed. Every blob has an AES key of its own, derived from a fresh 128-bit salt, so the 2^32 messages that random IVs
 * allow per AES key (NIST SP 800-38D, 8.3) are no limit here. The commitment, derived beside the AES key, names the material:
 * GCM alone would let an attacker who knows two keys make one ciphertext that opens under both.
 *
 * <p>What is not hidden: key id, material id, and the plaintext's length.
 */
public final class SymmetricKey implements KeyMaterial {

    private static final byte[] INFO = "sealkeep/blob/1".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = CiphertextBlob.SALT_BYTES + AesGcm.IV_BYTES;

    private final String materialId;
    private final SecretBytes material;
    private final byte[] prefix;
    private final byte[] info;

    /**
     * Takes the material over.
     *
     * @param materialId 64 hex digits
     * @param material 32 bytes
     */
    public SymmetricKey(String keyId, String materialId, SecretBytes material) {
        if (material.length() != AesGcm.KEY_BYTES) {
            throw new IllegalArgumentException("A symmetric key has 32 bytes");
        }
        this.materialId = materialId;
        this.material = material;
        this.prefix = CiphertextBlob.prefix(keyId, materialId);
        this.info = info(keyId, materialId);
    }

    private static byte[] info(String keyId, String materialId) {
        byte[] key = keyId.getBytes(StandardCharsets.US_ASCII);
        byte[] id = HexFormat.of().parseHex(materialId);
        return ByteBuffer.allocate(INFO.length + 2 * Integer.BYTES + key.length + id.length)
                .put(INFO)
                .putInt(key.length)
                .put(key)
                .putInt(id.length)
                .put(id)
                .array();
    }

    @Override
    public String materialId() {
        return materialId;
    }

    /**
     * Returns a new blob.
     *
     * @param context as {@link ContextEncoding} makes it
     * @throws SecretBytes.WipedException if the key was closed
     */
    public byte[] seal(byte[] plaintext, byte[] context, RandomBytes random) {
        return sealInsecure(plaintext, context, random.nonce(NONCE_BYTES));
    }

    /** As {@link #seal} with a salt and IV from outside; for golden vectors. Two plaintexts under one nonce betray both. */
    byte[] sealInsecure(byte[] plaintext, byte[] context, byte[] nonce) {
        byte[] salt = Arrays.copyOf(nonce, CiphertextBlob.SALT_BYTES);
        byte[] iv = Arrays.copyOfRange(nonce, CiphertextBlob.SALT_BYTES, NONCE_BYTES);
        byte[] derived = derive(salt);
        byte[] aesKey = Arrays.copyOf(derived, AesGcm.KEY_BYTES);
        byte[] header = ByteBuffer.allocate(prefix.length + NONCE_BYTES + CiphertextBlob.COMMITMENT_BYTES)
                .put(prefix)
                .put(nonce)
                .put(derived, AesGcm.KEY_BYTES, CiphertextBlob.COMMITMENT_BYTES)
                .array();
        byte[] blob = Arrays.copyOf(header, header.length + plaintext.length + AesGcm.TAG_BYTES);
        AesGcm.seal(aesKey, iv, plaintext, blob, header.length, header, context);
        wipe(derived, aesKey);
        return blob;
    }

    /**
     * Opens a blob.
     *
     * @return the plaintext, or null if blob and context are not what {@link #seal} of this key made
     * @throws SecretBytes.WipedException if the key was closed
     */
    public byte @Nullable [] open(CiphertextBlob blob, byte[] context) {
        byte[] derived = derive(blob.salt());
        byte[] aesKey = Arrays.copyOf(derived, AesGcm.KEY_BYTES);
        byte[] commitment = Arrays.copyOfRange(derived, AesGcm.KEY_BYTES, derived.length);
        try {
            // The commitment first, in constant time: what does not name this material never reaches the cipher.
            if (!MessageDigest.isEqual(commitment, blob.commitment())) {
                return null;
            }
            return AesGcm.open(aesKey, blob.iv(), blob.bytes(), blob.headerLength(), blob.header(), context);
        } finally {
            wipe(derived, aesKey, commitment);
        }
    }

    private byte[] derive(byte[] salt) {
        return material.use(
                bytes -> Hkdf.derive(bytes, salt, info, AesGcm.KEY_BYTES + CiphertextBlob.COMMITMENT_BYTES));
    }

    private static void wipe(byte[]... arrays) {
        for (byte[] array : arrays) {
            Arrays.fill(array, (byte) 0);
        }
    }

    @Override
    public void close() {
        material.close();
    }

    @Override
    public String toString() {
        return "SymmetricKey[" + materialId + "]";
    }
}
