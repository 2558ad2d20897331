// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.primitive.RandomBytes;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.primitive.SymmetricKey;
import io.sealkeep.engine.store.KeyStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomResponse;

/** Data keys, and random bytes as such. */
final class DataKeyOperations {

    private final Keys keys;
    private final KeyStore store;
    private final Usages usages;
    private final GrantTokens tokens;
    private final RandomBytes random;

    DataKeyOperations(Keys keys, KeyStore store, Usages usages, GrantTokens tokens, RandomBytes random) {
        this.keys = keys;
        this.store = store;
        this.usages = usages;
        this.tokens = tokens;
        this.random = random;
    }

    GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
        tokens.check(request.grantTokens());
        RequestOptions.refuseRecipient(request.recipient());
        Wanted wanted = new Wanted(
                request.keyId(), request.keySpecAsString(), request.numberOfBytes(), request.encryptionContext());
        try (DataKey made = make(wanted, KeyOperation.GENERATE_DATA_KEY, request.dryRun())) {
            return GenerateDataKeyResponse.builder()
                    .plaintext(made.plaintext().use(SdkBytes::fromByteArray))
                    .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(made.blob()))
                    .keyId(made.keyArn())
                    .keyMaterialId(made.materialId())
                    .build();
        }
    }

    GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
            GenerateDataKeyWithoutPlaintextRequest request) {
        tokens.check(request.grantTokens());
        Wanted wanted = new Wanted(
                request.keyId(), request.keySpecAsString(), request.numberOfBytes(), request.encryptionContext());
        try (DataKey made = make(wanted, KeyOperation.GENERATE_DATA_KEY_WITHOUT_PLAINTEXT, request.dryRun())) {
            return GenerateDataKeyWithoutPlaintextResponse.builder()
                    .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(made.blob()))
                    .keyId(made.keyArn())
                    .keyMaterialId(made.materialId())
                    .build();
        }
    }

    /** What a custom key store is asked for comes from the same source: it has no other. */
    GenerateRandomResponse generateRandom(GenerateRandomRequest request) {
        RequestOptions.refuseRecipient(request.recipient());
        if (request.numberOfBytes() == null) {
            throw Refusal.validation("NumberOfBytes is required.");
        }
        String storeId = request.customKeyStoreId();
        if (storeId != null) {
            CustomKeyStores.checkMakesRandom(store, keys.names().region(), storeId);
        }
        return GenerateRandomResponse.builder()
                .plaintext(SdkBytes.fromByteArrayUnsafe(random.next(request.numberOfBytes())))
                .build();
    }

    private record Wanted(
            String keyId,
            @Nullable String keySpec,
            @Nullable Integer numberOfBytes,
            Map<String, String> context) {}

    /** A data key; closing wipes its plaintext, of which an answer has a copy. */
    @SuppressWarnings("ArrayRecordComponent")
    private record DataKey(String keyArn, String materialId, SecretBytes plaintext, byte[] blob)
            implements AutoCloseable {
        @Override
        public void close() {
            plaintext.close();
        }
    }

    private DataKey make(Wanted wanted, KeyOperation operation, @Nullable Boolean dryRun) {
        int length = length(wanted);
        byte[] context = EncryptionContext.encode(wanted.context());
        Key key = keys.resolve(wanted.keyId());
        key.check(operation);
        SymmetricKey material = key.current(SymmetricKey.class);
        CallRecord.current().additional("keyMaterialId", material.materialId());
        RequestOptions.refuseDryRun(dryRun);
        SecretBytes plaintext = SecretBytes.takeOver(random.next(length));
        try {
            byte[] blob = plaintext.use(bytes -> material.seal(bytes, context, random));
            usages.note(key, operation);
            return new DataKey(key.arn(), material.materialId(), plaintext, blob);
        } catch (RuntimeException | Error e) {
            plaintext.close();
            throw e;
        }
    }

    private static int length(Wanted wanted) {
        if ((wanted.keySpec() == null) == (wanted.numberOfBytes() == null)) {
            throw Refusal.validation("Please specify either number of bytes or key spec.");
        }
        if (wanted.numberOfBytes() != null) {
            return wanted.numberOfBytes();
        }
        return DataKeySpec.fromValue(wanted.keySpec()) == DataKeySpec.AES_128 ? 16 : 32;
    }
}
