// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import io.sealkeep.engine.store.KeyStore;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.EncapsulationAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Makes a key of each type, enabled, and with it all that calls need. */
final class KeyTypesFixture {

    private static final SdkBytes TEXT = SdkBytes.fromUtf8String("text");
    private static final SdkBytes ANYTHING = SdkBytes.fromByteArray(new byte[768]);

    private final EmbeddedKms engine;
    private final KeyStore store;
    private final Instant now;
    private final Map<String, String> others = new HashMap<>();

    KeyTypesFixture(EmbeddedKms engine, KeyStore store, Instant now) {
        this.engine = engine;
        this.store = store;
        this.now = now;
    }

    KeySubject subject(KeyType type) {
        KmsClient kms = in(KeySubject.PRIMARY_REGION);
        String keyId = kms.createKey(r -> r.keySpec(type.spec)
                        .keyUsage(type.usage)
                        .origin(type.origin())
                        .multiRegion(type.isMultiRegion()))
                .keyMetadata()
                .keyId();
        byte[] material = material(type);
        if (type.isExternal()) {
            kms.importKeyMaterial(importing(kms, keyId, material));
        }
        if (type.isMultiRegion()) {
            kms.replicateKey(r -> r.keyId(keyId).replicaRegion(KeySubject.REPLICA_REGION));
        }
        if (type == KeyType.EXTERNAL_PRIMARY) {
            KmsClient there = in(KeySubject.REPLICA_REGION);
            there.importKeyMaterial(importing(there, keyId, material));
        }
        return new KeySubject(type, keyId, type == KeyType.REPLICA ? in(KeySubject.REPLICA_REGION) : kms, store, now);
    }

    KeyMade made(KeySubject subject) {
        KmsClient kms = subject.kms;
        KeyType type = subject.type;
        String id = subject.keyId;
        String other = other(kms, subject, KeySpec.SYMMETRIC_DEFAULT, KeyUsageType.ENCRYPT_DECRYPT);
        String agreeing = other(kms, subject, KeySpec.ECC_NIST_P256, KeyUsageType.KEY_AGREEMENT);
        return new KeyMade(
                type.usage == KeyUsageType.ENCRYPT_DECRYPT ? encrypt(kms, type, id) : ANYTHING,
                type.usage == KeyUsageType.SIGN_VERIFY ? sign(kms, type, id) : ANYTHING,
                type.usage == KeyUsageType.GENERATE_VERIFY_MAC ? mac(kms, id) : SdkBytes.fromByteArray(new byte[32]),
                type == KeyType.ML_KEM ? encapsulate(kms, id) : ANYTHING,
                other,
                kms.encrypt(r -> r.keyId(other).plaintext(TEXT)).ciphertextBlob(),
                kms.getPublicKey(r -> r.keyId(agreeing)).publicKey(),
                other(kms, subject, type.spec, type.usage),
                kms.getKeyPolicy(r -> r.keyId(id)).policy(),
                importing(subject));
    }

    /** A key of the region for calls that take two. */
    private String other(KmsClient kms, KeySubject subject, KeySpec spec, KeyUsageType usage) {
        return others.computeIfAbsent(subject.ref().region() + spec + usage, absent -> {
            KeyMetadata key =
                    kms.createKey(r -> r.keySpec(spec).keyUsage(usage)).keyMetadata();
            return key.keyId();
        });
    }

    private static SdkBytes encrypt(KmsClient kms, KeyType type, String id) {
        EncryptionAlgorithmSpec algorithm = type == KeyType.RSA_ENCRYPT
                ? EncryptionAlgorithmSpec.RSAES_OAEP_SHA_256
                : EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT;
        return kms.encrypt(r -> r.keyId(id).plaintext(TEXT).encryptionAlgorithm(algorithm))
                .ciphertextBlob();
    }

    private static SdkBytes sign(KmsClient kms, KeyType type, String id) {
        return kms.sign(r -> r.keyId(id).message(TEXT).signingAlgorithm(KeyCalls.signing(type)))
                .signature();
    }

    private static SdkBytes mac(KmsClient kms, String id) {
        return kms.generateMac(r -> r.keyId(id).message(TEXT).macAlgorithm(MacAlgorithmSpec.HMAC_SHA_256))
                .mac();
    }

    private static SdkBytes encapsulate(KmsClient kms, String id) {
        return kms.encapsulate(r -> r.keyId(id).encapsulationAlgorithm(EncapsulationAlgorithmSpec.ML_KEM))
                .sharedSecretCiphertextBlob();
    }

    private final Map<String, ImportKeyMaterialRequest> imports = new HashMap<>();

    private ImportKeyMaterialRequest importing(KeySubject subject) {
        return imports.getOrDefault(
                subject.arn(),
                ImportKeyMaterialRequest.builder()
                        .keyId(subject.keyId)
                        .importToken(ANYTHING)
                        .encryptedKeyMaterial(ANYTHING)
                        .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE)
                        .build());
    }

    /** The same request brings the same material back as long as its token is good. */
    private ImportKeyMaterialRequest importing(KmsClient kms, String keyId, byte[] material) {
        GetParametersForImportResponse parameters = kms.getParametersForImport(r -> r.keyId(keyId)
                .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                .wrappingKeySpec(WrappingKeySpec.RSA_2048));
        ImportKeyMaterialRequest request = ImportKeyMaterialRequest.builder()
                .keyId(keyId)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(wrap(parameters.publicKey(), material))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE)
                .build();
        imports.put(parameters.keyId(), request);
        return request;
    }

    private static byte[] material(KeyType type) {
        if (type != KeyType.EXTERNAL_SIGN) {
            byte[] material = new byte[32];
            new SecureRandom().nextBytes(material);
            return material;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SdkBytes wrap(SdkBytes publicKey, byte[] material) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey.asByteArray())),
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
            return SdkBytes.fromByteArray(cipher.doFinal(material));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KmsClient in(String region) {
        return TestCallers.calling(engine, region);
    }
}
