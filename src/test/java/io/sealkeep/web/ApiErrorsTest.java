// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.call.Caller;
import io.sealkeep.call.Principal;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kms.model.KmsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The forms of errors, over HTTP, against a door made for the purpose. */
@SpringBootTest(
        classes = ApiErrorsTest.Door.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "management.server.port=-1")
class ApiErrorsTest {

    private static final String SECRET = "c2VjcmV0LWNhbmFyeQ";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private Seen seen;

    @BeforeEach
    void forget() {
        seen.code.set(null);
        seen.message.set(null);
    }

    @ParameterizedTest
    @CsvSource({
        "NotFoundException, 404, Not Found",
        "CustomKeyStoreNotFoundException, 404, Not Found",
        "CloudHsmClusterNotFoundException, 404, Not Found",
        "XksKeyNotFoundException, 404, Not Found",
        "XksProxyVpcEndpointServiceNotFoundException, 404, Not Found",
        "KMSInvalidStateException, 409, Conflict",
        "DisabledException, 409, Conflict",
        "AlreadyExistsException, 409, Conflict",
        "ConflictException, 409, Conflict",
        "LimitExceededException, 409, Conflict",
        "CustomKeyStoreInvalidStateException, 409, Conflict",
        "CustomKeyStoreHasCMKsException, 409, Conflict",
        "CustomKeyStoreNameInUseException, 409, Conflict",
        "CloudHsmClusterInUseException, 409, Conflict",
        "CloudHsmClusterInvalidConfigurationException, 409, Conflict",
        "CloudHsmClusterNotActiveException, 409, Conflict",
        "XksKeyAlreadyInUseException, 409, Conflict",
        "XksProxyInvalidConfigurationException, 409, Conflict",
        "XksProxyInvalidResponseException, 409, Conflict",
        "XksProxyUriEndpointInUseException, 409, Conflict",
        "XksProxyUriInUseException, 409, Conflict",
        "XksProxyUriUnreachableException, 409, Conflict",
        "XksProxyVpcEndpointServiceInUseException, 409, Conflict",
        "XksProxyVpcEndpointServiceInvalidConfigurationException, 409, Conflict",
        "AccessDeniedException, 403, Forbidden",
        "NotAuthorizedException, 403, Forbidden",
        "ThrottlingException, 429, Too Many Requests",
        "UnsupportedOperationException, 501, Not Implemented",
        "DryRunOperationException, 412, Precondition Failed",
        "DependencyTimeoutException, 503, Service Unavailable",
        "KMSInternalException, 503, Service Unavailable",
        "KeyUnavailableException, 503, Service Unavailable",
        "UnrecognizedClientException, 503, Service Unavailable",
        "InvalidSignatureException, 503, Service Unavailable",
        "IncompleteSignatureException, 503, Service Unavailable",
        "MissingAuthenticationTokenException, 503, Service Unavailable",
        "ExpiredTokenException, 503, Service Unavailable",
        "ValidationException, 400, Bad Request",
        "SerializationException, 400, Bad Request",
        "InvalidArnException, 400, Bad Request",
        "InvalidAliasNameException, 400, Bad Request",
        "InvalidMarkerException, 400, Bad Request",
        "InvalidCiphertextException, 400, Bad Request",
        "KMSInvalidMacException, 400, Bad Request",
        "KMSInvalidSignatureException, 400, Bad Request",
        "IncorrectKeyException, 400, Bad Request",
        "IncorrectKeyMaterialException, 400, Bad Request",
        "ExpiredImportTokenException, 400, Bad Request",
        "InvalidImportTokenException, 400, Bad Request",
        "InvalidKeyUsageException, 400, Bad Request",
        "InvalidGrantIdException, 400, Bad Request",
        "InvalidGrantTokenException, 400, Bad Request",
        "MalformedPolicyDocumentException, 400, Bad Request",
        "TagException, 400, Bad Request",
        "CloudHsmClusterNotRelatedException, 400, Bad Request",
        "IncorrectTrustAnchorException, 400, Bad Request",
        "XksKeyInvalidConfigurationException, 400, Bad Request",
        "XksProxyIncorrectAuthenticationCredentialException, 400, Bad Request",
        "SomeLaterException, 400, Bad Request"
    })
    void kmsError_ofEachCode_isAProblemWithItsStatus(String code, int status, String title) throws Exception {
        HttpResponse<String> answer = get("/v1/fail/" + code);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(problem(answer))
                .isEqualTo(Map.of(
                        "type",
                        "about:blank",
                        "title",
                        title,
                        "status",
                        status,
                        "detail",
                        "AWS's own text",
                        "code",
                        code,
                        "requestId",
                        "request-1"));
        assertThat(seen.code).as("recorded by the decorator, not by the filter").hasNullValue();
    }

    @Test
    void kmsError_unknownWithServerStatus_isUnavailable() throws Exception {
        assertThat(get("/v1/fail/SomeLaterException?status=500").statusCode()).isEqualTo(503);
    }

