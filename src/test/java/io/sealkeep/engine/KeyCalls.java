// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static java.util.Map.entry;

import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** A call of each operation on the key of one subject that, but for the key's kind and state, succeeds. */
final class KeyCalls {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("text");
    private static final String ALIAS = "alias/subject";
    private static final String GRANTEE = "arn:aws:iam::" + TestCallers.ACCOUNT + ":role/grantee";

    private final KeySubject subject;
    private final KeyMade made;
    private final KmsClient kms;
    private final String id;

    KeyCalls(KeySubject subject, KeyMade made) {
        this.subject = subject;
        this.made = made;
        this.kms = subject.kms;
        this.id = subject.keyId;
    }

    /** Returns the call of each row of the table. */
    Map<String, Runnable> all() {
        return Map.ofEntries(
                entry(
                        "Encrypt",
                        () -> kms.encrypt(r -> r.keyId(id).plaintext(TEXT).encryptionAlgorithm(encryption()))),
                entry(
                        "Decrypt",
                        () -> kms.decrypt(r ->
                                r.keyId(id).ciphertextBlob(made.ciphertext()).encryptionAlgorithm(encryption()))),
                entry(
                        "ReEncrypt/source",
                        () -> kms.reEncrypt(r -> r.sourceKeyId(id)
                                .ciphertextBlob(made.ciphertext())
                                .sourceEncryptionAlgorithm(encryption())
                                .destinationKeyId(made.otherKey()))),
                entry(
                        "ReEncrypt/destination",
                        () -> kms.reEncrypt(r -> r.ciphertextBlob(made.otherCiphertext())
                                .destinationKeyId(id)
                                .destinationEncryptionAlgorithm(encryption()))),
                entry(
                        "GenerateDataKey",
                        () -> kms.generateDataKey(r -> r.keyId(id).keySpec(DataKeySpec.AES_256))),
                entry(
                        "GenerateDataKeyWithoutPlaintext",
                        () -> kms.generateDataKeyWithoutPlaintext(
                                r -> r.keyId(id).keySpec(DataKeySpec.AES_256))),
                entry(
                        "GenerateDataKeyPair",
                        () -> kms.generateDataKeyPair(r -> r.keyId(id).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256))),
                entry(
                        "GenerateDataKeyPairWithoutPlaintext",
                        () -> kms.generateDataKeyPairWithoutPlaintext(
                                r -> r.keyId(id).keyPairSpec(DataKeyPairSpec.ECC_NIST_P256))),
                entry("Sign", () -> kms.sign(r -> r.keyId(id).message(TEXT).signingAlgorithm(signing(subject.type)))),
                entry(
                        "Verify",
                        () -> kms.verify(r -> r.keyId(id)
                                .message(TEXT)
                                .signingAlgorithm(signing(subject.type))
                                .signature(made.signature()))),
                entry(
                        "GenerateMac",
                        () -> kms.generateMac(
                                r -> r.keyId(id).message(TEXT).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))),
                entry(
                        "VerifyMac",
                        () -> kms.verifyMac(r -> r.keyId(id)
                                .message(TEXT)
                                .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                                .mac(made.mac()))),
                entry(
                        "DeriveSharedSecret",
                        () -> kms.deriveSharedSecret(r -> r.keyId(id)
                                .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                                .publicKey(made.otherPublicKey()))),
                entry(
                        "Encapsulate",
                        () -> kms.encapsulate(
                                r -> r.keyId(id).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM))),
                entry(
                        "Decapsulate",
                        () -> kms.decapsulate(r -> r.keyId(id)
                                .encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM)
                                .sharedSecretCiphertextBlob(made.encapsulated()))),
                entry("GetPublicKey", () -> kms.getPublicKey(r -> r.keyId(id))),
                entry("CreateGrant", this::grant),
                entry("RetireGrant", () -> {
                    String grantId = subject.whileEnabled(this::grant);
                    kms.retireGrant(r -> r.keyId(subject.arn()).grantId(grantId));
                }),
                entry("RevokeGrant", () -> {
                    String grantId = subject.whileEnabled(this::grant);
                    kms.revokeGrant(r -> r.keyId(id).grantId(grantId));
                }),
                entry("ListGrants", () -> kms.listGrants(r -> r.keyId(id))),
                entry("DescribeKey", () -> kms.describeKey(r -> r.keyId(id))),
                entry("GetKeyPolicy", () -> kms.getKeyPolicy(r -> r.keyId(id))),
                entry("PutKeyPolicy", () -> kms.putKeyPolicy(r -> r.keyId(id).policy(made.policy()))),
                entry("ListKeyPolicies", () -> kms.listKeyPolicies(r -> r.keyId(id))),
                entry("ListAliases", () -> kms.listAliases(r -> r.keyId(id))),
                entry("ListResourceTags", () -> kms.listResourceTags(r -> r.keyId(id))),
                entry("ListKeyRotations", () -> kms.listKeyRotations(r -> r.keyId(id))),
                entry("GetKeyLastUsage", () -> kms.getKeyLastUsage(r -> r.keyId(id))),
                entry("DeleteAlias", () -> {
                    String alias = subject.whileEnabled(() -> alias(id));
                    kms.deleteAlias(r -> r.aliasName(alias));
                }),
                entry("UpdateAlias/from", () -> {
                    String alias = subject.whileEnabled(() -> alias(id));
                    removing(
                            alias, () -> kms.updateAlias(r -> r.aliasName(alias).targetKeyId(made.sameKind())));
                }),
                entry("UpdateAlias/to", () -> {
                    String alias = alias(made.sameKind());
                    removing(
                            alias, () -> kms.updateAlias(r -> r.aliasName(alias).targetKeyId(id)));
                }),
                entry("CreateAlias", () -> {
                    kms.createAlias(r -> r.aliasName(ALIAS).targetKeyId(id));
                    kms.deleteAlias(r -> r.aliasName(ALIAS));
                }),
                entry(
                        "TagResource",
                        () -> kms.tagResource(r -> r.keyId(id)
                                .tags(Tag.builder().tagKey("a").tagValue("b").build()))),
                entry("UntagResource", () -> kms.untagResource(r -> r.keyId(id).tagKeys("a"))),
                entry(
                        "UpdateKeyDescription",
                        () -> kms.updateKeyDescription(r -> r.keyId(id).description("x"))),
                entry("EnableKey", () -> kms.enableKey(r -> r.keyId(id))),
                entry("DisableKey", () -> kms.disableKey(r -> r.keyId(id))),
                entry("EnableKeyRotation", () -> kms.enableKeyRotation(r -> r.keyId(id))),
                entry("DisableKeyRotation", () -> kms.disableKeyRotation(r -> r.keyId(id))),
                entry("GetKeyRotationStatus", () -> kms.getKeyRotationStatus(r -> r.keyId(id))),
                entry("RotateKeyOnDemand", () -> kms.rotateKeyOnDemand(r -> r.keyId(id))),
                entry(
                        "GetParametersForImport",
                        () -> kms.getParametersForImport(r -> r.keyId(id)
                                .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                                .wrappingKeySpec(WrappingKeySpec.RSA_2048))),
                entry("ImportKeyMaterial", () -> kms.importKeyMaterial(made.importing())),
                entry("DeleteImportedKeyMaterial", () -> kms.deleteImportedKeyMaterial(r -> r.keyId(id))),
                entry("ReplicateKey", () -> kms.replicateKey(r -> r.keyId(id).replicaRegion(KeySubject.NEW_REGION))),
                entry(
                        "UpdatePrimaryRegion",
                        () -> kms.updatePrimaryRegion(r -> r.keyId(id).primaryRegion(KeySubject.REPLICA_REGION))),
                entry("ScheduleKeyDeletion", () -> kms.scheduleKeyDeletion(r -> r.keyId(id))),
                entry("CancelKeyDeletion", () -> kms.cancelKeyDeletion(r -> r.keyId(id))));
    }

    private EncryptionAlgorithmSpec encryption() {
        return subject.type == KeyType.RSA_ENCRYPT
                ? EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256
                : EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT;
    }

    static SigningAlgorithmSpec signing(KeyType type) {
        return switch (type) {
            case RSA_SIGN -> SigningAlgorithmSpec.RSASSA_PSS_SHA_256;
            case ML_DSA -> SigningAlgorithmSpec.ML_DSA_SHAKE_256;
            default -> SigningAlgorithmSpec.ECDSA_SHA_256;
        };
    }

    private String alias(String keyId) {
        String alias = ALIAS + "-" + UUID.randomUUID();
        kms.createAlias(r -> r.aliasName(alias).targetKeyId(keyId));
        return alias;
    }

    private void removing(String alias, Runnable call) {
        try {
            call.run();
        } finally {
            kms.deleteAlias(r -> r.aliasName(alias));
        }
    }

    private String grant() {
        GrantOperation operation = switch (subject.type.usage) {
            case ENCRYPT_DECRYPT -> GrantOperation.DECRYPT;
            case SIGN_VERIFY -> GrantOperation.SIGN;
            case GENERATE_VERIFY_MAC -> GrantOperation.GENERATE_MAC;
            default -> GrantOperation.DESCRIBE_KEY;
        };
        return kms.createGrant(r -> r.keyId(id)
                        .granteePrincipal(GRANTEE)
                        .retiringPrincipal(GRANTEE)
                        .operations(operation))
                .grantId();
    }
}
