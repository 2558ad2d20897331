// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.ImportKeyMaterialRequest;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.KmsResponse;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

class WireCodecTest {

    /** How often each campaign runs; more on request with {@code -Dsealkeep.fuzz.rounds}. */
    private static final int ROUNDS = Integer.getInteger("sealkeep.fuzz.rounds", 20);

    private static final StockClient TRANSPORT = new StockClient();
    private static final KmsClient STOCK = TRANSPORT.kms();

    @AfterAll
    static void close() {
        STOCK.close();
    }

    static Stream<String> operations() {
        return WireOperations.all().map(WireOperation::name).sorted();
    }

    @Test
    void operations_areAllOfTheSdk() {
        assertThat(operations()).hasSize(56).contains("Encrypt", "ReEncrypt", "ListKeyRotations", "Encapsulate");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void read_whatTheStockClientSends_isTheRequestItWasGiven(String name) {
        WireOperation operation = operation(name);
        TRANSPORT.answerWith(200, "{}".getBytes(UTF_8));
        RandomModels models = new RandomModels(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            SdkPojo request = models.fill(operation.newBuilder());
            operation.call(STOCK, (SdkPojo) ((KmsRequest) request).toBuilder());
            assertThat(TRANSPORT.target()).isEqualTo("TrentService." + name);
            assertThat(read(operation.newBuilder(), TRANSPORT.sent())).isEqualTo(request);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void write_whatTheStockClientReads_isTheResponseItWasGiven(String name) throws Exception {
        WireOperation operation = operation(name);
        RandomModels models = new RandomModels(name.hashCode());
        Class<?> type = Stream.of(KmsClient.class.getMethods())
                .filter(method -> method.getName().equalsIgnoreCase(name) && method.getParameterCount() == 1)
                .map(method -> method.getReturnType())
                .filter(KmsResponse.class::isAssignableFrom)
                .findAny()
                .orElseThrow();
        for (int round = 0; round < ROUNDS; round++) {
            SdkPojo response = models.fill((SdkPojo) type.getMethod("builder").invoke(null));
            TRANSPORT.answerWith(200, written(response));
            KmsResponse answer = operation.call(STOCK, operation.newBuilder());
            assertThat(answer.equalsBySdkFields(response))
                    .as("%s%n%s", answer, response)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void read_mutatedBodies_throwNothingButSerializationException(String name) {
        WireOperation operation = operation(name);
        TRANSPORT.answerWith(200, "{}".getBytes(UTF_8));
        Random random = new Random(name.hashCode());
        RandomModels models = new RandomModels(name.hashCode());
        for (int round = 0; round < ROUNDS; round++) {
            KmsRequest request = (KmsRequest) models.fill(operation.newBuilder());
            operation.call(STOCK, (SdkPojo) request.toBuilder());
            for (int mutation = 0; mutation < 20; mutation++) {
                byte[] body = mutate(TRANSPORT.sent(), random);
                Throwable thrown = catchThrowable(() -> read(operation.newBuilder(), body));
                assertThat(thrown == null || thrown instanceof SerializationException)
                        .as("%s on %s", thrown, new String(body, ISO_8859_1))
                        .isTrue();
            }
        }
    }

    private static byte[] mutate(byte[] body, Random random) {
        byte[] mutated = Arrays.copyOf(body, random.nextInt(10) == 0 ? random.nextInt(body.length + 1) : body.length);
        for (int i = random.nextInt(4); i >= 0 && mutated.length > 0; i--) {
            byte[] pieces = "\"\"\"{}[],:\\0nt\u00FF\u0000=/ ".getBytes(ISO_8859_1);
            mutated[random.nextInt(mutated.length)] =
                    random.nextBoolean() ? pieces[random.nextInt(pieces.length)] : (byte) random.nextInt(256);
        }
        return mutated;
    }

    @Test
    void read_unknownMembersAndNulls_areLeftOut() {
        EncryptRequest request = (EncryptRequest) read(
                EncryptRequest.builder(),
                "{\"Nope\":{\"KeyId\":[{\"a\":1e400}]},\"KeyId\":\"k\",\"GrantTokens\":null,\"Plaintext\":\"\\/\\u002b8=\","
                        + "\"keyid\":5}");
        assertThat(request)
                .isEqualTo(EncryptRequest.builder()
                        .keyId("k")
                        .plaintext(SdkBytes.fromByteArray(new byte[] {(byte) 0xFF, (byte) 0xEF}))
                        .build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"KeyId\":5} | NUMBER_VALUE can not be converted to a String",
                "{\"KeyId\":true} | TRUE_VALUE can not be converted to a String",
                "{\"KeyId\":[]} | Start of list found where not expected",
                "{\"KeyId\":{}} | Start of structure or map found where not expected.",
                "{\"Plaintext\":5.5} | NUMBER_VALUE can not be converted to a Blob",
                "{\"DryRun\":\"true\"} | STRING_VALUE can not be converted to a Boolean",
                "{\"DryRun\":0} | NUMBER_VALUE can not be converted to a Boolean",
                "{\"GrantTokens\":\"a\"} | Expected list or null",
                "{\"GrantTokens\":{}} | Start of structure or map found where not expected.",
                "{\"GrantTokens\":[1]} | NUMBER_VALUE can not be converted to a String",
                "{\"GrantTokens\":[null]} | A list or map holds null",
                "{\"EncryptionContext\":\"a\"} | Expected map or null",
                "{\"EncryptionContext\":[]} | Start of list found where not expected",
                "{\"EncryptionContext\":{\"a\":1}} | NUMBER_VALUE can not be converted to a String",
                "{\"EncryptionContext\":{\"a\":null}} | A list or map holds null",
                "{\"EncryptionContext\":{\"a\":\"b\",\"a\":\"b\"}} | A map has a key twice",
                "{\"KeyId\":\"a\",\"KeyId\":\"b\"} | A member is given twice",
                "{\"KeyId\":null,\"KeyId\":\"b\"} | A member is given twice",
                "[] | Start of list found where not expected",
                "\"{}\" | Expected null",
                "7 | Expected null"
            })
    void read_wrongTypes_saysWhatAwsSays(String body, String message) {
        assertThat(messageOf(EncryptRequest.builder(), body)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {"7.0", "7.5", "1e1", "2147483648", "-2147483649", "9223372036854775808", "99999999999999999999999"
            })
    void read_numberThatIsNoInteger_isRefused(String number) {
        assertThat(messageOf(ScheduleKeyDeletionRequest.builder(), "{\"PendingWindowInDays\":" + number + "}"))
                .isEqualTo("NUMBER_VALUE can not be converted to an Integer");
    }

    @Test
    void read_structureOfWrongType_isRefused() {
        assertThat(messageOf(CreateGrantRequest.builder(), "{\"Constraints\":5}"))
                .isEqualTo("Expected null");
        assertThat(messageOf(TagResourceRequest.builder(), "{\"Tags\":[[]]}"))
                .isEqualTo("Start of list found where not expected");
        assertThat(messageOf(TagResourceRequest.builder(), "{\"Tags\":[{\"TagKey\":\"a\",\"TagKey\":\"b\"}]}"))
                .isEqualTo("A member is given twice");
    }

    @ParameterizedTest
    @CsvSource({"1700000000,1700000000000", "1700000000.25,1700000000250", "1.7E9,1700000000000", "-1,-1000", "0.0004,0"
    })
    void read_timestamp_isDecimalSeconds(String seconds, long millis) {
        ImportKeyMaterialRequest request =
                (ImportKeyMaterialRequest) read(ImportKeyMaterialRequest.builder(), "{\"ValidTo\":" + seconds + "}");
        assertThat(request.validTo()).isEqualTo(Instant.ofEpochMilli(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "-1e30", "253402300800", "1e400", "99999999999999999999999999"})
    void read_timestampOutOfRange_isRefused(String seconds) {
        assertThat(messageOf(ImportKeyMaterialRequest.builder(), "{\"ValidTo\":" + seconds + "}"))
                .isEqualTo("NUMBER_VALUE can not be converted to milliseconds since epoch");
    }

    @Test
    void read_timestampAsText_isRefused() {
        assertThat(messageOf(ImportKeyMaterialRequest.builder(), "{\"ValidTo\":\"2026-11-24T10:00:00Z\"}"))
                .isEqualTo("STRING_VALUE can not be converted to milliseconds since epoch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "AA",
                "AAA",
                "AAAAA",
                "A===",
                "====",
                "=AAA",
                "AA=A",
                "AAA=AAAA",
                "AA==AA==",
                "AAA AA==",
                "AA\\n==",
                "AAA\\t",
                "AA-_",
                "AAAä",
                "AAAA====",
                "AB==",
                "AAB=",
                " AAA",
                "AAAA\\u0000\\u0000\\u0000\\u0000",
                "AA\\u00e4="
            })
    void read_badBase64_isRefused(String text) {
        assertThat(messageOf(EncryptRequest.builder(), "{\"Plaintext\":\"" + text + "\"}"))
                .startsWith("STRING_VALUE can not be converted to a Blob: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "{",
                "}",
                "{\"KeyId\"}",
                "{\"KeyId\":}",
                "{\"KeyId\":\"k\"",
                "{\"KeyId\":\"k\",}",
                "{\"KeyId\":\"k}",
                "{\"Plaintext\":\"AAAA",
                "{\"Plaintext\":\"AAAA\\",
                "{'KeyId':'k'}",
                "{KeyId:\"k\"}",
                "{}{}",
                "{} x",
                "{},",
                "{}]",
                "{}\u0000",
                "/*c*/{}",
                "{\"KeyId\":NaN}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":\"\n\"}",
                "{\"KeyId\":\"\t\"}",
                "{\"a\":\"\\x\"}",
                "{\"KeyId\":\"\\ud800\"}",
                "{\"EncryptionContext\":{\"\\udc00\":\"\"}}",
                "\uFEFF{}",
                "True",
                "undefined"
            })
    void read_malformedJson_isRefusedWithoutMessage(String body) {
        assertThat(messageOf(EncryptRequest.builder(), body)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"KeyId\":\"\u00FF\"}", "{\"KeyId\":\"\u00C0\u0080\"}", "{\"KeyId\":\"\u00ED\u00A0\u0080\"}",
                "{\"KeyId\":\"\u00F5\u0080\u0080\u0080\"}", "{\"KeyId\":\"\u00F0\u0080\u0080\u0080\"}",
                        "{\"KeyId\":\"\u00E2\u0082\"}",
                "{\"\u00C0\u0080\":1}", "\u00FF\u00FE{}"
            })
    void read_invalidUtf8_isRefused(String latin1) {
        byte[] body = latin1.getBytes(ISO_8859_1);
        assertThat(catchThrowable(() -> read(EncryptRequest.builder(), body)))
                .isInstanceOf(SerializationException.class)
                .hasMessage(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "UTF-16", "UTF-32"})
    void read_otherEncodingsOfUnicode_areRefused(String charset) {
        byte[] body = "{\"KeyId\":\"k\"}".getBytes(Charset.forName(charset));
        assertThat(catchThrowable(() -> read(EncryptRequest.builder(), body)))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void read_hundredThousandLevels_areRefusedAtOnce() {
        for (String open : List.of("[", "{\"a\":")) {
            assertThat(messageOf(ListKeysRequest.builder(), "{\"Nope\":" + open.repeat(100_000)))
                    .isNull();
            assertThat(messageOf(ListKeysRequest.builder(), open.repeat(100_000)))
                    .isIn(null, "Start of list found where not expected");
        }
    }

    @Test
    void read_millionMembers_areSkippedOrRefusedWithoutHarm() {
        StringBuilder unknown = new StringBuilder("{");
        StringBuilder context = new StringBuilder("{\"EncryptionContext\":{");
        for (int i = 0; i < 1_000_000; i++) {
            unknown.append('"').append(Integer.toString(i, 36)).append("\":1,");
            context.append('"').append(Integer.toString(i, 36)).append("\":\"\",");
        }
        assertThat(read(
                        ListKeysRequest.builder(),
                        unknown.append("\"Limit\":7}").toString()))
                .isEqualTo(ListKeysRequest.builder().limit(7).build());
        EncryptRequest request = (EncryptRequest)
                read(EncryptRequest.builder(), context.append("\"Z\":\"\"}}").toString());
        assertThat(request.encryptionContext()).hasSize(1_000_001);
    }

    @Test
    void read_refusal_repeatsNothingOfTheBody() {
        for (String body : List.of(
                "{\"Plaintext\":\"canary\"}",
                "{\"Plaintext\":\"canary!!\"}",
                "{\"DryRun\":\"canary\"}",
                "{\"KeyId\":canary}",
                "{\"KeyId\":\"canary",
                "{\"canary\":\"a\",\"canary\"}",
                "{\"EncryptionContext\":{\"canary\":null}}")) {
            Throwable refusal = catchThrowable(() -> read(EncryptRequest.builder(), body));
            assertThat(refusal).isInstanceOf(SerializationException.class).hasNoCause();
            assertThat(refusal.toString()).doesNotContain("canary");
            assertThat(refusal.getSuppressed()).isEmpty();
        }
    }

    @Test
    void write_times_areDecimalSeconds() {
        assertThat(new String(
                        written(KeyMetadata.builder()
                                .keyId("k")
                                .creationDate(Instant.ofEpochSecond(1_700_000_000, 123_999_999))
                                .enabled(true)
                                .build()),
                        UTF_8))
                .isEqualTo("{\"KeyId\":\"k\",\"CreationDate\":1700000000.123,\"Enabled\":true}");
    }

    @Test
    void writeError_emptyMessage_isLeftOut() {
        assertThat(error("InvalidCiphertextException", null)).isEqualTo("{\"__type\":\"InvalidCiphertextException\"}");
        assertThat(error("InvalidCiphertextException", "")).isEqualTo("{\"__type\":\"InvalidCiphertextException\"}");
        assertThat(error("NotFoundException", "a\"\r\n\uD800"))
                .isEqualTo("{\"__type\":\"NotFoundException\",\"message\":\"a\\\"\\r\\n\\uD800\"}");
    }

    private static String error(String code, @Nullable String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireCodec.writeError(code, "message", message, out);
        return out.toString(UTF_8);
    }

    private static WireOperation operation(String name) {
        return Objects.requireNonNull(WireOperations.find("TrentService." + name));
    }

    private static SdkPojo read(SdkPojo builder, String body) {
        return read(builder, body.getBytes(UTF_8));
    }

    /** Reads from an array that is longer than the body, as the door does: what lies behind must not be seen. */
    private static SdkPojo read(SdkPojo builder, byte[] body) {
        byte[] array = Arrays.copyOf(body, body.length + 16);
        Arrays.fill(array, body.length, array.length, (byte) '"');
        WireCodec.read(builder, array, body.length);
        return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    }

    private static @Nullable String messageOf(SdkPojo builder, String body) {
        Throwable refusal = catchThrowable(() -> read(builder, body));
        assertThat(refusal).as(body.length() > 200 ? "long body" : body).isInstanceOf(SerializationException.class);
        return refusal.getMessage();
    }

    private static byte[] written(SdkPojo structure) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireCodec.write(structure, out);
        return out.toByteArray();
    }
}
