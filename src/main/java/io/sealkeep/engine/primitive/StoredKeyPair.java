// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.primitive;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every key pair keeps, and its form at rest: a format version, then the private key (PKCS #8) and the public key
 * (SubjectPublicKeyInfo), each behind its length in four bytes. The root key authenticates both together, so that no
 * public key stands beside a private key that is not its own. Safe for concurrent use.
 */
abstract class StoredKeyPair {

    private static final byte FORMAT = 1;

    private final String materialId;
    private final SecretBytes privateKey;
    private final byte[] publicKey;

    /**
     * Reads what {@link #encode} wrote, and wipes it.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    StoredKeyPair(String materialId, SecretBytes encoded) {
        this.materialId = materialId;
        try (encoded) {
            byte[][] parts = encoded.use(StoredKeyPair::decode);
            this.privateKey = SecretBytes.takeOver(parts[0]);
            this.publicKey = parts[1];
        }
    }

    /** Returns the form at rest, and wipes the given private key. */
    static SecretBytes encode(byte[] privateKey, byte[] publicKey) {
        ByteBuffer encoded = ByteBuffer.allocate(1 + 2 * Integer.BYTES + privateKey.length + publicKey.length)
                .put(FORMAT)
                .putInt(privateKey.length)
                .put(privateKey)
                .putInt(publicKey.length)
                .put(publicKey);
        Arrays.fill(privateKey, (byte) 0);
        return SecretBytes.takeOver(encoded.array());
    }

    private static byte[][] decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        if (bytes.remaining() >= 1 && bytes.get() == FORMAT) {
            byte @Nullable [] privateKey = part(bytes);
            byte @Nullable [] publicKey = part(bytes);
            if (privateKey != null && publicKey != null && !bytes.hasRemaining()) {
                return new byte[][] {privateKey, publicKey};
            }
        }
        throw new IllegalArgumentException("Not a key pair in its form at rest");
    }

    private static byte @Nullable [] part(ByteBuffer bytes) {
        if (bytes.remaining() < Integer.BYTES) {
            return null;
        }
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            return null;
        }
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    /** See {@link KeyMaterial#materialId}. */
    public final String materialId() {
        return materialId;
    }

    /** See {@link KeyPairMaterial#publicKey}. */
    public final byte[] publicKey() {
        return publicKey.clone();
    }

    /** See {@link KeyPairMaterial#privateKey}. */
    public final SecretBytes privateKey() {
        return privateKey.use(bytes -> SecretBytes.takeOver(bytes.clone()));
    }

    /**
     * Runs what needs the private key as it was parsed, while this is open.
     *
     * @throws SecretBytes.WipedException if it was closed before or meanwhile, whatever else went wrong then
     */
    final <T extends @Nullable Object> T whileOpen(Supplier<T> operation) {
        return withPrivateKey(bytes -> operation.get());
    }

    /** As {@link #whileOpen}, with the bytes of {@link #privateKey} themselves, to be neither kept nor changed. */
    final <T extends @Nullable Object> T withPrivateKey(Function<byte[], T> operation) {
        try {
            return privateKey.use(operation);
        } catch (RuntimeException e) {
            privateKey.use(bytes -> bytes.length);
            throw e;
        }
    }

    /** See {@link KeyMaterial#close}. */
    public void close() {
        privateKey.close();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + materialId + "]";
    }
}