    @Test
    void kmsError_withoutText_hasNoDetail() throws Exception {
        assertThat(problem(get("/v1/fail/InvalidCiphertextException?text="))).doesNotContainKey("detail");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/nothing, 404, UnknownOperationException",
        "DELETE, /v1/fail/x, 405, UnknownOperationException",
        "GET, /v1/number?n=many, 400, ValidationException",
        "GET, /v1/number, 400, ValidationException",
        "GET, /v1/pattern/xyz, 400, ValidationException",
        "GET, /v1/bug, 500, InternalFailure",
        "GET, /error, 404, UnknownOperationException",
        "GET, /v1/fail/%00, 400, ValidationException",
        "GET, /v1/fail/a%2Fb, 400, ValidationException",
        "TRACE, /v1/number, 405, UnknownOperationException"
    })
    void request_thatNoDoorTakes_isAProblem(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(problem(answer)).containsEntry("code", code).containsEntry("status", status);
        assertSilent(answer);
    }

    @Test
    void methodNotAllowed_namesThoseThatAre() throws Exception {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(uri("/v1/echo")).DELETE().build(), BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Allow")).contains("POST");
        assertThat(problem(answer)).containsEntry("detail", "Allowed here: POST.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"text": "c2VjcmV0LWNhbmFyeQ"    | The body is not valid JSON, or repeats a member.
            {"text": c2VjcmV0LWNhbmFyeQ}     | The body is not valid JSON, or repeats a member.
            {"text": "a", "text": "b"}       | The body is not valid JSON, or repeats a member.
            {"a":"a"} {"a":"b"}              | 'a' is not a member of this request. Known members: blob, context, number, text, truth.
            {"text": "a"} "c2VjcmV0LWNhbmFyeQ" | The body must be one JSON object, with nothing after it.
            {"text": 5}                      | 'text' must be a string.
            {"text": true}                   | 'text' must be a string.
            {"text": {"x": "c2VjcmV0LWNhbmFyeQ"}} | 'text' must be a string.
            {"text": ["c2VjcmV0LWNhbmFyeQ"]} | 'text' must be a string.
            {"blob": "c2VjcmV0LWNhbmFyeQ"}   | 'blob' must be bytes in base64, as a string.
            {"blob": "c2VjcmV0LWNhbmFyeR=="} | 'blob' must be bytes in base64, as a string.
            {"blob": "c2Vj cmV0"}            | 'blob' must be bytes in base64, as a string.
            {"blob": "c2Vj-mV0"}             | 'blob' must be bytes in base64, as a string.
            {"blob": 12}                     | 'blob' must be bytes in base64, as a string.
            {"number": "5"}                  | 'number' must be a whole number.
            {"number": ""}                   | 'number' must be a whole number.
            {"number": 5.5}                  | 'number' must be a whole number.
            {"number": 99999999999}          | 'number' is a number out of range.
            {"truth": "true"}                | 'truth' must be true or false.
            {"truth": 1}                     | 'truth' must be true or false.
            {"context": "c2VjcmV0LWNhbmFyeQ"} | 'context' must be an object.
            {"context": {"a": 5}}            | 'context.a' must be a string.
            {"context": {"a": null}}         | 'context.a' must not contain null.
            {"context": {"a": "1", "a": "2"}} | The body is not valid JSON, or repeats a member.
            ["c2VjcmV0LWNhbmFyeQ"]           | The body must be one JSON object, with nothing after it.
            "c2VjcmV0LWNhbmFyeQ"             | The body must be one JSON object, with nothing after it.
            null                             | The body is missing or could not be read.
            ``                               | The body is missing or could not be read.
            """)
    void body_thatIsNotWhatTheOperationTakes_isRefusedWithItsReasonAndWithoutItsValues(String body, String detail)
            throws Exception {
        HttpResponse<String> answer = post("/v1/echo", "application/json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(problem(answer)).containsEntry("code", "SerializationException");
        Object told = problem(answer).get("detail");
        assertThat(String.valueOf(told).replaceFirst(", at line 1, column [0-9]+", ""))
                .isEqualTo(detail);
        assertSilent(answer);
        assertThat(seen.code).hasValue("SerializationException");
        assertThat(seen.message)
                .hasValue(
                        detail.contains("Known members")
                                ? "The body has a member that this request does not know."
                                : told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE", "UTF-32"})
    void body_inAnotherEncodingOfUnicode_isRefused(String charset) throws Exception {
        for (String type : List.of("application/json", "application/json;charset=" + charset)) {
            isNotUtf8(post("/v1/echo", type, "{\"text\":\"canary\"}".getBytes(Charset.forName(charset))));
        }
    }

    /** A lone byte, overlong forms, half a pair, beyond Unicode, cut off, byte order mark, NUL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"\u00FF\"}",
                "{\"text\":\"\u00C0\u0080\"}",
                "{\"text\":\"\u00C1\u00A1\"}",
                "{\"text\":\"\u00ED\u00A0\u0080\"}",
                "{\"text\":\"\u00F5\u0080\u0080\u0080\"}",
                "{\"text\":\"\u00E2\u0082\"}",
                "\u00EF\u00BB\u00BF{}",
                "{}\u0000"
            })
    void body_thatIsNoPlainUtf8_isRefused(String latin1) throws Exception {
        isNotUtf8(post("/v1/echo", "application/json", latin1.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void isNotUtf8(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(problem(answer))
                .containsEntry("code", "SerializationException")
                .containsEntry("detail", "The body is not UTF-8, or has a byte order mark or NUL in it.");
        assertSilent(answer);
    }

    @Test
    void body_nestedTooDeeply_isRefused() throws Exception {
        HttpResponse<String> answer =
                post("/v1/echo", "application/json", "{\"context\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void body_ofAnotherMediaType_isRefused() throws Exception {
        HttpResponse<String> answer = post("/v1/echo", "text/plain", "{}");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(problem(answer))
                .containsEntry("detail", "Send the body as application/json, and say so in Content-Type.");
    }

    @Test
    void answer_thatTheCallerDoesNotAccept_isRefusedAsAProblemAllTheSame() throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri("/v1/echo"))
                        .header("Accept", "application/xml")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(problem(answer)).containsEntry("code", "SerializationException");
    }

    @Test
    void echo_ofEveryMember_comesBack() throws Exception {
        String body = "{\"text\":\"t\",\"blob\":\"AAEC\",\"number\":7,\"truth\":true,\"context\":{\"ä\":\"ö\"}}";

        HttpResponse<String> answer = post("/v1/echo", "application/json", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body())).isEqualTo(JSON.readTree(body));
    }

    @Test
    void echo_asText_doesNotShowItsBytes() {
        Echo echo = StrictJson.mapper().readValue("{\"blob\":\"AAEC\"}", Echo.class);

        assertThat(echo.toString()).contains("blob=[3 bytes]");
    }

    @Test
    void failure_afterTheAnswerHasBegun_breaksTheConnectionOff() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> get("/v1/half")))
                .isInstanceOf(IOException.class);
    }

    private static void assertSilent(HttpResponse<String> answer) {
        assertThat(answer.body())
                .doesNotContain(SECRET)
                .doesNotContain("canary")
                .doesNotContain("Exception:")
                .doesNotContainPattern("\\b(java|tools|org|io)\\.[a-z]");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> problem(HttpResponse<String> answer) {
        JsonNode node = JSON.readTree(answer.body());
        return JSON.treeToValue(node, Map.class);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return post(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String path, String type, byte[] body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** What the filter around the doors finds when the request is over. */
    static final class Seen {
        final AtomicReference<@Nullable Object> code = new AtomicReference<>();
        final AtomicReference<@Nullable Object> message = new AtomicReference<>();
    }

    record Echo(
            @Nullable String text,
            @Nullable Bytes blob,
            @Nullable Integer number,
            @Nullable Boolean truth,
            @Nullable Map<String, String> context) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({WebConfiguration.class, ApiErrors.class, ErrorPage.class})
    @RestController
    @RequestMapping("/v1")
    static class Door {

        @Bean
        Seen seen() {
            return new Seen();
        }

        @Bean
        FilterRegistrationBean<Filter> outermost(Seen seen) {
            Caller caller = new Caller(
                    Principal.unauthenticated("000000000000", null), "request-1", "us-east-1", "127.0.0.1", null, null);
            FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
                ((HttpServletResponse) response).setHeader("x-amzn-RequestId", caller.requestId());
                try {
                    ScopedValue.where(Caller.CURRENT, caller).call(() -> {
                        chain.doFilter(request, response);
                        return List.of();
                    });
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                } finally {
                    seen.code.set(request.getAttribute("io.sealkeep.errorCode"));
                    seen.message.set(request.getAttribute("io.sealkeep.errorMessage"));
                }
            });
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        }

        @GetMapping("/fail/{code}")
        void fail(
                @PathVariable String code,
                @RequestParam @Nullable String text,
                @RequestParam(defaultValue = "400") int status) {
            throw KmsException.builder()
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(code)
                            .errorMessage(text == null ? "AWS's own text" : text)
                            .build())
                    .statusCode(status)
                    .build();
        }

        @GetMapping("/number")
        int number(@RequestParam Integer n) {
            return n;
        }

        @GetMapping("/pattern/{id}")
        String pattern(@PathVariable @Pattern(regexp = "[0-9]+", message = "Digits.") String id) {
            return id;
        }

        @GetMapping("/bug")
        String bug() {
            throw new IllegalStateException(SECRET, new IOException("canary"));
        }

        @GetMapping("/half")
        void half(HttpServletResponse response) throws IOException {
            response.getOutputStream().write(new byte[10]);
            response.flushBuffer();
            throw new IllegalStateException("after the first byte");
        }

        @PostMapping(path = "/echo", consumes = "application/json", produces = "application/json")
        Echo echo(@RequestBody Echo echo) {
            return echo;
        }
    }
}
