// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateCustomKeyStoreRequest;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateRandomRequest;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListRetirableGrantsRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

class RequestValidationTest {

    private static final SdkBytes DATA = SdkBytes.fromUtf8String("canary");

    @Test
    void validate_goodRequest_passes() {
        assertPasses(EncryptRequest.builder()
                .keyId("alias/a")
                .plaintext(DATA)
                .encryptionContext(Map.of("a", "\uD83D\uDD11"))
                .build());
        assertPasses(ListKeysRequest.builder().build());
    }

    @Test
    void validate_missingMember_saysMustNotBeNull() {
        assertRefused(
                CancelKeyDeletionRequest.builder().build(),
                "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void validate_missingSensitiveMemberAndMissingList_areNamedTogether() {
        assertRefused(
                EncryptRequest.builder().build(),
                "2 validation errors detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null;"
                        + " Value at 'plaintext' failed to satisfy constraint: Member must not be null");
        assertRefused(
                UntagResourceRequest.builder().keyId("k").build(),
                "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void validate_plaintextOverLimit_isNotRepeated() {
        assertRefused(
                EncryptRequest.builder()
                        .keyId("k")
                        .plaintext(SdkBytes.fromByteArray(new byte[4097]))
                        .build(),
                "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less"
                        + " than or equal to 4096");
        assertPasses(EncryptRequest.builder()
                .keyId("k")
                .plaintext(SdkBytes.fromByteArray(new byte[4096]))
                .build());
    }

    @Test
    void validate_emptyCiphertext_saysLength() {
        assertRefused(
                DecryptRequest.builder()
                        .ciphertextBlob(SdkBytes.fromByteArray(new byte[0]))
                        .build(),
                "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1");
    }

    /** It may be left away in one kind of dry run, which the operations look at. */
    @Test
    void validate_noCiphertext_passes() {
        assertPasses(DecryptRequest.builder().build());
        assertPasses(ReEncryptRequest.builder().destinationKeyId("k").build());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 31, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void validate_pendingWindowOutsideSevenToThirty_isRefused(int days) {
        String bound = days < 7 ? "greater than or equal to 7" : "less than or equal to 30";
        assertRefused(
                ScheduleKeyDeletionRequest.builder()
                        .keyId("k")
                        .pendingWindowInDays(days)
                        .build(),
                "1 validation error detected: Value '" + days
                        + "' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value " + bound);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1024})
    void validate_numberAtItsBounds_passes(int bytes) {
        assertPasses(GenerateRandomRequest.builder().numberOfBytes(bytes).build());
    }

    @Test
    void validate_unknownEnumValue_namesTheSet() {
        assertRefused(
                GenerateDataKeyRequest.builder().keyId("k").keySpec("AES_512").build(),
                "1 validation error detected: Value 'AES_512' at 'keySpec' failed to satisfy constraint: Member must satisfy"
                        + " enum value set: [AES_256, AES_128]");
    }

    @Test
    void validate_patternNotMatched_namesThePattern() {
        assertRefused(
                CreateAliasRequest.builder()
                        .aliasName("alias/ä b")
                        .targetKeyId("k")
                        .build(),
                "1 validation error detected: Value 'alias/ä b' at 'aliasName' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$");
    }

    @Test
    void validate_patternWithTrailingNewline_isNotMatched() {
        assertThat(messageOf(CreateAliasRequest.builder()
                        .aliasName("alias/a\n")
                        .targetKeyId("k")
                        .build()))
                .contains("regular expression pattern");
    }

    @Test
    void validate_faultInNestedStructure_isNamedByItsPath() {
        assertRefused(
                TagResourceRequest.builder()
                        .keyId("k")
                        .tags(
                                Tag.builder().tagKey("").tagValue("v").build(),
                                Tag.builder().tagKey("x").build())
                        .build(),
                "2 validation errors detected: Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must"
                        + " have length greater than or equal to 1; Value null at 'tags.2.member.tagValue' failed to satisfy"
                        + " constraint: Member must not be null");
    }

    @Test
    void validate_faultyElementOfPlainList_namesTheListAndAllItsConstraints() {
        assertRefused(
                UntagResourceRequest.builder().keyId("k").tagKeys("a", "").build(),
                "1 validation error detected: Value '[a, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy"
                        + " constraint: [Member must have length less than or equal to 128, Member must have length greater"
                        + " than or equal to 1, Member must not be null]");
    }

    @Test
    void validate_unknownEnumInList_namesTheSet() {
        assertThat(messageOf(CreateGrantRequest.builder()
                        .keyId("k")
                        .granteePrincipal("p")
                        .operationsWithStrings("Encrypt", "Fly")
                        .build()))
                .startsWith(
                        "1 validation error detected: Value '[Encrypt, Fly]' at 'operations' failed to satisfy constraint:"
                                + " Member must satisfy constraint: [Member must satisfy enum value set: [Decrypt, Encrypt, ");
    }

    @Test
    void validate_serviceThatIsNone_isRefused() {
        for (String service : List.of("dynamodb", "dynamodb.com", ".a.b.c", "a..b.c", "a.b.c.", "a.b.c_")) {
            assertThat(messageOf(ListRetirableGrantsRequest.builder()
                            .retiringServicePrincipal(service)
                            .build()))
                    .startsWith(
                            "1 validation error detected: Value '" + service
                                    + "' at 'retiringServicePrincipal' failed to satisfy constraint: Member must satisfy regular");
        }
        assertPasses(ListRetirableGrantsRequest.builder()
                .retiringServicePrincipal("us-east-1.supportauthz.amazonaws.com")
                .build());
    }

    @Test
    void validate_sourceArnOfNoAccount_isRefused() {
        assertThat(messageOf(CreateGrantRequest.builder()
                        .keyId("k")
                        .operationsWithStrings("Encrypt")
                        .constraints(c -> c.sourceArn("arn:aws:s3:::a-bucket"))
                        .build()))
                .contains("at 'constraints.sourceArn' failed", "regular expression pattern");
    }

    @Test
    void validate_tooManyGrantTokens_areCountedButNotRepeated() {
        assertRefused(
                DescribeKeyRequest.builder()
                        .keyId("k")
                        .grantTokens(Collections.nCopies(11, "canary"))
                        .build(),
                "1 validation error detected: Value at 'grantTokens' failed to satisfy constraint: Member must have length"
                        + " less than or equal to 10");
        assertThat(messageOf(DescribeKeyRequest.builder()
                        .keyId("k")
                        .grantTokens("canary", "")
                        .build()))
                .startsWith("1 validation error detected: Value at 'grantTokens' failed");
    }

    @Test
    void validate_sensitiveText_isNotRepeated() {
        String message = messageOf(CreateCustomKeyStoreRequest.builder()
                .customKeyStoreName("n")
                .keyStorePassword("canary")
                .xksProxyAuthenticationCredential(c -> c.accessKeyId("canary").rawSecretAccessKey("canary"))
                .build());
        assertThat(message)
                .contains(
                        "Value at 'keyStorePassword'",
                        "Value at 'xksProxyAuthenticationCredential.rawSecretAccessKey'",
                        "Value at 'xksProxyAuthenticationCredential.accessKeyId'")
                .doesNotContain("canary");
    }

    @Test
    void validate_lengthOfText_countsCharactersNotUtf16Units() {
        assertPasses(CreateKeyRequest.builder()
                .description("\uD83D\uDD11".repeat(8192))
                .build());
        assertThat(messageOf(CreateKeyRequest.builder()
                        .description("\uD83D\uDD11".repeat(8193))
                        .build()))
                .endsWith("Member must have length less than or equal to 8192");
    }

    @Test
    void validate_loneSurrogate_isRefusedWhereverTextStands() {
        assertThat(messageOf(EncryptRequest.builder()
                        .keyId("k")
                        .plaintext(DATA)
                        .encryptionContext(Map.of("a", "x\uD800"))
                        .build()))
                .contains("at 'encryptionContext' failed", "well-formed Unicode");
        assertThat(messageOf(EncryptRequest.builder()
                        .keyId("k")
                        .plaintext(DATA)
                        .encryptionContext(Map.of("\uDC00\uD800", "x"))
                        .build()))
                .contains("at 'encryptionContext' failed", "well-formed Unicode");
        assertThat(messageOf(CreateKeyRequest.builder().description("\uDC00").build()))
                .startsWith("1 validation error detected: Value at 'description' failed")
                .endsWith("well-formed Unicode");
    }

    @Test
    void validate_nullInMapOrList_isRefused() {
        Map<String, String> context = new HashMap<>();
        context.put("a", null);
        assertThat(messageOf(EncryptRequest.builder()
                        .keyId("k")
                        .plaintext(DATA)
                        .encryptionContext(context)
                        .build()))
                .contains("at 'encryptionContext' failed", "Member must not be null");
        List<String> tokens = new ArrayList<>();
        tokens.add(null);
        assertThat(messageOf(DescribeKeyRequest.builder()
                        .keyId("k")
                        .grantTokens(tokens)
                        .build()))
                .contains("at 'grantTokens' failed", "Member must not be null");
    }

    @Test
    void validate_hundredThousandFaults_namesAHundred() {
        List<Tag> tags = Collections.nCopies(100_000, Tag.builder().build());
        String message =
                messageOf(TagResourceRequest.builder().keyId("k").tags(tags).build());
        assertThat(message).startsWith("100 validation errors detected: ").hasSizeLessThan(20_000);
    }

    @Test
    void validate_newerValuesAndOperations_areKnown() {
        assertPasses(CreateKeyRequest.builder()
                .keySpec("ML_KEM_768")
                .keyUsage("ENCAPSULATE_DECAPSULATE")
                .build());
        assertPasses(CreateGrantRequest.builder()
                .keyId("k")
                .granteeServicePrincipal("s3.amazonaws.com")
                .operationsWithStrings("Encapsulate")
                .build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void model_coversEveryMemberOfTheSdk(Class<?> type) throws Exception {
        cover((SdkPojo) type.getMethod("builder").invoke(null), type);
    }

    /** Compiles the rules of a structure and of those inside it: a member the model lacks fails there. */
    private static void cover(SdkPojo builder, Class<?> type) throws Exception {
        SdkPojo structure = (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
        assertThatCode(() -> StructureRules.compile(structure))
                .as(type.getSimpleName())
                .doesNotThrowAnyException();
        for (SdkField<?> field : structure.sdkFields()) {
            SdkField<?> inner = field.getOptionalTrait(ListTrait.class)
                    .<SdkField<?>>map(ListTrait::memberFieldInfo)
                    .orElse(field);
            if (inner.constructor() != null) {
                cover(inner.constructor().get(), type);
            }
        }
    }

    static Stream<Class<?>> requests() {
        return Stream.of(KmsClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && KmsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                        && KmsResponse.class.isAssignableFrom(method.getReturnType()))
                .<Class<?>>map(method -> method.getParameterTypes()[0])
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("enumerations")
    void model_knowsEveryEnumValueOfTheSdk(String name) throws Exception {
        Method knownValues = Class.forName("software.amazon.awssdk.services.kms.model." + name)
                .getMethod("knownValues");
        List<String> values = ((Set<?>) knownValues.invoke(null))
                .stream().map(Object::toString).toList();
        assertThat(ApiModel.shape(name).values()).containsExactlyInAnyOrderElementsOf(values);
    }

    static Stream<String> enumerations() {
        return ApiModel.names().filter(name -> !ApiModel.shape(name).values().isEmpty());
    }

    /** Long text that almost matches: a pattern that backtracks would take minutes for one of them. */
    @ParameterizedTest
    @MethodSource("patterns")
    void patterns_takeLinearTime(String name) {
        Pattern pattern = Objects.requireNonNull(ApiModel.shape(name).pattern());
        List<String> units =
                List.of("a", "a-", "a.", "/", "/a", "/kms/xks/v1", "1", "A", ".", "com.amazonaws.vpce.a-", "a-1");
        for (String head : List.of("", "https://", "com.amazonaws.vpce.a-a-1.vpce-svc-", "/a")) {
            for (String unit : units) {
                String text = head + unit.repeat(200_000 / unit.length()) + "\u0000";
                long start = System.nanoTime();
                boolean matched = pattern.matcher(text).matches();
                assertThat(System.nanoTime() - start)
                        .as("%s on %s… (%s)", name, unit, matched)
                        .isLessThan(2_000_000_000L);
            }
        }
    }

    static Stream<String> patterns() {
        return ApiModel.names().filter(name -> ApiModel.shape(name).pattern() != null);
    }

    @Test
    void model_hasAllItsPatterns() {
        assertThat(patterns()).hasSizeGreaterThan(14);
        assertThat(enumerations()).hasSizeGreaterThan(20);
        assertThat(requests()).hasSize(56);
    }

    /** A bound a hundred times over what it takes (0.1 µs), so that only a mistake in kind can break it. */
    @Test
    void validate_encryptRequest_isCheap() {
        EncryptRequest request = EncryptRequest.builder()
                .keyId("arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555")
                .plaintext(DATA)
                .encryptionContext(Map.of("tenant", "t-9", "purpose", "test"))
                .build();
        long best = IntStream.range(0, 20)
                .mapToLong(round -> {
                    long start = System.nanoTime();
                    for (int i = 0; i < 10_000; i++) {
                        RequestValidation.validate(request);
                    }
                    return (System.nanoTime() - start) / 10_000;
                })
                .min()
                .orElseThrow();
        assertThat(best).as("nanoseconds").isLessThan(10_000);
    }

    private static void assertPasses(KmsRequest request) {
        assertThatCode(() -> RequestValidation.validate(request)).doesNotThrowAnyException();
    }

    private static void assertRefused(KmsRequest request, String message) {
        assertThat(messageOf(request)).isEqualTo(message);
    }

    private static String messageOf(KmsRequest request) {
        KmsException refusal = catchThrowableOfType(KmsException.class, () -> RequestValidation.validate(request));
        assertThat(refusal)
                .as("refusal of %s", request.getClass().getSimpleName())
                .isNotNull();
        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
        return refusal.awsErrorDetails().errorMessage();
    }
}
