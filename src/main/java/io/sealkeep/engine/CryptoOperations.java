// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.AesGcm;
import io.sealkeep.engine.primitive.CiphertextBlob;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SymmetricKey;
import io.sealkeep.engine.store.KeyRef;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Encrypt, Decrypt and ReEncrypt with symmetric keys. */
final class CryptoOperations {

    private final Keys keys;
    private final RandomBytes random = RandomBytes.system();

    CryptoOperations(Keys keys) {
        this.keys = keys;
    }

    EncryptResponse encrypt(EncryptRequest request) {
        RequestOptions.checkGrantTokens(request.grantTokens());
        byte[] context = EncryptionContext.encode(request.encryptionContext());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.ENCRYPT);
        RequestOptions.checkAlgorithm(request.encryptionAlgorithmAsString());
        SymmetricKey material = key.current();
        CallRecord.current().additional("keyMaterialId", material.materialId());
        RequestOptions.refuseDryRun(request.dryRun());
        byte[] blob = material.seal(request.plaintext().asByteArrayUnsafe(), context, random);
        return EncryptResponse.builder()
                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(blob))
                .keyId(key.arn())
                .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .build();
    }

    DecryptResponse decrypt(DecryptRequest request) {
        RequestOptions.requireCiphertext(request.ciphertextBlob(), request.dryRunModifiersAsStrings());
        RequestOptions.checkGrantTokens(request.grantTokens());
        RequestOptions.refuseRecipient(request.recipient());
        byte[] context = EncryptionContext.encode(request.encryptionContext());
        if (RequestOptions.ignoresCiphertext(request.dryRun(), request.dryRunModifiersAsStrings(), request.keyId())) {
            keys.resolve(request.keyId()).check(KeyOperation.DECRYPT);
            throw Refusal.dryRun();
        }
        Sealed sealed = new Sealed(request.ciphertextBlob().asByteArrayUnsafe(), request.keyId(), context);
        try (Opened opened = open(sealed, KeyOperation.DECRYPT, "keyMaterialId")) {
            RequestOptions.checkAlgorithm(request.encryptionAlgorithmAsString());
            RequestOptions.refuseDryRun(request.dryRun());
            return DecryptResponse.builder()
                    .plaintext(opened.plaintext().use(SdkBytes::fromByteArray))
                    .keyId(opened.key().arn())
                    .keyMaterialId(opened.materialId())
                    .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                    .build();
        }
    }

    ReEncryptResponse reEncrypt(ReEncryptRequest request) {
        RequestOptions.requireCiphertext(request.ciphertextBlob(), request.dryRunModifiersAsStrings());
        RequestOptions.checkGrantTokens(request.grantTokens());
        byte[] sourceContext = EncryptionContext.encode(request.sourceEncryptionContext());
        byte[] context = EncryptionContext.encode(request.destinationEncryptionContext());
        if (RequestOptions.ignoresCiphertext(
                request.dryRun(), request.dryRunModifiersAsStrings(), request.sourceKeyId())) {
            keys.resolve(request.sourceKeyId()).check(KeyOperation.RE_ENCRYPT);
            keys.resolve(request.destinationKeyId()).check(KeyOperation.RE_ENCRYPT);
            throw Refusal.dryRun();
        }
        Sealed sealed = new Sealed(request.ciphertextBlob().asByteArrayUnsafe(), request.sourceKeyId(), sourceContext);
        try (Opened opened = open(sealed, KeyOperation.RE_ENCRYPT, "sourceKeyMaterialId")) {
            RequestOptions.checkAlgorithm(request.sourceEncryptionAlgorithmAsString());
            Key key = keys.resolve(request.destinationKeyId());
            key.check(KeyOperation.RE_ENCRYPT);
            RequestOptions.checkAlgorithm(request.destinationEncryptionAlgorithmAsString());
            SymmetricKey material = key.current();
            CallRecord.current().additional("destinationKeyMaterialId", material.materialId());
            RequestOptions.refuseDryRun(request.dryRun());
            byte[] blob = opened.plaintext().use(plaintext -> material.seal(plaintext, context, random));
            return ReEncryptResponse.builder()
                    .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(blob))
                    .sourceKeyId(opened.key().arn())
                    .keyId(key.arn())
                    .sourceEncryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                    .destinationEncryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                    .sourceKeyMaterialId(opened.materialId())
                    .destinationKeyMaterialId(material.materialId())
                    .build();
        }
    }

    /** A ciphertext as the caller gives it: with the key it should be under, if it was named, and its context. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Sealed(byte[] blob, @Nullable String keyId, byte[] context) {}

    /** An opened ciphertext; closing wipes the plaintext, of which an answer has a copy. */
    private record Opened(Key key, String materialId, SecretBytes plaintext) implements AutoCloseable {
        @Override
        public void close() {
            plaintext.close();
        }
    }

    /**
     * Opens a ciphertext. Whatever is wrong with it, it is refused in one way, after the same work of the cipher: what names no key
     * or no material of ours is tried on a key that opens nothing. That a key is not in memory can be told by the time; a key id is
     * no secret.
     */
    private Opened open(Sealed sealed, KeyOperation operation, String materialIdName) {
        Key named = sealed.keyId() == null ? null : keys.resolve(sealed.keyId());
        CiphertextBlob blob = CiphertextBlob.parse(sealed.blob());
        if (blob == null) {
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
        CallRecord.current().additional(materialIdName, material.materialId());
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
