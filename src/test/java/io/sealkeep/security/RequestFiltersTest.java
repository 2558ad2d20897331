// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.call.Caller;
import io.sealkeep.home.SealkeepProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** The filters in front of the doors, from the outermost inwards, on the servlet API's own test doubles. */
class RequestFiltersTest {

    private static final String SIGNED = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124/%s/kms/aws4_request,"
            + " SignedHeaders=host;x-amz-date, Signature=00";

    private static final SecurityProperties SECURITY = new SecurityProperties(
            SecurityProperties.Mode.NONE, true, List.of("sealkeep.internal"), DataSize.ofMegabytes(1), 2);

    private final List<Caller> reached = new ArrayList<>();
    private RequestGuard guard = new RequestGuard(SECURITY);

    @Test
    void caller_ofSignedRequest_hasTheScopesRegionAndTheClaimedAccessKey() throws Exception {
        MockHttpServletRequest request = request("POST", "/");
        request.addHeader("Authorization", SIGNED.formatted("eu-central-1"));
        request.setQueryString("region=us-west-2");
        MockHttpServletResponse response = pass(request);

        Caller caller = reached.getFirst();
        assertThat(caller.region()).isEqualTo("eu-central-1");
        assertThat(caller.principal().accessKeyId()).isEqualTo("AKIDEXAMPLE");
        assertThat(caller.principal().type()).isEqualTo("Unknown");
        assertThat(response.getHeader("x-amzn-RequestId")).isEqualTo(caller.requestId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"team.a", "a+b=c@d", "\u00fc\u0001", "test"})
    void caller_withAnyAccessKey_keepsItAndItsRegion(String accessKey) throws Exception {
        MockHttpServletRequest request = request("POST", "/");
        request.addHeader("Authorization", SIGNED.formatted("eu-central-1").replace("AKIDEXAMPLE", accessKey));
        pass(request);

        assertThat(reached.getFirst().region()).isEqualTo("eu-central-1");
        assertThat(reached.getFirst().principal().accessKeyId()).isEqualTo(accessKey);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4-HMAC-SHA256",
                "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE, Signature=00",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124, Signature=00",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261124//kms/aws4_request",
                "AWS4-HMAC-SHA256 Credential=a/b/20261124/eu-central-1/kms/aws4_request"
            })
    void signature_whoseCredentialCannotBeRead_isRefused(String authorization) throws Exception {
        MockHttpServletRequest request = request("POST", "/");
        request.addHeader("Authorization", authorization);
        request.setQueryString("region=eu-central-1");
        MockHttpServletResponse response = pass(request);

        assertThat(reached).isEmpty();
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).startsWith("{\"__type\":\"IncompleteSignatureException\"");
    }

    @Test
    void authorization_ofAnotherKind_isNoneOfOurs() throws Exception {
        MockHttpServletRequest request = request("GET", "/v1/keys");
        request.addHeader("Authorization", "Bearer x");
        request.setQueryString("region=eu-central-1");
        pass(request);
        assertThat(reached.getFirst().region()).isEqualTo("eu-central-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%72egion=eu-central-1", "a=%zz&regio%6E=eu%2Dcentral-1", "%zz=1&region=eu-central-1&region"})
    void region_inAnEncodedQuery_isSeen(String query) throws Exception {
        MockHttpServletRequest request = request("GET", "/v1/keys");
        request.setQueryString(query);
        pass(request);
        assertThat(reached.getFirst().region()).isEqualTo("eu-central-1");
    }

    @Test
    void caller_ofUnsignedRequest_takesTheQueryThenTheDefault() throws Exception {
        MockHttpServletRequest asked = request("GET", "/v1/keys");
        asked.setQueryString("limit=5&region=ap-south-1");
        pass(asked);
        pass(request("GET", "/v1/keys"));
        assertThat(reached).extracting(Caller::region).containsExactly("ap-south-1", "us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "us-east", "US-EAST-1", "us-east-1%0d%0a", "us-east-1%zz", "x", ""})
    void region_thatIsNone_isRefused(String region) throws Exception {
        MockHttpServletRequest request = request("GET", "/v1/keys");
        request.setQueryString("region=" + region);
        MockHttpServletResponse response = pass(request);
        assertThat(reached).isEmpty();
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString())
                .contains("ValidationException")
                .contains("requestId");
        assertThat(request.getAttribute("io.sealkeep.errorCode")).isEqualTo("ValidationException");
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 127.0.0.1:8080",
        "null, 127.0.0.1:8080",
        "http://127.0.0.1:9999, 127.0.0.1:8080",
        "http://evil.example:8080, evil.example:8080",
        ", evil.example:8080",
        ", 127.0.0.1.evil.example:8080",
        ", 127.0.0.1@evil.example:8080",
        ", 127.1:8080",
        ", 2130706433:8080",
        ", sealkeep.internal.evil.example",
        "http://evil.example, sealkeep.internal:8080",
    })
    void page_ofAnotherSite_isRefused(String origin, String host) throws Exception {
        MockHttpServletRequest request = request("POST", "/v1/keys/x/disable");
        request.removeHeader("Host");
        request.addHeader("Host", host);
        if (origin != null) {
            request.addHeader("Origin", origin);
        }
        assertThat(pass(request).getStatus()).isEqualTo(403);
        assertThat(reached).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/keys, cross-site, 403",
        "GET, /v1/keys, same-site, 403",
        "GET, /v3/api-docs, cross-site, 403",
        "GET, /swagger-ui/../v1/keys, cross-site, 400",
        "POST, /swagger-ui/index.html, cross-site, 403",
        "GET, /swagger-ui.html, cross-site, 200",
        "GET, /swagger-ui/index.html, same-site, 200",
        "GET, /v3/api-docs, same-origin, 200",
        "GET, /v1/keys, same-origin, 200",
        "GET, /v1/keys, none, 200",
    })
    void fetch_byAPage_passesFromOurOwnAlone(String method, String path, String site, int status) throws Exception {
        MockHttpServletRequest request = request(method, path);
        request.addHeader("Sec-Fetch-Site", site);
        assertThat(pass(request).getStatus()).isEqualTo(status);
    }

    @Test
    void answer_givenOrRefused_tellsBrowsersNotToFrameOrGuess() throws Exception {
        MockHttpServletRequest refused = request("GET", "/v1/keys");
        refused.setQueryString("region=x");
        for (MockHttpServletRequest request : List.of(request("GET", "/swagger-ui/index.html"), refused)) {
            MockHttpServletResponse response = pass(request);
            assertThat(response.getHeader("X-Frame-Options")).isEqualTo("DENY");
            assertThat(response.getHeader("Content-Security-Policy")).isEqualTo("frame-ancestors 'none'");
            assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:8080",
                "localhost:8080",
                "LOCALHOST",
                "[::1]:8080",
                "10.1.2.3",
                "[fd00::2]:80",
                "Sealkeep.internal:8080"
            })
    void ownPage_byAddressOrAllowedName_passes(String host) throws Exception {
        MockHttpServletRequest request = request("POST", "/v1/keys");
        request.removeHeader("Host");
        request.addHeader("Host", host);
        request.addHeader("Origin", "http://" + host);
        assertThat(pass(request).getStatus()).isEqualTo(200);
        assertThat(reached).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/aliases/../../x",
                "/v1/./keys",
                "/v1/keys/..",
                "/v1/keys/.",
                "/v1/%2e%2E/x",
                "/v1/.%2e/x",
                "/v1/..;a=b/x",
                "/.;/v1"
            })
    void path_withADotSegment_isRefused(String path) throws Exception {
        MockHttpServletRequest request = request("PUT", path);
        MockHttpServletResponse response = pass(request);
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(reached).isEmpty();
        assertThat(request.getAttribute("io.sealkeep.errorCode")).isEqualTo("ValidationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/aliases/a..b",
                "/v1/aliases/.../x",
                "/v1/aliases/.a",
                "/v1/aliases/a.",
                "/",
                "/v1/aliases/..a"
            })
    void path_withDotsInAName_passes(String path) throws Exception {
        assertThat(pass(request("GET", path)).getStatus()).isEqualTo(200);
    }

    @Test
    void body_thatIsEncoded_isRefusedOnBothDoors() throws Exception {
        MockHttpServletRequest rest = request("POST", "/v1/encrypt");
        rest.addHeader("Content-Encoding", "gzip");
        assertThat(pass(rest).getStatus()).isEqualTo(415);
        MockHttpServletRequest wire = request("POST", "/");
        wire.addHeader("Content-Encoding", "gzip");
        MockHttpServletResponse response = pass(wire);
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).startsWith("{\"__type\":\"SerializationException\"");
    }

    @Test
    void body_overTheLimit_isRefusedWhetherItSaysSoOrNot() throws Exception {
        MockHttpServletRequest said = request("POST", "/v1/encrypt");
        said.setContent(new byte[1024 * 1024 + 1]);
        assertThat(pass(said).getStatus()).isEqualTo(413);
        assertThat(reached).isEmpty();

        MockHttpServletRequest unsaid = new MockHttpServletRequest("POST", "/v1/encrypt") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        unsaid.addHeader("Host", "127.0.0.1");
        unsaid.setContent(new byte[1024 * 1024 + 1]);
        assertThat(pass(unsaid).getStatus()).isEqualTo(413);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"application/octet-stream", "Application/Octet-Stream;a=b", ""})
    void body_ofAnEnvelopeStream_isNotLimited(String type) throws Exception {
        MockHttpServletRequest stream = request("POST", "/v1/envelope/encrypt");
        stream.setContentType(type);
        stream.setContent(new byte[1024 * 1024 + 1]);
        assertThat(pass(stream).getStatus()).isEqualTo(200);
    }

    /** Two steps of the budget are there; a body of three takes two, since its first is free. */
    @Test
    void bodies_togetherOverTheBudget_areRefusedUntilOneIsDone() throws Exception {
        guard = new RequestGuard(SECURITY, new BodyBudget(2 * BodyBudget.STEP));
        pass(body("/v1/encrypt", 3 * BodyBudget.STEP), () -> {
            assertThat(pass(body("/v1/encrypt", BodyBudget.STEP)).getStatus()).isEqualTo(200);
            for (String path : List.of("/v1/encrypt", "/")) {
                MockHttpServletResponse refused = pass(body(path, BodyBudget.STEP + 1));
                assertThat(refused.getStatus()).isEqualTo(503);
                assertThat(refused.getContentAsString()).contains("ThrottlingException");
            }
        });
        assertThat(pass(body("/v1/encrypt", 3 * BodyBudget.STEP)).getStatus()).isEqualTo(200);
        assertThat(pass(body("/v1/encrypt", 3 * BodyBudget.STEP + 1)).getStatus())
                .isEqualTo(503);
        assertThat(pass(body("/v1/encrypt", 3 * BodyBudget.STEP)).getStatus())
                .as("what a refused body took is given back")
                .isEqualTo(200);
    }

    @Test
    void streams_moreThanAllowed_areRefusedUntilOneIsDone() throws Exception {
        pass(stream(), () -> {
            pass(stream(), () -> {
                MockHttpServletRequest third = stream();
                assertThat(pass(third).getStatus()).isEqualTo(503);
                assertThat(third.getAttribute("io.sealkeep.errorCode")).isEqualTo("ThrottlingException");
                assertThat(pass(body("/v1/encrypt", 10)).getStatus()).isEqualTo(200);
            });
            assertThat(pass(stream()).getStatus()).isEqualTo(200);
        });
    }

    private static MockHttpServletRequest body(String path, int size) {
        MockHttpServletRequest request = request("POST", path);
        request.setContent(new byte[size]);
        return request;
    }

    private static MockHttpServletRequest stream() {
        MockHttpServletRequest request = body("/v1/envelope/encrypt", 10);
        request.setContentType("application/octet-stream");
        return request;
    }

    private static MockHttpServletRequest request(String method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.addHeader("Host", "127.0.0.1:8080");
        return request;
    }

    private MockHttpServletResponse pass(MockHttpServletRequest request) throws IOException, ServletException {
        return pass(request, () -> {});
    }

    /** Something that happens while a door has a request. */
    private interface Meanwhile {
        void run() throws IOException, ServletException;
    }

    /** Passes a request through both filters to a door that reads its whole body, and then is not done before something is. */
    private MockHttpServletResponse pass(MockHttpServletRequest request, Meanwhile meanwhile)
            throws IOException, ServletException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        CallerFilter outer = new CallerFilter(new SealkeepProperties(Path.of("data"), "000000000000", "us-east-1"));
        FilterChain door = (req, res) -> {
            reached.add(Caller.current());
            req.getInputStream().readAllBytes();
            meanwhile.run();
        };
        outer.doFilter(request, response, (req, res) -> guard.doFilter(req, res, door));
        return response;
    }
}
