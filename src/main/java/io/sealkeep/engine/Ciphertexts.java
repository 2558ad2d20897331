// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.AesGcm;
import io.sealkeep.engine.primitive.CiphertextBlob;
import io.sealkeep.engine.primitive.Encryptor;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SymmetricKey;
import io.sealkeep.engine.store.KeyRef;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;

/** Makes and opens ciphertext: blobs of ours under symmetric keys, and what the standards say under key pairs. */
final class Ciphertexts {

    private final Keys keys;
    private final RandomBytes random = RandomBytes.system();

    Ciphertexts(Keys keys) {
        this.keys = keys;
    }

    /**
     * Refuses an algorithm that the key does not have, and a plaintext that is too long for it.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidKeyUsageException for the algorithm
     * @throws software.amazon.awssdk.services.kms.model.KmsException ValidationException for the length
     */
    void check(Key key, EncryptionAlgorithmSpec algorithm, int length) {
        key.checkAlgorithm(algorithm.toString());
        if (algorithm != EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT) {
            int most = key.current(Encryptor.class).maxPlaintext(algorithm);
            if (length > most) {
                throw Refusal.validation("Algorithm " + algorithm + " and key spec "
                        + key.row().spec() + " cannot encrypt data larger than " + most + " bytes.");
            }
        }
    }

    /** Returns the ciphertext of what was checked before. */
    byte[] seal(Key key, EncryptionAlgorithmSpec algorithm, byte[] plaintext, byte[] context) {
        return algorithm == EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT
                ? key.current(SymmetricKey.class).seal(plaintext, context, random)
                : key.current(Encryptor.class).encrypt(algorithm, plaintext);
    }

    /** A ciphertext as the caller gives it: with the key it should be under, if it was named, and its context. */
    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(byte[] ciphertext, @Nullable String keyId, EncryptionAlgorithmSpec algorithm, byte[] context) {}

    /**
     * An opened ciphertext; closing wipes the plaintext, of which an answer has a copy.
     *
     * @param materialId null for a key pair
     */
    record Opened(Key key, @Nullable String materialId, SecretBytes plaintext) implements AutoCloseable {
        @Override
        public void close() {
            plaintext.close();
        }
    }

    /**
     * Opens a ciphertext.
     *
     * @throws software.amazon.awssdk.services.kms.model.InvalidCiphertextException whatever is wrong with it
     * @throws software.amazon.awssdk.services.kms.model.IncorrectKeyException if it is under another key than the named one
     */
    Opened open(Sealed sealed, KeyOperation operation) {
        Key named = sealed.keyId() == null ? null : keys.resolve(sealed.keyId());
        return sealed.algorithm() == EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT
                ? openBlob(sealed, named, operation)
                : openStandard(sealed, named, operation);
    }

    /** What is encrypted under a public key does not say under which. */
    private static Opened openStandard(Sealed sealed, @Nullable Key key, KeyOperation operation) {
        if (key == null) {
            throw Refusal.validation("A KeyId is required with the encryption algorithm " + sealed.algorithm() + ".");
        }
        key.check(operation);
        key.checkAlgorithm(sealed.algorithm().toString());
        byte[] plaintext = key.current(Encryptor.class).decrypt(sealed.algorithm(), sealed.ciphertext());
        if (plaintext == null) {
            throw Refusal.invalidCiphertext();
        }
        return new Opened(key, null, SecretBytes.takeOver(plaintext));
    }

    /**
     * Opens a blob of ours. Whatever is wrong with it, it is refused in one way, after the same work of the cipher: what names no
     * key or no material of ours is tried on a key that opens nothing. That a key is not in memory can be told by the time; a key
     * id is no secret.
     */
    private Opened openBlob(Sealed sealed, @Nullable Key named, KeyOperation operation) {
        CiphertextBlob blob = CiphertextBlob.parse(sealed.ciphertext());
        if (blob == null) {
            if (named != null) {
                named.check(operation);
            }
            throw Refusal.invalidCiphertext();
        }
        Key key = named != null && named.row().keyId().equals(blob.keyId()) ? named : keyOf(blob, named);
        SymmetricKey material = null;
        if (key != null) {
            key.check(operation);
            material = key.material(blob.materialId());
        }
        byte[] plaintext = (material == null ? Decoy.KEY : material).open(blob, sealed.context());
        if (key == null || material == null || plaintext == null) {
            throw Refusal.invalidCiphertext();
        }
        return new Opened(key, material.materialId(), SecretBytes.takeOver(plaintext));
    }

    /** Returns the key that a blob says it is under, or null if there is none; the caller may not have named another. */
    private @Nullable Key keyOf(CiphertextBlob blob, @Nullable Key named) {
        Key key = keys.find(new KeyRef(keys.names().region(), blob.keyId()));
        if (key != null) {
            if (named != null) {
                throw Refusal.incorrectKey();
            }
            CallRecord.current().key(key.arn());
        }
        return key;
    }

    /** Opens nothing: no blob names it. */
    private static final class Decoy {
        static final SymmetricKey KEY = new SymmetricKey(
                "no-key",
                "0".repeat(64),
                SecretBytes.takeOver(RandomBytes.system().next(AesGcm.KEY_BYTES)));
    }
}
