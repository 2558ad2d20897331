// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.AlgorithmSpec;
import software.amazon.awssdk.services.kms.model.ExpirationModelType;
import software.amazon.awssdk.services.kms.model.GetParametersForImportResponse;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.WrappingKeySpec;

/** Imported material and its import token, when their time is over. */
class ImportExpiryTest extends EngineFixture {

    private static final Duration LIFE = Duration.ofDays(10);

    private static byte[] material(int each) {
        byte[] material = new byte[32];
        Arrays.fill(material, (byte) each);
        return material;
    }

    private String external() {
        return kms.createKey(r -> r.origin(OriginType.EXTERNAL)).keyMetadata().keyId();
    }

    private GetParametersForImportResponse parameters(String keyId) {
        return kms.getParametersForImport(r -> r.keyId(keyId)
                .wrappingAlgorithm(AlgorithmSpec.RSAES_OAEP_SHA_256)
                .wrappingKeySpec(WrappingKeySpec.RSA_2048));
    }

    private static SdkBytes wrapped(GetParametersForImportResponse parameters, byte[] material) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new X509EncodedKeySpec(
                                    parameters.publicKey().asByteArray())),
                    new OAEPParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
            return SdkBytes.fromByteArray(cipher.doFinal(material));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void importFor(String keyId, byte[] material, ImportType type) {
        GetParametersForImportResponse parameters = parameters(keyId);
        Instant end = clock.instant().plus(LIFE);
        kms.importKeyMaterial(r -> r.keyId(keyId)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(wrapped(parameters, material))
                .importType(type)
                .expirationModel(ExpirationModelType.KEY_MATERIAL_EXPIRES)
                .validTo(end));
    }

    private TestRecord sweep() throws Exception {
        TestRecord record = new TestRecord();
        record.during(() -> {
            engine.sweep();
            return true;
        });
        return record;
    }

    private KeyState state(String keyId) {
        return kms.describeKey(r -> r.keyId(keyId)).keyMetadata().keyState();
    }

    @Test
    void importedMaterial_atItsEnd_isRemovedWithARecord() throws Exception {
        String keyId = external();
        importFor(keyId, material(1), null);
        String materialId = kms.describeKey(r -> r.keyId(keyId)).keyMetadata().currentKeyMaterialId();
        clock.forward(LIFE);

        TestRecord record = sweep();

        assertThat(record.events).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("DeleteExpiredKeyMaterial");
            assertThat(event.keyArn()).isEqualTo(arn(keyId));
            assertThat(event.details().values().stream().map(Object::toString).toList())
                    .containsExactly(keyId, materialId);
        });
        assertThat(state(keyId)).isEqualTo(KeyState.PENDING_IMPORT);
        assertThat(sweep().events).isEmpty();
    }

    @Test
    void importedMaterial_fromItsEndOn_isNotUsedAlthoughItIsNotRemovedYet() {
        String keyId = external();
        importFor(keyId, material(1), null);
        SdkBytes ciphertext = encrypt(keyId, "mine");
        clock.forward(LIFE.minusMillis(1));
        assertThat(decrypt(ciphertext)).isEqualTo("mine");

        clock.forward(Duration.ofMillis(1));

        assertRefused(() -> decrypt(ciphertext), "KMSInvalidStateException", arn(keyId) + " is pending import.");
        assertRefused(() -> encrypt(keyId, "x"), "KMSInvalidStateException", arn(keyId) + " is pending import.");
    }

    @Test
    void importedMaterial_broughtBackAfterItsEnd_opensWhatItSealed() throws Exception {
        String keyId = external();
        importFor(keyId, material(1), null);
        SdkBytes ciphertext = encrypt(keyId, "mine");
        clock.forward(LIFE);
        sweep();

        importFor(keyId, material(1), null);

        assertThat(decrypt(ciphertext)).isEqualTo("mine");
    }

    @Test
    void pendingMaterial_fromItsEndOn_isNotRotatedTo() {
        String keyId = external();
        importFor(keyId, material(1), null);
        importFor(keyId, material(2), ImportType.NEW_KEY_MATERIAL);
        clock.forward(LIFE.minusDays(1));
        importFor(keyId, material(1), ImportType.EXISTING_KEY_MATERIAL);
        clock.forward(Duration.ofDays(1));

        assertRefused(
                () -> kms.rotateKeyOnDemand(r -> r.keyId(keyId)),
                "KMSInvalidStateException",
                "No available key material pending rotation for the key: " + arn(keyId) + ".");
    }

    @Test
    void importToken_afterADay_isExpired() {
        String keyId = external();
        GetParametersForImportResponse parameters = parameters(keyId);
        clock.forward(Duration.ofHours(24));

        assertRefused(
                () -> kms.importKeyMaterial(r -> r.keyId(keyId)
                        .importToken(parameters.importToken())
                        .encryptedKeyMaterial(wrapped(parameters, material(1)))
                        .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE)),
                "ExpiredImportTokenException",
                "");
    }

    @Test
    void importToken_beforeADayIsOver_isGood() {
        String keyId = external();
        GetParametersForImportResponse parameters = parameters(keyId);
        clock.forward(Duration.ofHours(24).minusMillis(1));

        kms.importKeyMaterial(r -> r.keyId(keyId)
                .importToken(parameters.importToken())
                .encryptedKeyMaterial(wrapped(parameters, material(1)))
                .expirationModel(ExpirationModelType.KEY_MATERIAL_DOES_NOT_EXPIRE));

        assertThat(state(keyId)).isEqualTo(KeyState.ENABLED);
    }
}
