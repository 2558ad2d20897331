// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where in the store a piece of key material belongs. It is authenticated with the wrapped material, so that a row copied to
 * another key, region or account does not open. Immutable.
 *
 * @param account twelve digits
 * @param region for example {@code eu-central-1}
 * @param keyId the key's id
 * @param materialId 64 hex digits
 * @param keySpec for example {@code SYMMETRIC_DEFAULT}
 */
public record MaterialPlace(String account, String region, String keyId, String materialId, String keySpec) {

    /** The format, then every part behind its length, so that no two places have one encoding. */
    byte[] encoded(int format) {
        byte[][] parts = {utf8(account), utf8(region), utf8(keyId), utf8(materialId), utf8(keySpec)};
        int size = 1;
        for (byte[] part : parts) {
            size += Integer.BYTES + part.length;
        }
        ByteBuffer encoded = ByteBuffer.allocate(size).put((byte) format);
        for (byte[] part : parts) {
            encoded.putInt(part.length).put(part);
        }
        return encoded.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
