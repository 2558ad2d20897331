// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.wire.RawHttp.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.DependencyTimeoutException;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/** What stands on the wire, byte for byte, over a real connection. */
class WireDoorTest {

    private final WireServer server = WireServer.fresh();

    @Test
    void post_encrypt_callsTheClientAndAnswersItsResponse() throws IOException {
        server.kms()
                .behave(request -> EncryptResponse.builder()
                        .ciphertextBlob(SdkBytes.fromByteArray(new byte[] {1, 2, 3, (byte) 0xFF}))
                        .keyId("arn:aws:kms:us-east-1:000000000000:key/1")
                        .encryptionAlgorithm("SYMMETRIC_DEFAULT")
                        .build());

        Answer answer = call(
                "Encrypt",
                "{\"KeyId\": \"alias/a\", \"Plaintext\": \"aGVsbG8=\", \"EncryptionContext\": {\"a\": \"\u00e4\"}}");

        assertThat(server.kms().requests())
                .containsExactly(EncryptRequest.builder()
                        .keyId("alias/a")
                        .plaintext(SdkBytes.fromUtf8String("hello"))
                        .encryptionContext(Map.of("a", "\u00e4"))
                        .build());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .isEqualTo("{\"CiphertextBlob\":\"AQID/w==\",\"KeyId\":\"arn:aws:kms:us-east-1:000000000000:key/1\","
                        + "\"EncryptionAlgorithm\":\"SYMMETRIC_DEFAULT\"}");
        assertThat(answer.headers())
                .containsEntry("content-type", "application/x-amz-json-1.1")
                .containsEntry("content-length", "" + answer.text().length())
                .containsEntry("cache-control", "no-store")
                .hasEntrySatisfying("x-amzn-requestid", id -> assertThat(id).hasSize(36))
                .doesNotContainKeys("transfer-encoding", "set-cookie", "server");
    }

