// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.kms.model.CustomerMasterKeySpec;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.OriginType;

/** CreateKey for every kind of key, and what each kind's metadata says. */
public abstract class CreateKeyContract extends KmsContract {

    private static final String VALIDATION = "ValidationException";
    private static final String NO_USAGE =
            "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.";

    static List<KeyKind> everywhere() {
        return KeyKind.everywhere();
    }

    static List<KeyKind> inChina() {
        return KeyKind.inChina();
    }

    /** Returns each spec with each usage that it does not have; SM2 apart, whose very name AWS refuses outside China. */
    static Stream<Arguments> kindsThatAreNot() {
        List<KeyUsageType> usages = List.copyOf(KeyUsageType.knownValues());
        return Arrays.stream(KeySpec.values())
                .filter(spec -> spec != KeySpec.SM2 && spec != KeySpec.UNKNOWN_TO_SDK_VERSION)
                .flatMap(spec -> usages.stream()
                        .filter(usage -> KeyKind.everywhere().stream()
                                .noneMatch(kind -> kind.spec() == spec && kind.usage() == usage))
                        .map(usage -> Arguments.of(spec, usage)));
    }

    @SuppressWarnings("deprecation") // CustomerMasterKeySpec: older clients still read it
    private void assertMetadata(KeyMetadata key, KeyKind kind) {
        assertThat(key.keySpec()).isEqualTo(kind.spec());
        assertThat(key.customerMasterKeySpecAsString()).isEqualTo(kind.spec().toString());
        assertThat(key.keyUsage()).isEqualTo(kind.usage());
        assertThat(key.keyState()).isEqualTo(KeyState.ENABLED);
        assertThat(key.enabled()).isTrue();
        assertThat(key.origin()).isEqualTo(OriginType.AWS_KMS);
        assertThat(key.keyManager()).isEqualTo(KeyManagerType.CUSTOMER);
        assertThat(key.multiRegion()).isFalse();
        assertThat(key.multiRegionConfiguration()).isNull();
        assertThat(key.deletionDate()).isNull();
        assertThat(key.pendingDeletionWindowInDays()).isNull();
        assertThat(key.validTo()).isNull();
        assertThat(key.expirationModel()).isNull();
        assertThat(key.customKeyStoreId()).isNull();
        assertThat(key.cloudHsmClusterId()).isNull();
        assertThat(key.xksKeyConfiguration()).isNull();
    }

