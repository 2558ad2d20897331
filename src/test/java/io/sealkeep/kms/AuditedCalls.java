// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static java.util.Map.entry;

import io.sealkeep.contract.ImportFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.DataKeyPairSpec;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyAgreementAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** A call of each operation that succeeds, with keys made for it; the last thing that each does is the call itself. */
final class AuditedCalls {

    static final String REPLICA_REGION = "eu-west-1";

    private static final String ROLE = "arn:aws:iam::000000000000:role/r";
    private static final Map<String, String> CONTEXT = Map.of("tenant", "t-9");
    private static final Tag TAG = Tag.builder().tagKey("team").tagValue("blue").build();
    private static final SigningAlgorithmSpec ECDSA = SigningAlgorithmSpec.ECDSA_SHA_256;
    private static final EncapsulationAlgorithmSpec ML_KEM = EncapsulationAlgorithmSpec.ML_KEM;

    private final RecordedCalls recorded;
    private final KmsClient kms;
    private final String alias = "alias/" + UUID.randomUUID();
    private KeyMetadata key;
    private String otherArn = "none";

    AuditedCalls(RecordedCalls recorded) {
        this.recorded = recorded;
        this.kms = recorded.client();
    }

    /** Returns the key that the last call used. */
    KeyMetadata key() {
        return key;
    }

    /** Returns the alias that alias operations use. */
    String alias() {
        return alias;
    }

    /** Returns the other key that it used, if any. */
    String otherArn() {
        return otherArn;
    }

