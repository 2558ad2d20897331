// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sealkeep.home.StartRefusedException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyPairWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;

class RequestRatesTest {

    /** Any request, for operations whose rate does not hang on it. */
    private static final KmsRequest ANY = ListKeysRequest.builder().build();

    private static final RequestRates AWS = RequestRates.of(Map.of("quotas", "aws"));

    private static void assertRefused(Map<String, String> settings, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> RequestRates.of(settings))
                .withMessageContaining(message);
    }

    /** Key ids of tests are key specs. */
    private static @Nullable RequestRate rate(RequestRates rates, String operation, KmsRequest request, String region) {
        return rates.of(operation, request, region, keyId -> keyId);
    }

    private static String aws(String operation, KmsRequest request, String region) {
        RequestRate rate = Objects.requireNonNull(rate(AWS, operation, request, region));
        return rate.name() + " " + rate.perSecond().toPlainString();
    }

    private static EncryptRequest encrypt(String keySpec) {
        return EncryptRequest.builder().keyId(keySpec).build();
    }

    @Test
    void settings_thatAreNone_giveNoRate() {
        assertThat(RequestRates.of(Map.of()).isEmpty()).isTrue();
        assertThat(RequestRates.of(Map.of("quotas", "none")).isEmpty()).isTrue();
        assertThat(rate(RequestRates.NONE, "Encrypt", ANY, "eu-central-1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Encrypt", "encrypt", "ENCRYPT"})
    void operation_inAnyCase_isThatOperation(String spelling) {
        RequestRates rates = RequestRates.of(Map.of(spelling, "0.25"));

        assertThat(Objects.requireNonNull(rate(rates, "Encrypt", ANY, "eu-central-1"))
                        .perSecond())
                .isEqualByComparingTo("0.25");
        assertThat(rate(rates, "Decrypt", ANY, "eu-central-1")).isNull();
        assertThat(rates).hasToString("Encrypt 0.25/s");
    }

    @Test
    void rates_inEnvironmentVariables_areBound() {
        Map<String, Object> environment =
                Map.of("SEALKEEP_KMS_THROTTLING_GENERATEDATAKEY", "5", "SEALKEEP_KMS_THROTTLING_QUOTAS", "aws");
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", environment));

        KmsProperties properties = new Binder(ConfigurationPropertySources.from(sources))
                .bind("sealkeep.kms", KmsProperties.class)
                .get();

        assertThat(RequestRates.of(properties.throttling())).hasToString("AWS's default quotas, GenerateDataKey 5/s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Encrpyt", "kms:Encrypt", "generate-data-key", "", "Close", "quota"})
    void operation_thatKmsLacks_isRefused(String name) {
        assertRefused(
                Map.of(name, "5"),
                "sealkeep.kms.throttling." + name + " is set, but KMS has no operation of this name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0009", "1000001", "NaN", "Infinity", "five", "", "5/s", "0x10", "1e99"})
    void rate_thatIsNone_isRefused(String rate) {
        assertRefused(
                Map.of("Encrypt", rate),
                "sealkeep.kms.throttling.Encrypt is " + rate + ", but must be a number of requests per second");
    }

    @Test
    void operation_setTwice_isRefused() {
        assertRefused(Map.of("Encrypt", "5", "encrypt", "6"), "sealkeep.kms.throttling.Encrypt is set twice");
    }

    @Test
    void quotas_ofAnythingElse_areRefused() {
        assertRefused(Map.of("quotas", "gcp"), "sealkeep.kms.throttling.quotas is gcp, but must be aws or none");
    }

    @Test
    void awsQuotas_always_knowEveryOperationButTwo() {
        assertThat(AuditedOperationsTest.operations().map(AuditedKms::operationName))
                .filteredOn(operation -> rate(AWS, operation, ANY, "eu-central-1") == null)
                .containsExactlyInAnyOrder("Encapsulate", "Decapsulate");
    }

    @ParameterizedTest
    @CsvSource({
        "CreateKey, 5",
        "TagResource, 10",
        "PutKeyPolicy, 15",
        "CreateGrant, 50",
        "ListGrants, 100",
        "ListKeys, 500",
        "GetKeyPolicy, 1000",
        "DescribeKey, 2000",
        "GetParametersForImport, 1"
    })
    void awsQuota_ofAnOperation_isItsOwn(String operation, String perSecond) {
        assertThat(aws(operation, ANY, "eu-north-1")).isEqualTo(operation + " " + perSecond);
    }

    @ParameterizedTest
    @CsvSource({"us-east-1, 100000", "eu-central-1, 20000", "eu-north-1, 10000"})
    void awsQuota_ofSymmetricKeys_isTheRegionsAndShared(String region, String perSecond) {
        String shared = "Cryptographic operations (symmetric) " + perSecond;

        assertThat(aws("Encrypt", encrypt("SYMMETRIC_DEFAULT"), region)).isEqualTo(shared);
        assertThat(aws("Encrypt", encrypt(""), region)).isEqualTo(shared);
        assertThat(aws("Decrypt", DecryptRequest.builder().build(), region)).isEqualTo(shared);
        assertThat(aws("GenerateDataKey", ANY, region)).isEqualTo(shared);
        assertThat(aws("GenerateRandom", ANY, region)).isEqualTo(shared);
        assertThat(aws("GenerateMac", ANY, region)).isEqualTo(shared);
    }

    @Test
    void awsQuota_ofAsymmetricKeys_isSharedByKind() {
        ReEncryptRequest toRsa = ReEncryptRequest.builder()
                .sourceKeyId("SYMMETRIC_DEFAULT")
                .destinationKeyId("RSA_4096")
                .build();

        assertThat(aws("Encrypt", encrypt("RSA_2048"), "us-east-1"))
                .isEqualTo("Cryptographic operations (RSA) 1000")
                .isEqualTo(aws("Sign", encrypt("RSA_3072"), "us-east-1"))
                .isEqualTo(aws("ReEncrypt", toRsa, "us-east-1"));
        assertThat(aws("Sign", encrypt("ECC_NIST_P256"), "us-east-1"))
                .isEqualTo("Cryptographic operations (ECC and SM2) 1000")
                .isEqualTo(aws("Verify", encrypt("SM2"), "us-east-1"))
                .isEqualTo(aws("DeriveSharedSecret", ANY, "us-east-1"));
        assertThat(aws("Verify", encrypt("ML_DSA_44"), "us-east-1"))
                .isEqualTo("Cryptographic operations (ML-DSA) 1000");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, us-east-1, 20",
        "RSA_2048, cn-north-1, 1",
        "RSA_3072, cn-north-1, 0.5",
        "RSA_4096, us-east-1, 1",
        "RSA_4096, cn-north-1, 0.1",
        "ECC_NIST_P256, us-east-1, 100",
        "SM2, cn-north-1, 25"
    })
    void awsQuota_ofDataKeyPairs_isTheirSpecs(String spec, String region, String perSecond) {
        assertThat(aws(
                        "GenerateDataKeyPair",
                        GenerateDataKeyPairRequest.builder().keyPairSpec(spec).build(),
                        region))
                .isEqualTo("GenerateDataKeyPair (" + spec + ") " + perSecond)
                .isEqualTo(aws(
                        "GenerateDataKeyPairWithoutPlaintext",
                        GenerateDataKeyPairWithoutPlaintextRequest.builder()
                                .keyPairSpec(spec)
                                .build(),
                        region));
    }

    @Test
    void rate_besideAwsQuotas_isTheOperationsAlone() {
        RequestRates rates = RequestRates.of(Map.of("quotas", "aws", "Decrypt", "3"));

        assertThat(rate(rates, "Decrypt", ANY, "eu-central-1"))
                .isEqualTo(new RequestRate("Decrypt", java.math.BigDecimal.valueOf(3)));
        assertThat(Objects.requireNonNull(rate(rates, "Encrypt", encrypt(""), "eu-central-1"))
                        .name())
                .isEqualTo("Cryptographic operations (symmetric)");
        assertThat(rates).hasToString("AWS's default quotas, Decrypt 3/s");
    }
}
