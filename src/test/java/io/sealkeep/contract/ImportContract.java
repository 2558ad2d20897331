// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static io.sealkeep.contract.ImportFixture.importForEver;
import static io.sealkeep.contract.ImportFixture.parameters;
import static io.sealkeep.contract.ImportFixture.random;
import static io.sealkeep.contract.ImportFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MacAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** GetParametersForImport, ImportKeyMaterial and DeleteImportedKeyMaterial, with the one material that most keys have. */
public abstract class ImportContract extends KmsContract {

    private static final String MATERIAL = "IncorrectKeyMaterialException";
    private static final String TOKEN = "InvalidImportTokenException";

    private KeyMetadata external() {
        return client().createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata();
    }

    private KeyMetadata external(KeySpec spec, KeyUsageType usage) {
        return client().createKey(
                        r -> r.origin(OriginType.EXTERNAL).keySpec(spec).keyUsage(usage))
                .keyMetadata();
    }

    private KeyMetadata describe(String keyId) {
        return client().describeKey(r -> r.keyId(keyId)).keyMetadata();
    }

    @Test
    void createKey_withoutMaterial_waitsForIt() {
        KeyMetadata key = external();

        assertThat(key.keyState()).isEqualTo(KeyState.PENDING_IMPORT);
        assertThat(key.enabled()).isFalse();
        assertThat(key.origin()).isEqualTo(OriginType.EXTERNAL);
        assertThat(key.expirationModel()).isNull();
        assertThat(key.currentKeyMaterialId()).isNull();
        assertRefused(() -> encrypted(key.keyId(), "x"), "KMSInvalidStateException", key.arn() + " is pending import.");
    }

    @Test
    void getParametersForImport_always_answersForADay() {
        KeyMetadata key = external();

        GetParametersForImportResponse answer = parameters(client(), key.keyId());

        assertThat(answer.keyId()).isEqualTo(key.arn());
        assertThat(answer.importToken().asByteArray()).hasSizeBetween(1, 6144);
        assertThat(answer.publicKey().asByteArray()).isNotEmpty();
        assertThat(Duration.between(Instant.now(), answer.parametersValidTo()).abs())
                .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    }

