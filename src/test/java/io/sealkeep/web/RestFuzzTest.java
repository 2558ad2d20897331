// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.ServiceTest;
import io.sealkeep.web.ApiDescription.Operation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * No request makes the REST doors fail (threats 18 and 34): whatever is sent, the answer is no server error but 501, and an error
 * is a problem. {@code -Dsealkeep.fuzz.rounds=…} asks for more than the 1,500 requests of a build.
 */
@ServiceTest
class RestFuzzTest {

    private static final int ROUNDS = Integer.getInteger("sealkeep.fuzz.rounds", 1500);

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "99999999999999999999",
            "0.5",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"a\":null}",
            "{\"\":\"\"}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"alias/\"",
            "\"arn:aws:kms:::key/\"",
            "\"" + "A".repeat(9000) + "\"",
            "\"" + "é".repeat(300) + "\"",
            "[".repeat(200) + "]".repeat(200));

    private static final List<String> PATHS = List.of(
            "",
            "/",
            "//",
            "/..",
            "/%2e%2e/",
            "/;a=b",
            "/%20",
            "/%C0%80",
            "/\u00e9",
            "/a/b/c",
            "/" + "a".repeat(3000),
            "?",
            "?limit=",
            "?limit=%00",
            "?limit=-9999999999",
            "?cursor=%F0%9F",
            "?limit=1&limit=2",
            "?include=metadata&limit=0",
            "?keyId=" + "k".repeat(3000),
            "?tagKeys=",
            "?tagKeys=%0d%0a",
            "?pendingWindowInDays=x",
            "?region=x",
            "?region=",
            "?a[]=1&b[0].c=2",
            "?class.module=1");

    @LocalServerPort
    private int port;

    private Rest rest;

    @BeforeEach
    void connect() {
        rest = new Rest(port);
    }

    @Test
    void requests_ofAnyKind_causeNoServerError() {
        Random random = new Random(20261124);
        List<Operation> operations = ApiDescription.of(rest).operations();
        List<String> failures = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            String method = random.nextInt(8) > 0
                    ? operation.method()
                    : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS")
                            .get(random.nextInt(7));
            String url = random.nextInt(3) > 0 ? operation.url() : url(operation, random);
            String example =
                    operation.bodies().get(random.nextInt(operation.bodies().size()));
            String body = example == null ? null : mutate(example, random);
            Rest.Answer answer;
            try {
                answer = rest.call(method, url, body);
            } catch (IllegalArgumentException e) {
                continue; // no URI: the raw requests below send such
            }
            boolean noFault = answer.status() < 500 || answer.status() == 501;
            boolean told = answer.status() < 400
                    || method.equals("HEAD")
                    || answer.header("Content-Type").equals("application/problem+json");
            if (!noFault
                    || !told
                    || answer.text().matches("(?s).*\\b(java|tools\\.jackson|org\\.springframework)\\.[a-z].*")) {
                failures.add(method + " " + url + " " + body + " -> " + answer.status() + " " + answer.text());
            }
        }
        assertThat(failures).isEmpty();
    }

    private static String url(Operation operation, Random random) {
        String end = PATHS.get(random.nextInt(PATHS.size()));
        return end.startsWith("?")
                ? operation.url().replaceFirst("\\?.*", "") + end
                : operation.path().replaceAll("\\{.*", "x") + end;
    }

    /** Changes a value, a member's name, or bytes of a JSON text. */
    private static String mutate(String json, Random random) {
        StringBuilder text = new StringBuilder(json);
        switch (random.nextInt(5)) {
            case 0 -> {
                int colon = indexOf(text, ':', random);
                int end = Math.max(text.indexOf(",", colon), text.length() - 1);
                text.replace(colon + 1, end, VALUES.get(random.nextInt(VALUES.size())));
            }
            case 1 ->
                text.insert(1, "\"x" + random.nextInt() + "\":" + VALUES.get(random.nextInt(VALUES.size())) + ",");
            case 2 -> {
                for (int i = 0; i <= random.nextInt(4); i++) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(0x250));
                }
            }
            case 3 -> text.setLength(random.nextInt(text.length()));
            default -> {
                int at = random.nextInt(text.length());
                text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        return text.toString();
    }

    private static int indexOf(StringBuilder text, char wanted, Random random) {
        int found = text.indexOf(String.valueOf(wanted), random.nextInt(text.length()));
        return found < 0 ? text.indexOf(String.valueOf(wanted)) : found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/keys?limit=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/keys/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/keys/a%2Fb HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/keys/a\\b HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/keys/\u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/keys HTTP/1.1\r\nHost: localhost\r\nAccept: ;;;\r\n\r\n",
                "GET /v1/keys HTTP/1.1\r\n\r\n",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: \r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: ///\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json;charset=x\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json;charset=utf-7\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json;charset=utf-16\r\nContent-Length: 2\r\n\r\n{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: x\r\n\r\n{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n\u00ff\u00fe\u00fd{}",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\nregion=%zz",
                "POST /v1/random HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data\r\nContent-Length: 2\r\n\r\n--",
                "PUT /v1/keys/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na=%zz",
                "PATCH /v1/keys/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na=%zz",
                "DELETE /v1/keys/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na=%zz",
                "BREW /v1/keys HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v1/keys HTTP/9.9\r\nHost: localhost\r\n\r\n"
            })
    void request_thatNoClientSends_isRefusedAsTheClientsFault(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(request.replace("\r\nHost", "\r\nConnection: close\r\nHost")
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 ")
                    .doesNotContain("Exception:")
                    .doesNotContain("Tomcat");
            assertThat(answer.substring(9, 12)).isIn("200", "400", "403", "404", "405", "406", "415", "501", "505");
        }
    }
}
