// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The key that wraps all key material at rest: 32 bytes from outside the store. Safe for concurrent use; closed by the engine.
 *
 * <p>What is guaranteed: material wrapped for one place (account, region, key, material, spec) opens at no other, and not at all
 * if a bit changed. What is not: an old row put back in its own place opens.
 */
public final class RootKey implements AutoCloseable {

    /** Length in bytes. */
    public static final int BYTES = 32;

    private static final int WRAP_FORMAT = 1;
    private static final int MATERIAL_ID_BYTES = 32;
    private static final int GRANT_TOKEN_TAG_BYTES = 32;
    private static final byte[] WRAP_INFO = ascii("sealkeep/root-key/wrap/1");
    private static final byte[] CHECK_INFO = ascii("sealkeep/root-key/check/1");
    private static final byte[] MATERIAL_ID_INFO = ascii("sealkeep/root-key/material-id/1");
    private static final byte[] MARKER_INFO = ascii("sealkeep/root-key/marker/1");
    private static final byte[] GRANT_TOKEN_INFO = ascii("sealkeep/root-key/grant-token/1");
    private static final byte[] NO_SALT = new byte[0];

    private final SecretBytes wrappingKey;
    private final SecretBytes checkKey;
    private final SecretBytes materialIdKey;
    private final SecretBytes markerKey;
    private final SecretBytes grantTokenKey;

    private RootKey(byte[] root) {
        try {
            if (root.length != BYTES) {
                throw new IllegalArgumentException("A root key has 32 bytes");
            }
            wrappingKey = SecretBytes.takeOver(Hkdf.derive(root, NO_SALT, WRAP_INFO, AesGcm.KEY_BYTES));
            checkKey = SecretBytes.takeOver(Hkdf.derive(root, NO_SALT, CHECK_INFO, AesGcm.KEY_BYTES));
            materialIdKey = SecretBytes.takeOver(Hkdf.derive(root, NO_SALT, MATERIAL_ID_INFO, AesGcm.KEY_BYTES));
            markerKey = SecretBytes.takeOver(Hkdf.derive(root, NO_SALT, MARKER_INFO, AesGcm.KEY_BYTES));
            grantTokenKey = SecretBytes.takeOver(Hkdf.derive(root, NO_SALT, GRANT_TOKEN_INFO, AesGcm.KEY_BYTES));
        } finally {
            Arrays.fill(root, (byte) 0);
        }
    }

    /**
     * Reads the root key from a file of exactly 32 bytes that its owner alone can read, or makes the file where there is neither
     * file nor store: temporary file with mode 0600, fsync, rename, fsync of the directory.
     *
     * @param storeExists whether there is a store already; then a missing file is an error, never made anew
     * @throws RootKeyException if the file is missing beside a store, unreadable, of another length, no regular file, or open to
     *     group or others, itself or at the end of a link
     */
    public static RootKey fromFile(Path file, boolean storeExists) {
        return new RootKey(RootKeyFile.readOrCreate(file, storeExists));
    }

    /**
     * Takes the root key from text, as an environment variable holds it.
     *
     * @param base64 standard base64 of 32 bytes; white space at the ends is ignored
     * @throws RootKeyException if the text is missing, not base64, or of another length
     */
    public static RootKey fromEnvironment(@Nullable String base64) {
        if (base64 == null || base64.isBlank()) {
            throw new RootKeyException(
                    "SEALKEEP_ROOT_KEY is not set. It must hold 32 bytes in base64, for example from:"
                            + " openssl rand -base64 32");
        }
        byte[] root;
        try {
            root = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new RootKeyException("SEALKEEP_ROOT_KEY is not valid base64.");
        }
        if (root.length != BYTES) {
            int length = root.length;
            Arrays.fill(root, (byte) 0);
            throw new RootKeyException("SEALKEEP_ROOT_KEY holds " + length + " bytes; a root key has 32.");
        }
        return new RootKey(root);
    }

    /** A root key of known bytes, for golden vectors. */
    static RootKey ofInsecure(byte[] root) {
        return new RootKey(root.clone());
    }

