// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.primitive.KeyMaterials;
import io.sealkeep.engine.primitive.KeyPairMaterial;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SymmetricKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;

/** Key pairs for use outside, their private half wrapped by a symmetric key. */
final class DataKeyPairOperations {

    private final Keys keys;
    private final Usages usages;
    private final GrantTokens tokens;
    private final Generation generation;
    private final RandomBytes random = RandomBytes.system();

    DataKeyPairOperations(Keys keys, Usages usages, GrantTokens tokens, Generation generation) {
        this.keys = keys;
        this.usages = usages;
        this.tokens = tokens;
        this.generation = generation;
    }

    GenerateDataKeyPairResponse generateDataKeyPair(GenerateDataKeyPairRequest request) {
        tokens.check(request.grantTokens());
        RequestOptions.refuseRecipient(request.recipient());
        Wanted wanted = new Wanted(
                request.keyId(), request.keyPairSpecAsString(), request.encryptionContext(), request.dryRun());
        try (DataKeyPair made = make(wanted, KeyOperation.GENERATE_DATA_KEY_PAIR)) {
            return GenerateDataKeyPairResponse.builder()
                    .keyId(made.keyArn())
                    .keyPairSpec(request.keyPairSpec())
                    .privateKeyPlaintext(made.privateKey().use(SdkBytes::fromByteArray))
                    .privateKeyCiphertextBlob(SdkBytes.fromByteArrayUnsafe(made.wrapped()))
                    .publicKey(SdkBytes.fromByteArrayUnsafe(made.publicKey()))
                    .keyMaterialId(made.materialId())
                    .build();
        }
    }

    GenerateDataKeyPairWithoutPlaintextResponse generateDataKeyPairWithoutPlaintext(
            GenerateDataKeyPairWithoutPlaintextRequest request) {
        tokens.check(request.grantTokens());
        Wanted wanted = new Wanted(
                request.keyId(), request.keyPairSpecAsString(), request.encryptionContext(), request.dryRun());
        try (DataKeyPair made = make(wanted, KeyOperation.GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT)) {
            return GenerateDataKeyPairWithoutPlaintextResponse.builder()
                    .keyId(made.keyArn())
                    .keyPairSpec(request.keyPairSpec())
                    .privateKeyCiphertextBlob(SdkBytes.fromByteArrayUnsafe(made.wrapped()))
                    .publicKey(SdkBytes.fromByteArrayUnsafe(made.publicKey()))
                    .keyMaterialId(made.materialId())
                    .build();
        }
    }

    private record Wanted(
            String keyId,
            String spec,
            Map<String, String> context,
            @Nullable Boolean dryRun) {}

    /** A data key pair; closing wipes the private key, of which an answer has a copy. */
    @SuppressWarnings("ArrayRecordComponent")
    private record DataKeyPair(
            String keyArn, String materialId, SecretBytes privateKey, byte[] wrapped, byte[] publicKey)
            implements AutoCloseable {
        @Override
        public void close() {
            privateKey.close();
        }
    }

    private DataKeyPair make(Wanted wanted, KeyOperation operation) {
        byte[] context = EncryptionContext.encode(wanted.context());
        Key key = keys.resolve(wanted.keyId());
        material(key, operation);
        RequestOptions.refuseDryRun(wanted.dryRun());
        KeySpec spec = KeySpec.fromValue(wanted.spec());
        try (KeyPairMaterial pair =
                (KeyPairMaterial) KeyMaterials.open(spec, key.row().keyId(), "data-key-pair", generation.make(spec))) {
            // Making the pair can take a second, in which the key may have been disabled, rotated or deleted.
            Key now = keys.find(key.ref());
            if (now == null) {
                throw Keys.noSuchKey(key.arn());
            }
            SymmetricKey material = material(now, operation);
            SecretBytes privateKey = pair.privateKey();
            try {
                byte[] wrapped = privateKey.use(bytes -> material.seal(bytes, context, random));
                usages.note(now, operation);
                return new DataKeyPair(key.arn(), material.materialId(), privateKey, wrapped, pair.publicKey());
            } catch (RuntimeException | Error e) {
                privateKey.close();
                throw e;
            }
        }
    }

    private static SymmetricKey material(Key key, KeyOperation operation) {
        key.check(operation);
        SymmetricKey material = key.current(SymmetricKey.class);
        CallRecord.current().additional("keyMaterialId", material.materialId());
        return material;
    }
}
