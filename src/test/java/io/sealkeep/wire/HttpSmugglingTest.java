// SPDX-License-Identifier: Apache-2.0
package io.sealkeep.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealkeep.wire.RawHttp.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.KmsRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;

/**
 * Threat 34: requests whose end two servers could see in two places, and bodies that ask for a class, a file or a URL.
 *
 * <p>In each corpus case a call to DescribeKey carries a call to ListKeys in what one reading of its framing takes for its body and
 * another for the next request. Whatever is answered, ListKeys must not be called.
 */
@Timeout(120)
class HttpSmugglingTest {

    private static final String BODY = "{\"KeyId\":\"k\"}";
    private static final String HIDDEN = new String(RawHttp.request("ListKeys", "{}"), ISO_8859_1);

    private final WireServer server = WireServer.fresh();

    /** Shows that the corpus would notice: the same two calls, honestly framed, are both made. */
    @Test
    void pipelinedCalls_honestlyFramed_areBothMade() throws IOException {
        String both = new String(RawHttp.request("DescribeKey", BODY), ISO_8859_1) + HIDDEN;
        List<Answer> answers = RawHttp.exchangeAll(server.port(), both.getBytes(ISO_8859_1));
        assertThat(answers).extracting(Answer::status).containsExactly(200, 200);
        assertThat(server.kms().requests())
                .<Class<?>>extracting(KmsRequest::getClass)
                .containsExactly(DescribeKeyRequest.class, ListKeysRequest.class);
    }