    /**
     * Wraps material for one place in the store, with a fresh IV: format version, IV, ciphertext, tag.
     *
     * <p>One key wraps everything with random IVs: good for 2^32 wrappings (NIST SP 800-38D, 8.3), of which there is one per
     * backing key.
     */
    public byte[] wrap(SecretBytes material, MaterialPlace place) {
        byte[] iv = RandomBytes.system().nonce(AesGcm.IV_BYTES);
        byte[] wrapped = Arrays.copyOf(
                ByteBuffer.allocate(1 + iv.length)
                        .put((byte) WRAP_FORMAT)
                        .put(iv)
                        .array(),
                1 + iv.length + material.length() + AesGcm.TAG_BYTES);
        return wrappingKey.use(key -> material.use(bytes -> {
            AesGcm.seal(key, iv, bytes, wrapped, 1 + iv.length, place.encoded(WRAP_FORMAT));
            return wrapped;
        }));
    }

    /**
     * Unwraps material.
     *
     * @throws RootKeyException if the bytes were not wrapped by this root key for this place: a damaged or edited store
     */
    public SecretBytes unwrap(byte[] wrapped, MaterialPlace place) {
        if (wrapped.length > 1 + AesGcm.IV_BYTES && wrapped[0] == WRAP_FORMAT) {
            byte[] iv = Arrays.copyOfRange(wrapped, 1, 1 + AesGcm.IV_BYTES);
            byte @Nullable [] material = wrappingKey.<byte @Nullable []>use(
                    key -> AesGcm.open(key, iv, wrapped, 1 + iv.length, place.encoded(WRAP_FORMAT)));
            if (material != null) {
                return SecretBytes.takeOver(material);
            }
        }
        throw new RootKeyException(
                "The stored material of key " + place.keyId() + " does not open: it was damaged or changed.");
    }

    /**
     * Returns what a store keeps to recognise its root key by: 32 bytes that tell nothing of the key itself.
     *
     * @param storeId the store's own random id, so that stores with one root key cannot be seen to share it
     */
    public byte[] checkValue(byte[] storeId) {
        return checkKey.use(key -> Hkdf.derive(key, storeId, CHECK_INFO, 32));
    }

    /**
     * Returns the id of material that was not made here: 64 hex digits, the same for the same material of the same key, and no help
     * to anyone without the root key who would try out what the material is.
     */
    public String materialId(String keyId, SecretBytes material) {
        byte[] name = ascii(keyId);
        return materialIdKey.use(key -> material.use(bytes -> {
            byte[] info = ByteBuffer.allocate(Integer.BYTES + name.length + bytes.length)
                    .putInt(name.length)
                    .put(name)
                    .put(bytes)
                    .array();
            byte[] id = Hkdf.derive(key, NO_SALT, info, MATERIAL_ID_BYTES);
            Arrays.fill(info, (byte) 0);
            return HexFormat.of().formatHex(id);
        }));
    }

    /**
     * Returns the key that vouches for what a store hands out; the caller closes it.
     *
     * @param storeId the store's own random id, so that what one store handed out is worth nothing in another with the same root
     *     key
     */
    public MarkerKey markerKey(byte[] storeId) {
        return new MarkerKey(
                SecretBytes.takeOver(markerKey.use(key -> Hkdf.derive(key, storeId, MARKER_INFO, AesGcm.KEY_BYTES))));
    }

    /**
     * Returns by what a grant token is known for one that was made under this root key: 32 bytes that nobody finds for any other
     * content. One content must not be the beginning of two.
     */
    public byte[] grantTokenTag(byte[] content) {
        return grantTokenKey.use(key -> Hkdf.derive(key, NO_SALT, content, GRANT_TOKEN_TAG_BYTES));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        wrappingKey.close();
        checkKey.close();
        materialIdKey.close();
        markerKey.close();
        grantTokenKey.close();
    }

    @Override
    public String toString() {
        return "RootKey[…]";
    }
}
