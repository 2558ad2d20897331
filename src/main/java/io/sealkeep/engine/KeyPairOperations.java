// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.key.KeyOperation;
import io.sealkeep.engine.key.Refusal;
import io.sealkeep.engine.key.SpecRules;
import io.sealkeep.engine.primitive.Agreement;
import io.sealkeep.engine.primitive.Encapsulator;
import io.sealkeep.engine.primitive.KeyPairMaterial;
import io.sealkeep.engine.primitive.SecretBytes;
import io.sealkeep.engine.store.KeyRow;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecapsulateRequest;
import software.amazon.awssdk.services.kms.model.DecapsulateResponse;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretRequest;
import software.amazon.awssdk.services.kms.model.DeriveSharedSecretResponse;
import software.amazon.awssdk.services.kms.model.EncapsulateRequest;
import software.amazon.awssdk.services.kms.model.EncapsulateResponse;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;

/** The public half of key pairs, and secrets shared with the holder of another: by key agreement or encapsulation. */
final class KeyPairOperations {

    private final Keys keys;
    private final Usages usages;
    private final GrantTokens tokens;

    KeyPairOperations(Keys keys, Usages usages, GrantTokens tokens) {
        this.keys = keys;
        this.usages = usages;
        this.tokens = tokens;
    }

    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: AWS still answers it
    GetPublicKeyResponse getPublicKey(GetPublicKeyRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.GET_PUBLIC_KEY);
        KeyRow row = key.row();
        byte[] publicKey = key.current(KeyPairMaterial.class).publicKey();
        GetPublicKeyResponse.Builder response = GetPublicKeyResponse.builder()
                .keyId(key.arn())
                .publicKey(SdkBytes.fromByteArray(publicKey))
                .customerMasterKeySpec(row.spec().toString())
                .keySpec(row.spec())
                .keyUsage(row.usage());
        List<String> algorithms = SpecRules.of(row.spec()).algorithms(row.usage());
        switch (row.usage()) {
            case ENCRYPT_DECRYPT -> response.encryptionAlgorithmsWithStrings(algorithms);
            case SIGN_VERIFY -> response.signingAlgorithmsWithStrings(algorithms);
            case KEY_AGREEMENT -> response.keyAgreementAlgorithmsWithStrings(algorithms);
            case ENCAPSULATE_DECAPSULATE -> response.encapsulationAlgorithmsWithStrings(algorithms);
            default -> throw new IllegalStateException("A key with this usage has no public half");
        }
        return response.build();
    }

    DeriveSharedSecretResponse deriveSharedSecret(DeriveSharedSecretRequest request) {
        tokens.check(request.grantTokens());
        RequestOptions.refuseRecipient(request.recipient());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.DERIVE_SHARED_SECRET);
        key.checkAlgorithm(request.keyAgreementAlgorithmAsString());
        byte[] secret = key.current(Agreement.class).agree(request.publicKey().asByteArrayUnsafe());
        if (secret == null) {
            throw Refusal.validation(
                    "The public key is not a valid " + key.row().spec() + " key in DER-encoded X.509 form.");
        }
        try (SecretBytes shared = SecretBytes.takeOver(secret)) {
            RequestOptions.refuseDryRun(request.dryRun());
            usages.note(key, KeyOperation.DERIVE_SHARED_SECRET);
            return DeriveSharedSecretResponse.builder()
                    .keyId(key.arn())
                    .sharedSecret(shared.use(SdkBytes::fromByteArray))
                    .keyAgreementAlgorithm(request.keyAgreementAlgorithm())
                    .keyOrigin(key.row().origin())
                    .build();
        }
    }

    EncapsulateResponse encapsulate(EncapsulateRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.ENCAPSULATE);
        key.checkAlgorithm(request.encapsulationAlgorithmAsString());
        RequestOptions.refuseDryRun(request.dryRun());
        Encapsulator.Encapsulated made = key.current(Encapsulator.class).encapsulate();
        try (SecretBytes shared = made.sharedSecret()) {
            usages.note(key, KeyOperation.ENCAPSULATE);
            return EncapsulateResponse.builder()
                    .keyId(key.arn())
                    .sharedSecret(shared.use(SdkBytes::fromByteArray))
                    .sharedSecretCiphertextBlob(SdkBytes.fromByteArray(made.ciphertext()))
                    .encapsulationAlgorithm(request.encapsulationAlgorithm())
                    .build();
        }
    }

    DecapsulateResponse decapsulate(DecapsulateRequest request) {
        tokens.check(request.grantTokens());
        Key key = keys.resolve(request.keyId());
        key.check(KeyOperation.DECAPSULATE);
        key.checkAlgorithm(request.encapsulationAlgorithmAsString());
        byte[] secret = key.current(Encapsulator.class)
                .decapsulate(request.sharedSecretCiphertextBlob().asByteArrayUnsafe());
        if (secret == null) {
            throw Refusal.invalidCiphertext();
        }
        try (SecretBytes shared = SecretBytes.takeOver(secret)) {
            RequestOptions.refuseDryRun(request.dryRun());
            usages.note(key, KeyOperation.DECAPSULATE);
            return DecapsulateResponse.builder()
                    .keyId(key.arn())
                    .sharedSecret(shared.use(SdkBytes::fromByteArray))
                    .encapsulationAlgorithm(request.encapsulationAlgorithm())
                    .build();
        }
    }
}