    /** Content-Length covers the hidden call; chunked framing ends before it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked",
                "Transfer-encoding: Chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding:\tchunked",
                "Transfer-Encoding: chunked\t",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding: \u000cchunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked;q=1",
                "Transfer_Encoding: chunked",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding:\r\n chunked",
                "X: y\r\n Transfer-Encoding: chunked",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                "\u0000Transfer-Encoding: chunked",
                "Transfer-Encoding\u0000: chunked"
            })
    void lengthAndChunked_hideNoCall(String header) throws IOException {
        String chunks = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n" + HIDDEN;
        assertNothingHidden(
                RawHttp.raw(RawHttp.head("DescribeKey", "Content-Length: " + chunks.length(), header), chunks));
    }

    /** One length covers the hidden call, another ends before it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 13\r\nContent-Length: %d",
                "Content-Length: %d\r\nContent-Length: 13",
                "Content-Length: 13, %d",
                "Content-Length: %d, 13",
                "Content-Length: +13\r\nX: %d",
                "Content-Length: -13\r\nX: %d",
                "Content-Length: 13 \u000b\r\nX: %d",
                "Content-Length: 0x0d\r\nX: %d",
                "Content-Length: 13;%d",
                "Content-Length: 1_3\r\nX: %d",
                "Content-Length : 13\r\nContent-Length: %d",
                "Content-Length:\r\n 13\r\nX: %d",
                "Content-Length: 18446744073709551629\r\nX: %d",
                "Content_Length: 13\r\nContent-Length: %d"
            })
    void twoLengths_hideNoCall(String headers) throws IOException {
        String body = BODY + HIDDEN;
        String[] lines = headers.replace("%d", Integer.toString(body.length())).split("\r\n(?! )", -1);
        assertNothingHidden(RawHttp.raw(RawHttp.head("DescribeKey", lines), body));
    }

    /** Chunk sizes that readers read differently. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x0d\r\n%b\r\n0\r\n\r\n%h",
                "+d\r\n%b\r\n0\r\n\r\n%h",
                "-d\r\n%b\r\n0\r\n\r\n%h",
                "d \u000b\r\n%b\r\n0\r\n\r\n%h",
                "1000000000000000d\r\n%b\r\n0\r\n\r\n%h",
                "10000000d\r\n%b\r\n0\r\n\r\n%h",
                "\r\nd\r\n%b\r\n0\r\n\r\n%h",
                "d\r\n%bXX0\r\n\r\n%h",
                "d\r%b\r\n0\r\n\r\n%h",
                "d;\u0000\r\n%b\r\n0\r\n\r\n%h",
                "d\r\n%b\r\n0\r\nContent-Length: 5\r\n %h",
                "g\r\n%b\r\n0\r\n\r\n%h"
            })
    void oddChunks_hideNoCall(String form) throws IOException {
        String body = form.replace("%b", BODY).replace("%h", HIDDEN);
        assertNothingHidden(RawHttp.raw(RawHttp.head("DescribeKey", "Transfer-Encoding: chunked"), body));
    }

    /** Request lines and hosts that a proxy might route by another reading. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example",
                "POST / HTTP/1.1\r\nHost: evil.example",
                "POST http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1",
                "POST / HTTP/1.1",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1@evil.example",
                "POST / HTTP/1.1\r\nHost: evil.example#@127.0.0.1",
                "POST / HTTP/1.1\r\nHost: 127.0.0.1, evil.example",
                "POST / HTTP/3.0\r\nHost: 127.0.0.1",
                "POST / HTTP/1.1 HTTP/1.1\r\nHost: 127.0.0.1",
                "POST\u000b/ HTTP/1.1\r\nHost: 127.0.0.1"
            })
    void otherHostsAndRequestLines_reachNoClient(String start) throws IOException {
        List<String> head = new ArrayList<>(List.of(start));
        head.add("Content-Type: application/x-amz-json-1.1");
        head.add("X-Amz-Target: TrentService.ListKeys");
        head.add("Content-Length: 2");
        List<Answer> answers = exchange(RawHttp.raw(head, "{}"));
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isBetween(400, 505));
        assertThat(server.kms().requests()).isEmpty();
    }

    @Test
    void bodyThatNamesAClass_isJustUnknownMembers() throws IOException {
        for (String name : List.of("@class", "@type", "class", "$type", "java.lang.Object", "__type")) {
            Answer answer = RawHttp.exchange(
                    server.port(),
                    RawHttp.request(
                            "DescribeKey",
                            "{\"" + name
                                    + "\":\"javax.swing.JEditorPane\",\"KeyId\":\"k\",\"x\":[\"java.util.HashMap\",{}]}"));
            assertThat(answer.status()).isEqualTo(200);
        }
        assertThat(server.kms().requests())
                .containsOnly(DescribeKeyRequest.builder().keyId("k").build());
        assertThat(RawHttp.exchange(
                                server.port(),
                                RawHttp.request("DescribeKey", "{\"KeyId\":[\"javax.swing.JEditorPane\",{}]}"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void javaObjectsAndXml_areNotReadAsSuch() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(300);
            String xml = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x SYSTEM \"http://127.0.0.1:"
                    + listener.getLocalPort() + "/\">]><a>&x;</a>";
            for (String body : List.of(xml, "\u00AC\u00ED\u0000\u0005sr\u0000\u0011java.util.HashMap")) {
                for (String type : List.of(
                        "application/x-amz-json-1.1",
                        "text/xml",
                        "application/xml",
                        "application/x-java-serialized-object")) {
                    List<String> head = new ArrayList<>(List.of("POST / HTTP/1.1", "Host: 127.0.0.1"));
                    head.add("Content-Type: " + type);
                    head.add("X-Amz-Target: TrentService.DescribeKey");
                    head.add("Content-Length: " + body.length());
                    assertThat(RawHttp.exchange(server.port(), RawHttp.raw(head, body))
                                    .status())
                            .isEqualTo(400);
                }
            }
            assertThat(fetchedFrom(listener)).isFalse();
        }
        assertThat(server.kms().requests()).isEmpty();
    }

    private static boolean fetchedFrom(ServerSocket listener) throws IOException {
        try {
            listener.accept().close();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private void assertNothingHidden(byte[] bytes) throws IOException {
        List<Answer> answers = exchange(bytes);
        assertThat(answers).extracting(Answer::status).doesNotContain(500);
        assertThat(server.kms().requests()).noneMatch(ListKeysRequest.class::isInstance);
        assertThat(server.kms().requests()).hasSizeLessThanOrEqualTo(1);
    }

    /** A connection that the server resets is an answer too: none. */
    private List<Answer> exchange(byte[] bytes) throws IOException {
        try {
            return RawHttp.exchangeAll(server.port(), bytes);
        } catch (SocketException reset) {
            return List.of();
        }
    }
}
