// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The format of what a symmetric Encrypt answers, version 1. Knows no cipher. Immutable where its arrays are left alone.
 *
 * <pre>
 * offset  bytes  content
 *      0      1  format version: 1
 *      1      1  length k of the key id
 *      2      k  key id, ASCII: letters, digits and hyphens
 *    2+k     32  key material id
 *   34+k     16  salt
 *   50+k     12  IV
 *   62+k     32  commitment
 *   94+k      n  ciphertext, as long as the plaintext
 * 94+k+n     16  tag
 * </pre>
 *
 * Everything before the ciphertext is the header; all of it is authenticated. With a key id of 36 characters a blob is 146
 * bytes longer than its plaintext: at most 4,242, where AWS KMS allows 6,144.
 *
 * @param keyId the key's id, which is unique per region
 * @param materialId 64 hex digits
 * @param bytes the whole blob
 * @param headerLength where the ciphertext begins
 */
@SuppressWarnings("ArrayRecordComponent")
public record CiphertextBlob(String keyId, String materialId, byte[] bytes, int headerLength) {

    static final int SALT_BYTES = 16;
    static final int COMMITMENT_BYTES = 32;
    private static final int VERSION = 1;
    private static final int MATERIAL_ID_BYTES = 32;
    private static final int FIXED_HEADER_BYTES =
            2 + MATERIAL_ID_BYTES + SALT_BYTES + AesGcm.IV_BYTES + COMMITMENT_BYTES;
    private static final int MAX_KEY_ID_BYTES = 64;
    private static final HexFormat HEX = HexFormat.of();

    /** Returns the blob's parts, or null if the bytes are no blob of this format. Authenticates nothing. */
    public static @Nullable CiphertextBlob parse(byte[] blob) {
        if (blob.length < 2 || blob[0] != VERSION) {
            return null;
        }
        int keyIdLength = blob[1] & 0xff;
        int header = FIXED_HEADER_BYTES + keyIdLength;
        if (keyIdLength == 0 || keyIdLength > MAX_KEY_ID_BYTES || blob.length <= header + AesGcm.TAG_BYTES) {
            return null;
        }
        for (int i = 2; i < 2 + keyIdLength; i++) {
            if (!isKeyIdByte(blob[i])) {
                return null;
            }
        }
        String keyId = new String(blob, 2, keyIdLength, StandardCharsets.US_ASCII);
        int at = 2 + keyIdLength;
        return new CiphertextBlob(keyId, HEX.formatHex(blob, at, at + MATERIAL_ID_BYTES), blob, header);
    }

    private static boolean isKeyIdByte(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-';
    }

    /** Returns a blob's bytes up to the salt: what all blobs under one material begin with. */
    static byte[] prefix(String keyId, String materialId) {
        byte[] id = keyId.getBytes(StandardCharsets.US_ASCII);
        if (id.length == 0 || id.length > MAX_KEY_ID_BYTES) {
            throw new IllegalArgumentException("A key id has 1 to 64 characters");
        }
        return ByteBuffer.allocate(2 + id.length + MATERIAL_ID_BYTES)
                .put((byte) VERSION)
                .put((byte) id.length)
                .put(id)
                .put(HEX.parseHex(materialId))
                .array();
    }

    byte[] salt() {
        return part(headerLength - COMMITMENT_BYTES - AesGcm.IV_BYTES - SALT_BYTES, SALT_BYTES);
    }

    byte[] iv() {
        return part(headerLength - COMMITMENT_BYTES - AesGcm.IV_BYTES, AesGcm.IV_BYTES);
    }

    byte[] commitment() {
        return part(headerLength - COMMITMENT_BYTES, COMMITMENT_BYTES);
    }

    byte[] header() {
        return part(0, headerLength);
    }

    private byte[] part(int from, int length) {
        byte[] part = new byte[length];
        System.arraycopy(bytes, from, part, 0, length);
        return part;
    }

    @Override
    public String toString() {
        return "CiphertextBlob[" + keyId + "]";
    }
}