    Map<String, Runnable> all() {
        return Map.ofEntries(
                symmetric("Encrypt", id -> encrypt(id)),
                symmetric("Decrypt", id -> {
                    SdkBytes blob = encrypt(id);
                    kms.decrypt(r -> r.ciphertextBlob(blob).encryptionContext(CONTEXT));
                }),
                symmetric("ReEncrypt", id -> {
                    SdkBytes blob = encrypt(id);
                    otherArn = kms.createKey(r -> {}).keyMetadata().arn();
                    kms.reEncrypt(r -> r.ciphertextBlob(blob)
                            .sourceKeyId(id)
                            .sourceEncryptionContext(CONTEXT)
                            .destinationKeyId(otherArn)
                            .destinationEncryptionContext(Map.of("tenant", "t-8")));
                }),
                symmetric(
                        "GenerateDataKey",
                        id -> kms.generateDataKey(
                                r -> r.keyId(id).keySpec(DataKeySpec.AES_256).encryptionContext(CONTEXT))),
                symmetric(
                        "GenerateDataKeyWithoutPlaintext",
                        id -> kms.generateDataKeyWithoutPlaintext(
                                r -> r.keyId(id).numberOfBytes(48).encryptionContext(CONTEXT))),
                symmetric(
                        "GenerateDataKeyPair",
                        id -> kms.generateDataKeyPair(r -> r.keyId(id)
                                .keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)
                                .encryptionContext(CONTEXT))),
                symmetric(
                        "GenerateDataKeyPairWithoutPlaintext",
                        id -> kms.generateDataKeyPairWithoutPlaintext(r -> r.keyId(id)
                                .keyPairSpec(DataKeyPairSpec.ECC_NIST_P256)
                                .encryptionContext(CONTEXT))),
                signing("Sign", id -> sign(id, message())),
                signing("Verify", id -> {
                    SdkBytes message = message();
                    SdkBytes signature = sign(id, message);
                    kms.verify(r -> r.keyId(id)
                            .message(message)
                            .messageType(MessageType.RAW)
                            .signingAlgorithm(ECDSA)
                            .signature(signature));
                }),
                mac("GenerateMac", id -> mac(id, message())),
                mac("VerifyMac", id -> {
                    SdkBytes message = message();
                    SdkBytes mac = mac(id, message);
                    kms.verifyMac(r -> r.keyId(id)
                            .message(message)
                            .macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256)
                            .mac(mac));
                }),
                with("DeriveSharedSecret", KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT, id -> {
                    SdkBytes own = kms.getPublicKey(r -> r.keyId(id)).publicKey();
                    kms.deriveSharedSecret(r -> r.keyId(id)
                            .keyAgreementAlgorithm(KeyAgreementAlgorithmSpec.ECDH)
                            .publicKey(own));
                }),
                encapsulating("Encapsulate", id -> encapsulate(id)),
                encapsulating("Decapsulate", id -> {
                    SdkBytes sealed = encapsulate(id);
                    kms.decapsulate(
                            r -> r.keyId(id).encapsulationAlgorithm(ML_KEM).sharedSecretCiphertextBlob(sealed));
                }),
                entry("GenerateRandom", () -> kms.generateRandom(r -> r.numberOfBytes(32))),
                signing("GetPublicKey", id -> kms.getPublicKey(r -> r.keyId(id))),
                entry(
                        "CreateKey",
                        () -> key = kms.createKey(r -> r.description("orders")
                                        .keySpec(KeySpec.ECC_NIST_P256)
                                        .keyUsage(KeyUsageType.SIGN_VERIFY)
                                        .tags(TAG))
                                .keyMetadata()),
                entry("ReplicateKey", () -> replicate(primary())),
                entry("UpdatePrimaryRegion", () -> {
                    String id = primary();
                    replicate(id);
                    kms.updatePrimaryRegion(r -> r.keyId(id).primaryRegion(REPLICA_REGION));
                }),
                symmetric("DescribeKey", id -> kms.describeKey(r -> r.keyId(id))),
                entry("ListKeys", () -> kms.listKeys(r -> r.limit(5))),
                symmetric("ListAliases", id -> kms.listAliases(r -> r.keyId(id).limit(5))),
                symmetric("ListGrants", id -> kms.listGrants(r -> r.keyId(id).limit(5))),
                entry("ListRetirableGrants", () -> kms.listRetirableGrants(r -> r.retiringPrincipal(ROLE))),
                symmetric("ListKeyPolicies", id -> kms.listKeyPolicies(r -> r.keyId(id))),
                symmetric("ListResourceTags", id -> kms.listResourceTags(r -> r.keyId(id))),
                symmetric(
                        "ListKeyRotations",
                        id -> kms.listKeyRotations(
                                r -> r.keyId(id).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))),
                symmetric("GetKeyPolicy", id -> kms.getKeyPolicy(r -> r.keyId(id))),
                symmetric("GetKeyRotationStatus", id -> kms.getKeyRotationStatus(r -> r.keyId(id))),
                symmetric("GetKeyLastUsage", id -> kms.getKeyLastUsage(r -> r.keyId(id))),
                symmetric("EnableKey", id -> kms.enableKey(r -> r.keyId(id))),
                symmetric("DisableKey", id -> kms.disableKey(r -> r.keyId(id))),
                symmetric(
                        "EnableKeyRotation",
                        id -> kms.enableKeyRotation(r -> r.keyId(id).rotationPeriodInDays(90))),
                symmetric("DisableKeyRotation", id -> kms.disableKeyRotation(r -> r.keyId(id))),
                symmetric("RotateKeyOnDemand", id -> kms.rotateKeyOnDemand(r -> r.keyId(id))),
                symmetric(
                        "ScheduleKeyDeletion",
                        id -> kms.scheduleKeyDeletion(r -> r.keyId(id).pendingWindowInDays(7))),
                symmetric("CancelKeyDeletion", id -> {
                    kms.scheduleKeyDeletion(r -> r.keyId(id));
                    kms.cancelKeyDeletion(r -> r.keyId(id));
                }),
                entry("GetParametersForImport", () -> {
                    String id = external();
                    kms.getParametersForImport(r -> r.keyId(id)
                            .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                            .wrappingKeySpec(WrappingKeySpec.RSA_2048));
                }),
                entry("ImportKeyMaterial", () -> importMaterial(external())),
                entry("DeleteImportedKeyMaterial", () -> {
                    String id = external();
                    String materialId = importMaterial(id);
                    kms.deleteImportedKeyMaterial(r -> r.keyId(id).keyMaterialId(materialId));
                }),
                symmetric(
                        "CreateAlias",
                        id -> kms.createAlias(r -> r.aliasName(alias).targetKeyId(id))),
                symmetric("UpdateAlias", id -> {
                    String before = kms.createKey(r -> {}).keyMetadata().keyId();
                    kms.createAlias(r -> r.aliasName(alias).targetKeyId(before));
                    kms.updateAlias(r -> r.aliasName(alias).targetKeyId(id));
                }),
                symmetric("DeleteAlias", id -> {
                    kms.createAlias(r -> r.aliasName(alias).targetKeyId(id));
                    kms.deleteAlias(r -> r.aliasName(alias));
                }),
                symmetric("CreateGrant", this::grant),
                symmetric("RetireGrant", id -> {
                    String grantId = grant(id);
                    kms.retireGrant(r -> r.keyId(key.arn()).grantId(grantId));
                }),
                symmetric("RevokeGrant", id -> {
                    String grantId = grant(id);
                    kms.revokeGrant(r -> r.keyId(id).grantId(grantId));
                }),
                symmetric("PutKeyPolicy", id -> {
                    String policy = kms.getKeyPolicy(r -> r.keyId(id)).policy();
                    kms.putKeyPolicy(r -> r.keyId(id).policy(policy));
                }),
                symmetric("TagResource", id -> kms.tagResource(r -> r.keyId(id).tags(TAG))),
                symmetric(
                        "UntagResource",
                        id -> kms.untagResource(r -> r.keyId(id).tagKeys("team"))),
                symmetric(
                        "UpdateKeyDescription",
                        id -> kms.updateKeyDescription(r -> r.keyId(id).description("new"))));
    }

    private Map.Entry<String, Runnable> with(
            String operation, KeySpec spec, KeyUsageType usage, Consumer<String> call) {
        return entry(operation, () -> {
            key = kms.createKey(r -> r.keySpec(spec).keyUsage(usage)).keyMetadata();
            call.accept(key.keyId());
        });
    }

    private Map.Entry<String, Runnable> symmetric(String operation, Consumer<String> call) {
        return with(operation, KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT, call);
    }

    private Map.Entry<String, Runnable> signing(String operation, Consumer<String> call) {
        return with(operation, KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY, call);
    }

    private Map.Entry<String, Runnable> mac(String operation, Consumer<String> call) {
        return with(operation, KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC, call);
    }

    private Map.Entry<String, Runnable> encapsulating(String operation, Consumer<String> call) {
        return with(operation, KeySpec.ML_KEM_512, KeyUsageType.ENCAPSULATE_DECAPSULATE, call);
    }

    private String primary() {
        key = kms.createKey(r -> r.multiRegion(true)).keyMetadata();
        return key.keyId();
    }

    private void replicate(String id) {
        kms.replicateKey(r -> r.keyId(id).replicaRegion(REPLICA_REGION));
    }

    private String external() {
        key = kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
        return key.keyId();
    }

    private String importMaterial(String id) {
        byte[] material = ImportFixture.random(32);
        recorded.secret(material);
        return kms.importKeyMaterial(ImportFixture.request(kms, id, material)
                        .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES)
                        .validTo(Instant.now().plus(9, ChronoUnit.DAYS))
                        .importType(ImportType.NEW_KEY_MATERIAL)
                        .keyMaterialDescription("first")
                        .build())
                .keyMaterialId();
    }

    private static SdkBytes message() {
        return SdkBytes.fromByteArray(ImportFixture.random(32));
    }

    private SdkBytes encrypt(String id) {
        return kms.encrypt(r -> r.keyId(id).plaintext(message()).encryptionContext(CONTEXT))
                .ciphertextBlob();
    }

    private SdkBytes sign(String id, SdkBytes message) {
        return kms.sign(r -> r.keyId(id)
                        .message(message)
                        .messageType(MessageType.RAW)
                        .signingAlgorithm(ECDSA))
                .signature();
    }

    private SdkBytes mac(String id, SdkBytes message) {
        return kms.generateMac(r -> r.keyId(id).message(message).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
                .mac();
    }

    private SdkBytes encapsulate(String id) {
        return kms.encapsulate(r -> r.keyId(id).encapsulationAlgorithm(ML_KEM)).sharedSecretCiphertextBlob();
    }

    private String grant(String id) {
        return kms.createGrant(r -> r.keyId(id)
                        .granteePrincipal(ROLE)
                        .retiringPrincipal(ROLE)
                        .operations(GrantOperation.DECRYPT)
                        .constraints(c -> c.encryptionContextSubset(CONTEXT))
                        .name("g"))
                .grantId();
    }
}