    @ParameterizedTest
    @CsvSource({
        "RSAES_PKCS1_V1_5, RSA_2048",
        "RSAES_OAEP_SHA_1, RSA_3072",
        "RSAES_OAEP_SHA_256, RSA_2048",
        "RSAES_OAEP_SHA_256, RSA_4096",
        "RSA_AES_KEY_WRAP_SHA_1, RSA_2048",
        "RSA_AES_KEY_WRAP_SHA_256, RSA_2048",
        "SM2PKE, SM2"
    })
    void importKeyMaterial_howeverWrapped_enablesTheKey(String algorithm, String spec) {
        KeyMetadata key = external();
        AlgorithmSpec wrapping = AlgorithmSpec.fromValue(algorithm);
        GetParametersForImportResponse parameters =
                parameters(client(), key.keyId(), wrapping, WrappingKeySpec.fromValue(spec));

        client().importKeyMaterial(
                        request(key.keyId(), parameters, wrapping, random(32)).build());

        KeyMetadata now = describe(key.keyId());
        assertThat(now.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(now.expirationModel()).isEqualTo(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE);
        assertThat(now.validTo()).isNull();
        assertThat(decrypted(encrypted(key.keyId(), "text"))).isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource({"SM2PKE, RSA_2048", "RSAES_OAEP_SHA_256, SM2"})
    void getParametersForImport_ofAlgorithmAndSpecThatDoNotFit_isRefused(String algorithm, String spec) {
        String keyId = external().keyId();

        assertRefused(
                () -> parameters(client(), keyId, AlgorithmSpec.fromValue(algorithm), WrappingKeySpec.fromValue(spec)),
                "ValidationException");
    }

    @Test
    void getParametersForImport_ofKeyWithOwnMaterial_isRefused() {
        KeyMetadata key = newKey();

        assertRefused(
                () -> parameters(client(), key.keyId()),
                "UnsupportedOperationException",
                key.arn() + " origin is AWS_KMS which is not valid for this operation.");
    }

    @Test
    void importKeyMaterial_ofKeyWithOwnMaterial_isRefused() {
        KeyMetadata key = newKey();
        KeyMetadata other = external();

        assertRefused(
                () -> client().importKeyMaterial(request(client(), other.keyId(), random(32))
                        .keyId(key.keyId())
                        .build()),
                "UnsupportedOperationException",
                key.arn() + " origin is AWS_KMS which is not valid for this operation.");
    }

    @Test
    void importKeyMaterial_withTheSameTokenAgain_isTheSame() {
        KeyMetadata key = external();
        byte[] material = random(32);
        GetParametersForImportResponse parameters = parameters(client(), key.keyId());
        var first = client().importKeyMaterial(
                        request(key.keyId(), parameters, AlgorithmSpec.RSAES_OAEP_SHA_256, material)
                                .build());
        var again = client().importKeyMaterial(
                        request(key.keyId(), parameters, AlgorithmSpec.RSAES_OAEP_SHA_256, material)
                                .build());

        assertThat(first.keyId()).isEqualTo(key.arn());
        assertThat(first.keyMaterialId()).hasSize(64).isEqualTo(again.keyMaterialId());
    }

    @Test
    void importKeyMaterial_withTokenOfAnotherKey_isRefused() {
        KeyMetadata key = external();
        KeyMetadata other = external();

        assertRefused(
                () -> client().importKeyMaterial(request(client(), other.keyId(), random(32))
                        .keyId(key.keyId())
                        .build()),
                TOKEN);
        assertThat(describe(key.keyId()).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void importKeyMaterial_withAlteredToken_isRefused() {
        KeyMetadata key = external();
        var request = request(client(), key.keyId(), random(32)).build();
        byte[] token = request.importToken().asByteArray();
        token[token.length / 2] ^= 1;

        assertRefused(
                () -> client().importKeyMaterial(request.toBuilder()
                        .importToken(SdkBytes.fromByteArray(token))
                        .build()),
                TOKEN);
    }

    @Test
    void importKeyMaterial_thatDoesNotUnwrap_isRefused() {
        KeyMetadata key = external();
        var request = request(client(), key.keyId(), random(32)).build();

        assertRefused(
                () -> client().importKeyMaterial(request.toBuilder()
                        .encryptedKeyMaterial(SdkBytes.fromByteArray(random(256)))
                        .build()),
                "InvalidCiphertextException");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 31, 33, 64})
    void importKeyMaterial_ofWrongLength_isRefused(int length) {
        KeyMetadata key = external();

        assertRefused(() -> importForEver(client(), key.keyId(), random(length)), MATERIAL);
        assertThat(describe(key.keyId()).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void importKeyMaterial_ofOtherMaterial_isRefused() {
        KeyMetadata key = external();
        importForEver(client(), key.keyId(), random(32));

        assertRefused(() -> importForEver(client(), key.keyId(), random(32)), MATERIAL);
        client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()));
        assertRefused(() -> importForEver(client(), key.keyId(), random(32)), MATERIAL);
    }

    @Test
    void deleteImportedKeyMaterial_always_takesTheKeyOutOfUseUntilItIsBack() {
        KeyMetadata key = external();
        byte[] material = random(32);
        importForEver(client(), key.keyId(), material);
        SdkBytes ciphertext = encrypted(key.keyId(), "still mine");
        String materialId = describe(key.keyId()).currentKeyMaterialId();

        var answer = client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()));

        assertThat(answer.keyId()).isEqualTo(key.arn());
        assertThat(answer.keyMaterialId()).isEqualTo(materialId);
        assertThat(describe(key.keyId()).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
        assertThat(describe(key.keyId()).expirationModel()).isNull();
        assertRefused(() -> decrypted(ciphertext), "KMSInvalidStateException", key.arn() + " is pending import.");
        importForEver(client(), key.keyId(), material);
        assertThat(decrypted(ciphertext)).isEqualTo("still mine");
    }

    @Test
    void deleteImportedKeyMaterial_ofNone_changesNothing() {
        KeyMetadata key = external();

        client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()));

        assertThat(describe(key.keyId()).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void deleteImportedKeyMaterial_ofKeyPendingDeletion_leavesItSo() {
        KeyMetadata key = external();
        importForEver(client(), key.keyId(), random(32));
        client().scheduleKeyDeletion(r -> r.keyId(key.keyId()));

        client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId()));

        assertThat(describe(key.keyId()).keyState()).isEqualTo(KeyState.PENDING_DELETION);
        client().cancelKeyDeletion(r -> r.keyId(key.keyId()));
        assertThat(describe(key.keyId()).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void deleteImportedKeyMaterial_ofKeyWithOwnMaterial_isRefused() {
        KeyMetadata key = newKey();

        assertRefused(
                () -> client().deleteImportedKeyMaterial(r -> r.keyId(key.keyId())),
                "UnsupportedOperationException",
                key.arn() + " origin is AWS_KMS which is not valid for this operation.");
    }

    @Test
    void importKeyMaterial_thatExpires_saysWhen() {
        KeyMetadata key = external();
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond()).plus(Duration.ofDays(30));

        client().importKeyMaterial(request(client(), key.keyId(), random(32))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES)
                .validTo(end)
                .build());

        KeyMetadata now = describe(key.keyId());
        assertThat(now.expirationModel()).isEqualTo(ExpirationModelType.KEY_MATERIAL_EXPIRES);
        assertThat(now.validTo()).isEqualTo(end);
    }