    @Test
    void post_operationThatAnswersNothing_hasAnEmptyBody() throws IOException {
        Answer answer = call("CreateAlias", "{\"AliasName\":\"alias/a\",\"TargetKeyId\":\"k\"}");
        assertThat(server.kms().requests())
                .containsExactly(CreateAliasRequest.builder()
                        .aliasName("alias/a")
                        .targetKeyId("k")
                        .build());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.headers())
                .containsEntry("content-length", "0")
                .containsEntry("content-type", "application/x-amz-json-1.1");
    }

    @Test
    void post_responseWithTime_isDecimalSeconds() throws IOException {
        server.kms()
                .behave(request -> ScheduleKeyDeletionResponse.builder()
                        .deletionDate(Instant.ofEpochMilli(1_795_518_000_000L))
                        .pendingWindowInDays(7)
                        .build());
        assertThat(call("ScheduleKeyDeletion", "{\"KeyId\":\"k\"}").text())
                .isEqualTo("{\"DeletionDate\":1795518000.000,\"PendingWindowInDays\":7}");
    }

    @Test
    void post_longAnswer_isWhole() throws IOException {
        server.kms()
                .behave(request -> ListKeysResponse.builder()
                        .keys(Collections.nCopies(
                                1000,
                                KeyListEntry.builder()
                                        .keyId("k".repeat(36))
                                        .keyArn("a".repeat(75))
                                        .build()))
                        .truncated(false)
                        .build());
        assertThat(call("ListKeys", "{}").text()).hasSizeGreaterThan(100_000).endsWith("],\"Truncated\":false}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TrentService.Fly",
                "TrentService.",
                "TrentService",
                "",
                "Encrypt",
                "trentservice.encrypt",
                "TrentService.encrypt",
                "TrentService.Encrypt ,",
                "DynamoDB_20120810.GetItem",
                "TrentService.CreateKeyPaginator",
                "TrentService.ServiceName"
            })
    void post_unknownTarget_isUnknownOperation(String target) throws IOException {
        assertUnknownOperation(post("X-Amz-Target: " + target, "Content-Type: application/x-amz-json-1.1"));
    }

    @Test
    void post_noTarget_isUnknownOperation() throws IOException {
        assertUnknownOperation(post("Content-Type: application/x-amz-json-1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-amz-json-1.0",
                "application/x-amz-json-1.10",
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/xml",
                "application/x-amz-json-1.1x",
                ""
            })
    void post_otherContentType_isUnknownOperation(String type) throws IOException {
        assertUnknownOperation(post("X-Amz-Target: TrentService.ListKeys", "Content-Type: " + type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-amz-json-1.1; charset=utf-8",
                "Application/X-Amz-Json-1.1",
                "application/x-amz-json-1.1 ;a=b"
            })
    void post_contentTypeWithParameters_isServed(String type) throws IOException {
        assertThat(post("X-Amz-Target: TrentService.ListKeys", "Content-Type: " + type)
                        .status())
                .isEqualTo(200);
    }

    private Answer post(String... headers) throws IOException {
        return RawHttp.exchange(
                server.port(),
                ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n" + String.join("\r\n", headers)
                                + "\r\n\r\n{}")
                        .getBytes(ISO_8859_1));
    }

    private void assertUnknownOperation(Answer answer) {
        assertError(answer, 400, "{\"__type\":\"UnknownOperationException\"}");
        assertThat(server.lastAttributes())
                .containsExactly(Map.entry("io.sealkeep.errorCode", "UnknownOperationException"));
        assertThat(server.kms().requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{ | {\"__type\":\"SerializationException\"}",
                "[] | {\"__type\":\"SerializationException\",\"Message\":\"Start of list found where not expected\"}",
                "{\"Limit\":\"5\"} | {\"__type\":\"SerializationException\",\"Message\":\"STRING_VALUE can not be converted to an Integer\"}",
                "{\"Limit\":{}} | {\"__type\":\"SerializationException\",\"Message\":\"Start of structure or map found where not expected.\"}"
            })
    void post_bodyThatIsNoRequest_isSerializationException(String body, String expected) throws IOException {
        Answer answer = call("ListKeys", body);
        assertError(answer, 400, expected);
        assertThat(server.lastAttributes()).containsEntry("io.sealkeep.errorCode", "SerializationException");
        assertThat(server.kms().requests()).isEmpty();
    }

    @Test
    void post_emptyBody_isSerializationException() throws IOException {
        assertError(call("ListKeys", ""), 400, "{\"__type\":\"SerializationException\"}");
    }

    @Test
    void post_clientThrowsModelledException_answersItWithStatus400() throws IOException {
        server.kms().behave(request -> {
            throw NotFoundException.builder()
                    .awsErrorDetails(details("NotFoundException", "Invalid keyId 'x\"\n'"))
                    .statusCode(404)
                    .build();
        });
        assertError(
                call("DescribeKey", "{\"KeyId\":\"x\"}"),
                400,
                "{\"__type\":\"NotFoundException\",\"message\":\"Invalid keyId 'x\\\"\\n'\"}");
        assertThat(server.lastAttributes()).isEmpty();
    }

    @Test
    void post_clientThrowsWithoutMessage_answersTheTypeAlone() throws IOException {
        server.kms().behave(request -> {
            throw InvalidCiphertextException.builder()
                    .awsErrorDetails(details("InvalidCiphertextException", null))
                    .build();
        });
        assertError(
                call("Decrypt", "{\"CiphertextBlob\":\"AAAA\"}"), 400, "{\"__type\":\"InvalidCiphertextException\"}");
    }

    @Test
    void post_clientThrowsAFaultOfOurs_keepsItsStatus() throws IOException {
        server.kms().behave(request -> {
            throw DependencyTimeoutException.builder()
                    .awsErrorDetails(details("DependencyTimeoutException", "Try again later."))
                    .statusCode(503)
                    .build();
        });
        assertError(
                call("ListKeys", "{}"),
                503,
                "{\"__type\":\"DependencyTimeoutException\",\"message\":\"Try again later.\"}");
    }

    @Test
    void post_clientFailsUnexpectedly_saysNothingOfIt() throws IOException {
        String expected =
                "{\"__type\":\"KMSInternalException\",\"message\":\"The request failed because of an internal error.\"}";
        server.kms().behave(request -> {
            throw new IllegalStateException("canary");
        });
        assertError(call("ListKeys", "{}"), 500, expected);
        server.kms().behave(request -> {
            throw (KmsException) KmsException.builder().message("canary").build();
        });
        assertError(call("ListKeys", "{}"), 500, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity", "deflate", "br", "aws-chunked", ""})
    void post_contentEncoding_isRefused(String encoding) throws IOException {
        Answer answer =
                RawHttp.exchange(server.port(), RawHttp.request("ListKeys", "{}", "Content-Encoding: " + encoding));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("{\"__type\":\"SerializationException\"");
        assertThat(server.kms().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"})
    void otherMethods_neverReachTheClient(String method) throws IOException {
        Answer answer = RawHttp.exchange(
                server.port(),
                (method + " / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: TrentService.ListKeys\r\n"
                                + "Content-Type: application/x-amz-json-1.1\r\nConnection: close\r\n"
                                + (method.equals("HEAD") ? "\r\n" : "Content-Length: 2\r\n\r\n{}"))
                        .getBytes(ISO_8859_1));
        assertThat(answer.headers().getOrDefault("content-type", "")).doesNotContain("amz-json");
        assertThat(server.kms().requests()).isEmpty();
    }

    private Answer call(String operation, String body) throws IOException {
        return RawHttp.exchange(server.port(), RawHttp.request(operation, body));
    }

    private static void assertError(Answer answer, int status, String body) {
        assertThat(answer.text()).isEqualTo(body);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/x-amz-json-1.1")
                .containsEntry("content-length", "" + answer.text().length())
                .containsKey("x-amzn-requestid");
    }

    private static AwsErrorDetails details(String code, @Nullable String message) {
        return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
    }
}