    private void assertAlgorithms(KeyMetadata key, KeyKind kind) {
        assertThat(key.encryptionAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.ENCRYPT_DECRYPT));
        assertThat(key.signingAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.SIGN_VERIFY));
        assertThat(key.macAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.GENERATE_VERIFY_MAC));
        assertThat(key.keyAgreementAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.KEY_AGREEMENT));
        assertThat(key.encapsulationAlgorithmsAsStrings())
                .containsExactlyElementsOf(kind.algorithms(KeyUsageType.ENCAPSULATE_DECAPSULATE));
        assertThat(Stream.of(
                                key.hasEncryptionAlgorithms(),
                                key.hasSigningAlgorithms(),
                                key.hasMacAlgorithms(),
                                key.hasKeyAgreementAlgorithms(),
                                key.hasEncapsulationAlgorithms())
                        .filter(has -> has))
                .as("lists that are there at all")
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void createKey_ofEachKind_answersItsMetadata(KeyKind kind) {
        assertMetadata(sharedKey(kind.spec(), kind.usage()), kind);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void createKey_ofEachKind_namesItsAlgorithmsAndNoOthers(KeyKind kind) {
        assertAlgorithms(sharedKey(kind.spec(), kind.usage()), kind);
    }

    @ParameterizedTest
    @MethodSource("everywhere")
    void describeKey_ofEachKind_answersWhatCreateKeyAnswered(KeyKind kind) {
        KeyMetadata key = sharedKey(kind.spec(), kind.usage());

        assertThat(client().describeKey(r -> r.keyId(key.arn())).keyMetadata()).isEqualTo(key);
    }

    @ParameterizedTest
    @MethodSource("inChina")
    @Tag(Needs.SM2)
    void createKey_ofEachKindOfSm2_answersItsMetadata(KeyKind kind) {
        KeyMetadata key = sharedKey(kind.spec(), kind.usage());

        assertMetadata(key, kind);
        assertAlgorithms(key, kind);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyUsageType.class,
            names = {"GENERATE_VERIFY_MAC", "ENCAPSULATE_DECAPSULATE"})
    @Tag(Needs.SM2)
    void createKey_ofSm2WithUsageThatItHasNot_isRefused(KeyUsageType usage) {
        assertRefused(
                () -> newKey(KeySpec.SM2, usage),
                VALIDATION,
                "KeyUsage " + usage + " is not compatible with KeySpec SM2");
    }

    @ParameterizedTest
    @MethodSource("kindsThatAreNot")
    void createKey_withUsageThatTheSpecHasNot_isRefused(KeySpec spec, KeyUsageType usage) {
        assertRefused(
                () -> newKey(spec, usage), VALIDATION, "KeyUsage " + usage + " is not compatible with KeySpec " + spec);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeySpec.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SYMMETRIC_DEFAULT", "SM2", "UNKNOWN_TO_SDK_VERSION"})
    void createKey_ofOtherSpecWithoutUsage_isRefused(KeySpec spec) {
        assertRefused(() -> client().createKey(r -> r.keySpec(spec)), VALIDATION, NO_USAGE);
    }

    /** The material's id tells one material of a key from another; a key that cannot have two has none. */
    @ParameterizedTest
    @MethodSource("everywhere")
    void createKey_ofEachKind_namesMaterialOnlyWhereItCanRotate(KeyKind kind) {
        String materialId = sharedKey(kind.spec(), kind.usage()).currentKeyMaterialId();

        if (kind.spec() == KeySpec.SYMMETRIC_DEFAULT) {
            assertThat(materialId).matches("[0-9a-f]{64}");
        } else {
            assertThat(materialId).isNull();
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void createKey_withOldNameOfSpec_makesTheSameKind() {
        KeyMetadata key = client().createKey(r -> r.customerMasterKeySpec(CustomerMasterKeySpec.ECC_NIST_P256)
                        .keyUsage(KeyUsageType.SIGN_VERIFY))
                .keyMetadata();

        assertThat(key.keySpec()).isEqualTo(KeySpec.ECC_NIST_P256);
        assertThat(key.signingAlgorithmsAsStrings()).containsExactly("ECDSA_SHA_256");
    }

    @Test
    @SuppressWarnings("deprecation")
    void createKey_withBothNamesOfAnAsymmetricSpec_isRefused() {
        assertRefused(
                () -> client().createKey(r -> r.keySpec(KeySpec.RSA_2048)
                        .customerMasterKeySpec(CustomerMasterKeySpec.RSA_2048)
                        .keyUsage(KeyUsageType.SIGN_VERIFY)),
                VALIDATION,
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request."
                        + " CustomerMasterKeySpec is deprecated.");
    }

    @Test
    void createKey_withSpecUnknown_isRefusedWithThoseThatAre() {
        var refusal = refusal(() -> client().createKey(r -> r.keySpec("HMAC_random")));

        assertThat(code(refusal)).isEqualTo(VALIDATION);
        assertThat(message(refusal))
                .startsWith(
                        "1 validation error detected: Value 'HMAC_random' at 'keySpec' failed to satisfy constraint:"
                                + " Member must satisfy enum value set: [")
                .contains("RSA_2048", "SYMMETRIC_DEFAULT");
    }

    @ParameterizedTest
    @CsvSource({
        "SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT",
        "RSA_2048, ENCRYPT_DECRYPT",
        "ECC_NIST_P256, SIGN_VERIFY",
        "HMAC_256, GENERATE_VERIFY_MAC"
    })
    void createKey_ofExternalOrigin_waitsForItsMaterial(String spec, String usage) {
        KeyMetadata key = client().createKey(
                        r -> r.origin(OriginType.EXTERNAL).keySpec(spec).keyUsage(usage))
                .keyMetadata();

        assertThat(key.origin()).isEqualTo(OriginType.EXTERNAL);
        assertThat(key.keyState()).isEqualTo(KeyState.PENDING_IMPORT);
        assertThat(key.enabled()).isFalse();
        assertThat(key.expirationModel()).isNull();
        assertThat(key.validTo()).isNull();
        assertThat(key.currentKeyMaterialId()).isNull();
    }

    /** Which words AWS has for it is not known. */
    @ParameterizedTest
    @EnumSource(
            value = OriginType.class,
            names = {"AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"})
    void createKey_ofCustomStoreThatIsNotNamed_isRefused(OriginType origin) {
        refusal(() -> client().createKey(r -> r.origin(origin)));
    }

    @Test
    void createKey_withOriginUnknown_isRefused() {
        assertRefused(() -> client().createKey(r -> r.origin("SOMEWHERE")), VALIDATION);
    }
}