    @Test
    void importKeyMaterial_withoutExpirationModel_needsADate() {
        KeyMetadata key = external();

        assertRefused(
                () -> client().importKeyMaterial(request(client(), key.keyId(), random(32))
                        .expirationModel((String) null)
                        .build()),
                "ValidationException",
                "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
    }

    /** Which words AWS has for it is not known. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 366})
    void importKeyMaterial_withADateTooEarlyOrLate_isRefused(long days) {
        KeyMetadata key = external();
        Instant end = Instant.now().plus(Duration.ofDays(days)).minusSeconds(5);

        assertRefused(
                () -> client().importKeyMaterial(request(client(), key.keyId(), random(32))
                        .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES)
                        .validTo(end)
                        .build()),
                "ValidationException");
    }

    /** Which words AWS has for it is not known. */
    @Test
    void importKeyMaterial_forEverButWithADate_isRefused() {
        KeyMetadata key = external();

        assertRefused(
                () -> client().importKeyMaterial(request(client(), key.keyId(), random(32))
                        .validTo(Instant.now().plus(Duration.ofDays(1)))
                        .build()),
                "ValidationException");
    }

    @ParameterizedTest
    @CsvSource({
        "HMAC_224, HMAC_SHA_224, HmacSHA224, 28",
        "HMAC_256, HMAC_SHA_256, HmacSHA256, 32",
        "HMAC_384, HMAC_SHA_384, HmacSHA384, 48",
        "HMAC_512, HMAC_SHA_512, HmacSHA512, 64"
    })
    void importKeyMaterial_ofHmacKey_isWhatMakesTheMacs(String spec, String algorithm, String name, int length)
            throws GeneralSecurityException {
        KeyMetadata key = external(KeySpec.fromValue(spec), KeyUsageType.GENERATE_VERIFY_MAC);
        byte[] material = random(length);
        importForEver(client(), key.keyId(), material);

        SdkBytes mac = client().generateMac(r -> r.keyId(key.keyId())
                        .macAlgorithm(MacAlgorithmSpec.fromValue(algorithm))
                        .message(bytes("message")))
                .mac();

        Mac outside = Mac.getInstance(name);
        outside.init(new SecretKeySpec(material, name));
        assertThat(mac.asByteArray()).isEqualTo(outside.doFinal(bytes("message").asByteArray()));
    }

    @Test
    void importKeyMaterial_ofRsaKeyPair_isWhatSigns() throws GeneralSecurityException {
        KeyMetadata key = external(KeySpec.RSA_2048, KeyUsageType.SIGN_VERIFY);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);

        assertSignsWith(key, generator.generateKeyPair(), SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256);
    }

    @Test
    void importKeyMaterial_ofEccKeyPair_isWhatSigns() throws GeneralSecurityException {
        KeyMetadata key = external(KeySpec.ECC_NIST_P256, KeyUsageType.SIGN_VERIFY);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));

        assertSignsWith(key, generator.generateKeyPair(), SigningAlgorithmSpec.ECDSA_SHA_256);
    }

    private void assertSignsWith(KeyMetadata key, KeyPair pair, SigningAlgorithmSpec algorithm) {
        AlgorithmSpec wrapping = AlgorithmSpec.RSA_AES_KEY_WRAP_SHA_256;
        GetParametersForImportResponse parameters =
                parameters(client(), key.keyId(), wrapping, WrappingKeySpec.RSA_3072);
        client().importKeyMaterial(request(
                        key.keyId(), parameters, wrapping, pair.getPrivate().getEncoded())
                .build());

        SdkBytes signature = client().sign(
                        r -> r.keyId(key.keyId()).signingAlgorithm(algorithm).message(bytes("message")))
                .signature();

        assertThat(OutsideKms.verifies(algorithm.toString(), pair.getPublic(), bytes("message"), signature))
                .isTrue();
        assertThat(client().getPublicKey(r -> r.keyId(key.keyId())).publicKey().asByteArray())
                .isEqualTo(pair.getPublic().getEncoded());
    }

    @Test
    void importKeyMaterial_ofAnotherSpec_isRefused() throws GeneralSecurityException {
        KeyMetadata key = external(KeySpec.ECC_NIST_P384, KeyUsageType.SIGN_VERIFY);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();

        assertRefused(() -> importForEver(client(), key.keyId(), pkcs8), MATERIAL);
    }

    @Test
    void importKeyMaterial_ofHmacKeyWithAnImportType_isRefused() {
        KeyMetadata key = external(KeySpec.HMAC_256, KeyUsageType.GENERATE_VERIFY_MAC);

        List.of("NEW_KEY_MATERIAL", "EXISTING_KEY_MATERIAL")
                .forEach(type -> refusal(() -> client().importKeyMaterial(request(client(), key.keyId(), random(32))
                        .importType(type)
                        .build())));
    }
}
