// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.call.CallRecord;
import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** Encrypt, Decrypt and ReEncrypt, with symmetric keys and with key pairs. */
final class CryptoOperations {

    private final Keys keys;
    private final Ciphertexts ciphertexts;
    private final Usages usages;
    private final GrantTokens tokens;

    CryptoOperations(Keys keys, Usages usages, GrantTokens tokens) {
        this.keys = keys;
        this.ciphertexts = new Ciphertexts(keys);
        this.usages = usages;
        this.tokens = tokens;
    }

    EncryptResponse encrypt(EncryptRequest request) {
        tokens.check(request.grantTokens());
        EncryptionAlgorithmSpec algorithm = algorithm(request.encryptionAlgorithm());
        byte[] context = context(request.encryptionContext(), algorithm);
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.ENCRYPT);
        byte[] plaintext = request.plaintext().asByteArrayUnsafe();
        ciphertexts.check(key, algorithm, plaintext.length);
        note("keyMaterialId", key.shownMaterialId());
        RequestOptions.refuseDryRun(request.dryRun());
        byte[] ciphertext = ciphertexts.seal(key, algorithm, plaintext, context);
        usages.note(key, KeyOperation.ENCRYPT);
        return EncryptResponse.builder()
                .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(ciphertext))
                .keyId(key.arn())
                .encryptionAlgorithm(algorithm)
                .build();
    }

    DecryptResponse decrypt(DecryptRequest request) {
        List<String> modifiers = request.dryRunModifiersAsStrings();
        RequestOptions.requireCiphertext(request.ciphertextBlob(), modifiers);
        tokens.check(request.grantTokens());
        RequestOptions.refuseRecipient(request.recipient());
        EncryptionAlgorithmSpec algorithm = algorithm(request.encryptionAlgorithm());
        byte[] context = context(request.encryptionContext(), algorithm);
        if (RequestOptions.ignoresCiphertext(request.dryRun(), modifiers, request.keyId())) {
            checkWithoutCiphertext(request.keyId(), KeyOperation.DECRYPT, algorithm);
            throw Refusal.dryRun();
        }
        Ciphertexts.Sealed sealed = new Ciphertexts.Sealed(
                request.ciphertextBlob().asByteArrayUnsafe(), request.keyId(), algorithm, context);
        try (Ciphertexts.Opened opened = ciphertexts.open(sealed, KeyOperation.DECRYPT)) {
            note("keyMaterialId", opened.materialId());
            RequestOptions.refuseDryRun(request.dryRun());
            usages.note(opened.key(), KeyOperation.DECRYPT);
            return DecryptResponse.builder()
                    .plaintext(opened.plaintext().use(SdkBytes::fromByteArray))
                    .keyId(opened.key().arn())
                    .keyMaterialId(opened.materialId())
                    .encryptionAlgorithm(algorithm)
                    .build();
        }
    }

    ReEncryptResponse reEncrypt(ReEncryptRequest request) {
        List<String> modifiers = request.dryRunModifiersAsStrings();
        RequestOptions.requireCiphertext(request.ciphertextBlob(), modifiers);
        tokens.check(request.grantTokens());
        EncryptionAlgorithmSpec from = algorithm(request.sourceEncryptionAlgorithm());
        EncryptionAlgorithmSpec to = algorithm(request.destinationEncryptionAlgorithm());
        byte[] sourceContext = context(request.sourceEncryptionContext(), from);
        byte[] context = context(request.destinationEncryptionContext(), to);
        if (RequestOptions.ignoresCiphertext(request.dryRun(), modifiers, request.sourceKeyId())) {
            checkWithoutCiphertext(request.sourceKeyId(), KeyOperation.RE_ENCRYPT, from);
            checkWithoutCiphertext(request.destinationKeyId(), KeyOperation.RE_ENCRYPT, to);
            throw Refusal.dryRun();
        }
        Ciphertexts.Sealed sealed = new Ciphertexts.Sealed(
                request.ciphertextBlob().asByteArrayUnsafe(), request.sourceKeyId(), from, sourceContext);
        try (Ciphertexts.Opened opened = ciphertexts.open(sealed, KeyOperation.RE_ENCRYPT)) {
            note("sourceKeyMaterialId", opened.materialId());
            Key key = keys.resolve(request.destinationKeyId());
            key.check(KeyOperation.RE_ENCRYPT);
            ciphertexts.check(key, to, opened.plaintext().length());
            note("destinationKeyMaterialId", key.shownMaterialId());
            RequestOptions.refuseDryRun(request.dryRun());
            byte[] ciphertext = opened.plaintext().use(plaintext -> ciphertexts.seal(key, to, plaintext, context));
            usages.note(opened.key(), KeyOperation.RE_ENCRYPT);
            usages.note(key, KeyOperation.RE_ENCRYPT);
            return ReEncryptResponse.builder()
                    .ciphertextBlob(SdkBytes.fromByteArrayUnsafe(ciphertext))
                    .sourceKeyId(opened.key().arn())
                    .keyId(key.arn())
                    .sourceEncryptionAlgorithm(from)
                    .destinationEncryptionAlgorithm(to)
                    .sourceKeyMaterialId(opened.materialId())
                    .destinationKeyMaterialId(key.shownMaterialId())
                    .build();
        }
    }

    private void checkWithoutCiphertext(String keyId, KeyOperation operation, EncryptionAlgorithmSpec algorithm) {
        Key key = keys.resolve(keyId);
        key.check(operation);
        key.checkAlgorithm(algorithm.toString());
    }

    private static EncryptionAlgorithmSpec algorithm(@Nullable EncryptionAlgorithmSpec asked) {
        return asked == null ? EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT : asked;
    }

    /** What is encrypted under a public key carries no context: the standards of those ciphers have no place for it. */
    private static byte[] context(Map<String, String> context, EncryptionAlgorithmSpec algorithm) {
        if (algorithm != EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT && !context.isEmpty()) {
            throw Refusal.validation("EncryptionContext is not valid with the encryption algorithm " + algorithm
                    + ": only symmetric encryption has one.");
        }
        return EncryptionContext.encode(context);
    }

    private static void note(String name, @Nullable String materialId) {
        if (materialId != null) {
            CallRecord.current().additional(name, materialId);
        }
    }
}
